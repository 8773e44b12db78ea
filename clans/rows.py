"""Bungie's clan Structs in, unsaved rows out."""

from datetime import datetime

from clans.models import Clan, Membership, Role
from rasputin.bungie.types import GroupDetail, GroupMember
from tracking.models import Player, TypeSource
from tracking.rows import clean, player_row

DETAIL_COLUMNS = (
    "name",
    "callsign",
    "motto",
    "about",
    "member_count",
    "level",
    "founded_at",
    "avatar_path",
    "banner_path",
    "detailed_at",
)


def clan_row(detail: GroupDetail, *, now: datetime) -> Clan:
    return Clan(
        group_id=detail.group_id,
        name=clean(detail.name, 200),
        callsign=clean(detail.call_sign, 40),
        motto=clean(detail.motto, 500),
        about=clean(detail.about, 20_000),
        member_count=detail.member_count,
        level=detail.level,
        founded_at=detail.creation_date,
        avatar_path=clean(detail.avatar_path, 300),
        banner_path=clean(detail.banner_path, 300),
        added_at=now,
        detailed_at=now,
    )


def roster_players(members: tuple[GroupMember, ...], *, now: datetime) -> list[Player]:
    """Everybody on the roster; who has no membership id cannot be told apart and is left out."""
    cards = (member.destiny_user_info for member in members)
    return [player_row(card, source=TypeSource.ROSTER, at=now) for card in cards if card.membership_id > 0]


def membership_rows(group_id: int, members: tuple[GroupMember, ...], *, now: datetime) -> list[Membership]:
    return [
        Membership(
            clan_id=group_id,
            player_id=member.destiny_user_info.membership_id,
            role=member.member_type if member.member_type in Role.values else Role.NONE,
            joined_at=member.join_date,
            seen_at=now,
            is_online=member.is_online,
            online_changed_at=member.last_online_at,
        )
        for member in members
        if member.destiny_user_info.membership_id > 0
    ]
