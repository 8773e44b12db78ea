"""Archived replies read again: what the rows would be if they were parsed now, against what they are."""

from collections.abc import Iterator, Sequence
from typing import Any

from rasputin.bungie.errors import BungieError
from rasputin.bungie.readers import REPORT
from rasputin.bungie.wire import Answer
from tracking import archive
from tracking.models import Instance, Performance, RawReport, Team
from tracking.rows import ReportRows, report_rows

NOT_PARSED = frozenset({"fetched_at", "parser_version"})


def parse(raw: RawReport) -> ReportRows:
    """The rows of an archived reply. Raises Undecodable as a fresh reply does."""
    body = archive.decompress(bytes(raw.body), raw.dictionary_id)
    report = REPORT.read(Answer(endpoint="archive", status=200, headers={}, body=body))
    return report_rows(report, fetched_at=raw.fetched_at)


def differences(batch: Sequence[RawReport]) -> Iterator[str]:
    """Where stored rows are not what their archived reply says; each a line."""
    ids = [raw.instance_id for raw in batch]
    instances = Instance.objects.in_bulk(ids)
    stored: dict[int, dict[tuple[str, int], Any]] = {}
    for team in Team.objects.filter(instance_id__in=ids):
        stored.setdefault(team.instance_id, {})["team", team.team_id] = team
    for row in Performance.objects.filter(instance_id__in=ids):
        stored.setdefault(row.instance_id, {})["character", row.character_id] = row
    for raw in batch:
        yield from _differences_of(raw, instances.get(raw.instance_id), stored.get(raw.instance_id, {}))


def _differences_of(
    raw: RawReport, instance: Instance | None, stored: dict[tuple[str, int], Any]
) -> Iterator[str]:
    what = f"instance {raw.instance_id}"
    try:
        rows = parse(raw)
    except BungieError as error:
        if instance is not None:
            yield f"{what}: the archived reply cannot be read: {error}"
        return
    if instance is None:
        yield f"{what}: archived, but not stored"
        return
    yield from _row_differs(what, instance, rows.instance)
    parsed: dict[tuple[str, int], Any] = {("team", team.team_id): team for team in rows.teams}
    parsed |= {("character", row.character_id): row for row in rows.performances}
    for key in sorted(parsed.keys() ^ stored.keys()):
        yield f"{what}: {key[0]} {key[1]} is only in the {'archive' if key in parsed else 'database'}"
    for key in sorted(parsed.keys() & stored.keys()):
        yield from _row_differs(f"{what}: {key[0]} {key[1]}", stored[key], parsed[key])


def _row_differs(what: str, stored: Any, parsed: Any) -> Iterator[str]:
    for field in stored._meta.concrete_fields:
        if field.name in NOT_PARSED:
            continue
        kept, said = getattr(stored, field.attname), getattr(parsed, field.attname)
        if kept != said:
            yield f"{what}: {field.name} is {kept!r}, but the archived reply says {said!r}"
