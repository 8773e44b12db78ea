"""Read-only answers about clans and rosters."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from clans.models import Clan, Membership
from tracking.models import Section
from tracking.queries import MemberCard, SectionState, member_card, section_states


class MemberProfile(NamedTuple):
    """A member's card, the clans that the member is in, and how fresh their rosters are."""

    card: MemberCard
    clans: list[Membership]
    rosters: list[SectionState]


class ClanCard(NamedTuple):
    """A clan with `roster_size`, and the state of what is crawled for it."""

    clan: Clan
    sections: list[SectionState]


class ClanLine(NamedTuple):
    group_id: int
    name: str
    callsign: str
    network: str
    members: int
    roster_at: datetime | None


def tracked_clans() -> QuerySet[Clan]:
    """By name, each with `roster_size`: those whom we saw on the last roster."""
    return _sized(Clan.objects.tracked()).order_by("name", "group_id")


def clan_card(group_id: int) -> ClanCard | None:
    """None where no clan of that id is, or was, tracked."""
    clan = _sized(Clan.objects.filter(pk=group_id)).first()
    if clan is None:
        return None
    kinds = (Section.Kind.GROUP, Section.Kind.ROSTER)
    return ClanCard(clan, section_states(Q(kind__in=kinds, subject=group_id)))


def member_profile(identifier: str) -> MemberProfile | None:
    """None where nobody of that name or id is, or was, tracked."""
    card = member_card(identifier)
    if card is None:
        return None
    clans = list(clans_of(card.member.pk))
    rosters = Q(kind=Section.Kind.ROSTER, subject__in=[row.clan_id for row in clans])
    return MemberProfile(card, clans, section_states(rosters))


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


def _sized(clans: QuerySet[Clan]) -> QuerySet[Clan]:
    size = Count("memberships", filter=Q(memberships__left_at=None))
    return clans.select_related("network").annotate(roster_size=size)
