"""History entries of tracked members whom reports show, for no request."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from rasputin.upsert import once_each, upsert
from tracking.models import HistoryEntry, Member, Source
from tracking.rows import ACTIVITY, STATISTICS, ReportRows, seen_in_report

KEY = ("character_id", "instance_id")
SAID = ("membership_id", "period", *ACTIVITY, *STATISTICS)

_key, _said = attrgetter(*KEY), attrgetter(*SAID)


def note_seen(new: Sequence[ReportRows], replacing: Sequence[ReportRows] = ()) -> None:
    """What reports say of tracked members; what a history has listed stays as the list says.

    `replacing` are of instances that are stored already: what an earlier reply said of somebody is replaced.
    """
    rows = once_each(_seen([*new, *replacing]), KEY)
    told = _told_by_reports(report.instance.pk for report in replacing)
    replaced = [row for row in rows if _key(row) in told and _said(row) != _said(told[_key(row)])]
    upsert(HistoryEntry, replaced, key=KEY, update=SAID)
    upsert(HistoryEntry, [row for row in rows if _key(row) not in told], key=KEY, update=[])


def _seen(reports: Sequence[ReportRows]) -> list[HistoryEntry]:
    everybody = {row.membership_id for report in reports for row in report.performances}
    tracked = set(
        Member.objects.tracked().filter(player__membership_id__among=everybody).values_list("pk", flat=True)
    )
    return [row for report in reports for row in seen_in_report(report, tracked=tracked)]


def _told_by_reports(instance_ids: Iterable[int]) -> dict[tuple[int, int], HistoryEntry]:
    """Entries that only reports know, locked: a walk that lists them meanwhile writes after us."""
    ids = sorted(instance_ids)
    if not ids:
        return {}
    rows = HistoryEntry.objects.filter(instance_id__in=ids, source=Source.REPORT)
    return {_key(row): row for row in rows.order_by(*KEY).select_for_update()}
