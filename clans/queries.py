"""Read-only answers about clans and rosters."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from clans.models import Clan, Membership


class ClanLine(NamedTuple):
    group_id: int
    name: str
    callsign: str
    network: str
    members: int
    roster_at: datetime | None


def tracked_clans() -> QuerySet[Clan]:
    """By name, each with `roster_size`: those whom we saw on the last roster."""
    size = Count("memberships", filter=Q(memberships__left_at=None))
    return (
        Clan.objects.tracked()
        .select_related("network")
        .annotate(roster_size=size)
        .order_by("name", "group_id")
    )


def clan_list() -> list[ClanLine]:
    return [
        ClanLine(
            group_id=clan.pk,
            name=clan.name,
            callsign=clan.callsign,
            network=clan.network.name if clan.network else "",
            members=clan.roster_size,  # type: ignore[attr-defined]  # annotated above
            roster_at=clan.roster_at,
        )
        for clan in tracked_clans()
    ]


def roster_of(group_id: int) -> QuerySet[Membership]:
    """Who is in the clan now: leaders first, then by name."""
    rows = Membership.objects.current().filter(clan_id=group_id).select_related("player", "player__member")
    return rows.order_by("-role", "player__bungie_name", "player__bungie_code", "player_id")


def clans_of(membership_id: int) -> QuerySet[Membership]:
    """In which clans a player is now."""
    return (
        Membership.objects.current()
        .filter(player_id=membership_id)
        .select_related("clan")
        .order_by("clan_id")
    )
