"""GET endpoints about clans, and the member's answer, which names clans."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from ninja.errors import HttpError

from clans import queries, schemas
from clans.models import Membership
from rasputin.schemas import IdInPath, LongPaging, Page, Problem, page_of
from tracking.api import about, member_fields, unknown_member

members = Router(tags=["members"])
clans = Router(tags=["clans"])


@members.get(
    "/{identifier}",
    response={200: schemas.Member, 404: Problem, 422: Problem},
    summary="A member: characters, clans, freshness, completeness",
)
def member(request: HttpRequest, identifier: str) -> dict[str, Any]:
    """`identifier` is `Name%231234`, `Name-1234` or the membership id."""
    profile = queries.member_profile(identifier)
    if profile is None:
        raise unknown_member(identifier)
    return _member(profile)


@clans.get("", response={200: Page[schemas.ClanLine], 422: Problem}, summary="The tracked clans, by name")
def clan_list(request: HttpRequest, asked: Query[LongPaging]) -> dict[str, Any]:
    return page_of(queries.tracked_clans(), asked)


@clans.get("/{group_id}", response={200: schemas.Clan, 404: Problem, 422: Problem}, summary="A clan")
def clan(request: HttpRequest, group_id: Path[IdInPath]) -> dict[str, Any]:
    card = queries.clan_card(group_id)
    if card is None:
        raise unknown_clan(group_id)
    return _clan(card)


@clans.get(
    "/{group_id}/roster",
    response={200: Page[schemas.RosterLine], 404: Problem, 422: Problem},
    summary="Who is in a clan now: leaders first, then by name",
)
def roster(request: HttpRequest, group_id: Path[IdInPath], asked: Query[LongPaging]) -> dict[str, Any]:
    if queries.clan_card(group_id) is None:
        raise unknown_clan(group_id)
    page = page_of(queries.roster_of(group_id), asked)
    return {**page, "items": [_roster_line(row) for row in page["items"]]}


def unknown_clan(group_id: int) -> HttpError:
    """404 with what to do about it."""
    return HttpError(
        404,
        f"Clan {group_id} is not tracked: /api/clans lists the tracked ones, "
        f"`rasputin clans add {group_id}` adds it.",
    )


def _member(profile: queries.MemberProfile) -> dict[str, Any]:
    card = member_fields(profile.card)
    clans = [{**vars(row), **vars(row.clan)} for row in profile.clans]
    return {**card, "clans": clans, "freshness": [*card["freshness"], *profile.rosters]}


def _clan(card: queries.ClanCard) -> dict[str, Any]:
    return {**vars(card.clan), "network": card.clan.network, "freshness": card.sections}


def _roster_line(row: Membership) -> dict[str, Any]:
    """Everybody on the roster is listed, whether tracked or not."""
    member = getattr(row.player, "member", None)
    return {
        **about(row),
        "tracked": bool(member and member.tracked),
        "private": bool(member and member.private),
        "last_played_at": member and member.last_played_at,
    }
