"""Titles: the manifest says which records bear one, whenever it comes, and the standings who earned them."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from rasputin.upsert import upsert
from tracking.models import MemberRecords, Title, TriumphEvent
from tracking.queries.titles import Titles, titles_of_manifest
from tracking.standings import UNSEEN, Standings, unpack

MEMBERS_AT_ONCE = 20
TITLE_COLUMNS = ("earned_at", "claimed", "gild_count", "gilded_this_season")


def derive_titles(rows: Iterable[MemberRecords]) -> None:
    """Titles of these members anew, by the manifest of now. A title once earned stays."""
    titles = titles_of_manifest()
    if not titles.trackers:
        return  # without a manifest; `derive_stale` comes back to them
    for row in rows:
        _derive(row, titles)


def derive_stale(*, has_time: Callable[[], bool]) -> bool:
    """Titles of all whose standings were read before the manifest knew the titles of now; True when done."""
    titles = titles_of_manifest()
    stale = MemberRecords.objects.exclude(titles_digest=titles.digest).order_by("pk")
    while titles.trackers and has_time():
        with transaction.atomic():
            rows = list(stale.select_for_update(skip_locked=True)[:MEMBERS_AT_ONCE])
            for row in rows:
                _derive(row, titles)
        if not rows:
            return True
    return not titles.trackers


def _derive(row: MemberRecords, titles: Titles) -> None:
    standings = unpack(bytes(row.standings))
    earned = [key for key in titles.trackers if standings.get(key, UNSEEN).complete]
    seen = _first_seen(row.member_id, earned)
    rows = [
        Title(
            member_id=row.member_id,
            record_hash=key,
            earned_at=seen.get(key),
            claimed=standings[key].claimed,
            **_gilding(standings, titles.trackers[key]),
        )
        for key in earned
    ]
    upsert(Title, rows, key=["member_id", "record_hash"], update=TITLE_COLUMNS)
    MemberRecords.objects.filter(pk=row.pk).update(titles_digest=titles.digest)


def _first_seen(membership_id: int, titles: list[int]) -> dict[int, datetime]:
    events = TriumphEvent.objects.filter(
        member_id=membership_id, record_hash__in=titles, kind=TriumphEvent.Kind.COMPLETED
    )
    return dict(events.values_list("record_hash").annotate(Min("observed_at")).order_by())


def _gilding(standings: Standings, tracker: int | None) -> dict[str, int | bool]:
    told = standings.get(tracker, UNSEEN) if tracker is not None else UNSEEN
    return {"gild_count": told.times or 0, "gilded_this_season": told.complete}
