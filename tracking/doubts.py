"""Whether a reply looks incomplete, and when its report is read again: pure."""

from datetime import datetime, timedelta
from typing import NamedTuple

from rasputin.bungie.types import PostGameReport
from tracking.cadence import end_of
from tracking.rows import ReportRows
from tracking.stripping import is_stripped

READ_AGAIN = (timedelta(minutes=10), timedelta(hours=2), timedelta(days=1))
YOUNG = timedelta(days=3)  # after its end a report changes no more
ALIKE = timedelta(minutes=10)  # a history and its report may tell the start a little differently


class Fullness(NamedTuple):
    """How much a reply says: characters, names among their players, teams, characters with details."""

    entries: int
    names: int
    teams: int
    details: int

    def holds(self, other: "Fullness") -> bool:
        """Whether nothing is less than in the other."""
        return all(mine >= theirs for mine, theirs in zip(self, other, strict=True))


def fullness(rows: ReportRows) -> Fullness:
    return Fullness(
        entries=len({row.character_id for row in rows.performances}),
        names=sum(bool(player.bungie_name or player.display_name) for player in rows.players),
        teams=len({team.team_id for team in rows.teams}),
        details=len({row.character_id for row in rows.performances if row.weapons or row.extended}),
    )


def doubt(report: PostGameReport) -> str:
    """What a reply lacks by what it says itself, as far as Bungie's early ones are known; "" for nothing."""
    entries = report.entries
    if not entries:
        return "it has no entries"
    characters = len({entry.character_id for entry in entries})
    told = max(entry.as_int("playerCount") or 0 for entry in entries)
    if told > characters:
        return f"it has {characters} of {told} entries"
    if any(entry.extended is None for entry in entries):
        return "it lacks the details of somebody"
    if all(entry.as_int("activityDurationSeconds") is None for entry in entries):
        return "it does not say how long it took"
    if any(not entry.membership_id and not is_stripped(entry.character_id) for entry in entries):
        return "it does not say who somebody was"
    return ""


def ended_at(rows: ReportRows) -> datetime:
    """When the activity was over, as far as it says; its start where it says nothing."""
    seconds = max((row.duration_seconds for row in rows.performances), default=0)
    return end_of(rows.instance.period, seconds)


def next_look(replies: int, ended: datetime, *, now: datetime) -> datetime | None:
    """When to read again what so many replies left incomplete; None for never."""
    if not 0 < replies <= len(READ_AGAIN):
        return None
    at = now + READ_AGAIN[replies - 1]
    return at if at - YOUNG <= ended else None
