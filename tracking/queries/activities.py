"""Activities of a member, and one activity whole."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from tracking.models import HistoryEntry, Instance, PendingReport, Performance, Player, Team


class ActivityDetail(NamedTuple):
    """An instance with its teams, its performances and who they were; best first."""

    instance: Instance
    teams: list[Team]
    performances: list[Performance]
    players: dict[int, Player]


def activities_of(
    membership_id: int,
    *,
    mode: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    completed: bool | None = None,
) -> QuerySet[HistoryEntry]:
    """Newest first; a mode matches if it is among the activity's modes, as with Bungie."""
    entries = HistoryEntry.objects.filter(membership_id=membership_id)
    if mode is not None:
        entries = entries.filter(modes__contains=[mode])
    if since is not None:
        entries = entries.filter(period__gte=since)
    if until is not None:
        entries = entries.filter(period__lt=until)
    if completed is not None:
        entries = entries.filter(completed=completed)
    return entries.order_by("-period", "-instance_id", "character_id")


def activity_detail(instance_id: int) -> ActivityDetail | None:
    """None where no report of it is stored."""
    instance = Instance.objects.filter(pk=instance_id).first()
    if instance is None:
        return None
    performances = list(
        Performance.objects.filter(instance_id=instance_id).order_by("team", "-completed", "-score", "-kills", "character_id")
    )
    players = Player.objects.in_bulk({row.membership_id for row in performances})
    teams = list(Team.objects.filter(instance_id=instance_id).order_by("standing", "team_id"))
    return ActivityDetail(instance, teams, performances, players)


def is_wanted(instance_id: int) -> bool:
    """Whether its report is on the way, or was given up."""
    return PendingReport.objects.filter(pk=instance_id).exists()
