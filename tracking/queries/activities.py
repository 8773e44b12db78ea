"""Activities of a member, and one activity whole."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, TextChoices, Value, When

from manifest.queries import mode_filter
from tracking import archive
from tracking.models import (
    Character,
    HistoryEntry,
    Instance,
    PendingReport,
    Performance,
    Player,
    RawReport,
    Team,
)
from tracking.queries.names import Counter, Skull, WeaponUse, counters_of, name_report, weapons_of


class ReportState(TextChoices):
    """How far the post-game report of an activity is."""

    STORED = "stored"
    PENDING = "pending", "on its way"
    FAILED = "failed", "given up until a person says otherwise"
    UNKNOWN = "unknown", "never asked for"


class Seen(NamedTuple):
    """A performance and who it was; a player of whom nothing else is known has the id alone."""

    performance: Performance
    player: Player
    weapons: list[WeaponUse]
    counters: list[Counter]


class ActivityDetail(NamedTuple):
    """An instance with its teams and entries, all named; by team, best first."""

    instance: Instance
    skulls: list[Skull]
    teams: list[Team]
    entries: list[Seen]


def activities_of(
    membership_id: int,
    *,
    mode: int | str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    completed: bool | None = None,
) -> QuerySet[HistoryEntry]:
    """Newest first; a mode (number, name or slug of a group) matches if it is among the activity's modes, as
    with Bungie: 0 is everything. Raises UnknownMode.
    """
    entries = HistoryEntry.objects.filter(membership_id=membership_id)
    if mode is not None:
        entries = entries.filter(mode_filter(mode))
    if since is not None:
        entries = entries.filter(period__gte=since)
    if until is not None:
        entries = entries.filter(period__lt=until)
    if completed is not None:
        entries = entries.filter(completed=completed)
    return entries.order_by("-period", "-instance_id", "character_id")


def with_context(entries: QuerySet[HistoryEntry]) -> QuerySet[HistoryEntry]:
    """Each with `class_hash` of its character and `report`, the ReportState of its instance."""
    character = Character.objects.filter(pk=OuterRef("character_id"))
    pending = PendingReport.objects.filter(pk=OuterRef("instance_id"))
    state = Case(
        When(Exists(Instance.objects.filter(pk=OuterRef("instance_id"))), then=Value(ReportState.STORED)),
        When(Exists(pending.filter(due_at__isnull=False)), then=Value(ReportState.PENDING)),
        When(Exists(pending), then=Value(ReportState.FAILED)),
        default=Value(ReportState.UNKNOWN),
    )
    return entries.annotate(class_hash=Subquery(character.values("class_hash")[:1]), report=state)


def activity_detail(instance_id: int) -> ActivityDetail | None:
    """None where no report of it is stored."""
    instance = Instance.objects.filter(pk=instance_id).first()
    if instance is None:
        return None
    rows = Performance.objects.filter(instance_id=instance_id)
    performances = list(rows.order_by("team", "-completed", "-score", "-kills", "character_id"))
    players = Player.objects.in_bulk({row.membership_id for row in performances})
    entries = [
        Seen(
            performance=row,
            player=players.get(row.membership_id) or Player(membership_id=row.membership_id),
            weapons=weapons_of(row),
            counters=counters_of(row),
        )
        for row in performances
    ]
    teams = list(Team.objects.filter(instance_id=instance_id).order_by("standing", "team_id"))
    return _named(ActivityDetail(instance, [Skull(skull) for skull in instance.skulls], teams, entries))


def archived_reply(instance_id: int) -> bytes | None:
    """What the report was read from, or could not be; None where no reply has come, nothing where it could
    not be kept.
    """
    raw = RawReport.objects.filter(pk=instance_id).first()
    try:
        return None if raw is None else archive.decompress(bytes(raw.body), raw.dictionary_id)
    except archive.Unreadable:
        return b""


def _named(detail: ActivityDetail) -> ActivityDetail:
    weapons = [use for seen in detail.entries for use in seen.weapons]
    counters = [counter for seen in detail.entries for counter in seen.counters]
    performances = [seen.performance for seen in detail.entries]
    name_report(detail.instance, performances, [*detail.skulls, *weapons, *counters])
    return detail


def pending_report(instance_id: int) -> PendingReport | None:
    """The wish for a report that is not stored: on its way, or given up (`due_at` null)."""
    return PendingReport.objects.filter(pk=instance_id).first()
