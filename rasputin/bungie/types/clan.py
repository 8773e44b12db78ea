"""What the group endpoints answer: a clan, its pages of members, its whole roster."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Final, NamedTuple

from msgspec import Meta, field

from rasputin.bungie.names import GroupId, MembershipId
from rasputin.bungie.types.common import Int32, Int64, Shape, Time, UserInfoCard

#: The progression whose level is the level of the clan.
CLAN_LEVEL: Final = 584850370

GroupKey = Annotated[GroupId, Meta(ge=0, le=2**63 - 1)]


class GroupUserInfoCard(UserInfoCard, frozen=True, kw_only=True):
    last_seen_display_name: str | None = field(name="LastSeenDisplayName", default=None)
    last_seen_display_name_type: Int32 | None = field(name="LastSeenDisplayNameType", default=None)


class GroupMember(Shape, frozen=True, kw_only=True):
    """Somebody in a clan. Being online is a late hint; `join_date` is the invitation for the invited."""

    destiny_user_info: GroupUserInfoCard
    member_type: Int32 = 0
    is_online: bool = False
    last_online_status_change: Int64 = 0
    group_id: GroupKey = GroupId(0)
    bungie_net_user_info: UserInfoCard | None = None
    join_date: Time | None = None

    @property
    def last_online_at(self) -> datetime | None:
        """`last_online_status_change` as a time, None when it is missing or makes no sense."""
        try:
            return datetime.fromtimestamp(self.last_online_status_change or -1e18, UTC)
        except (ValueError, OverflowError, OSError):
            return None


class Progression(Shape, frozen=True, kw_only=True):
    progression_hash: Int64 = 0
    level: Int32 = 0
    level_cap: Int32 = 0
    current_progress: Int64 = 0
    weekly_progress: Int64 = 0
    weekly_limit: Int64 = 0
    progress_to_next_level: Int64 = 0
    next_level_at: Int64 = 0


class ClanBanner(Shape, frozen=True, kw_only=True):
    decal_id: Int64 = 0
    decal_color_id: Int64 = 0
    decal_background_color_id: Int64 = 0
    gonfalon_id: Int64 = 0
    gonfalon_color_id: Int64 = 0
    gonfalon_detail_id: Int64 = 0
    gonfalon_detail_color_id: Int64 = 0


class ClanInfo(Shape, frozen=True, kw_only=True):
    clan_callsign: str | None = None
    d2_clan_progressions: dict[Int64, Progression] = {}
    clan_banner_data: ClanBanner | None = None


class GroupFeatures(Shape, frozen=True, kw_only=True):
    maximum_members: Int32 = 0
    membership_types: tuple[Int32, ...] = ()


class GroupDetail(Shape, frozen=True, kw_only=True):
    """GroupV2. `member_count` can lag behind the roster by a few."""

    group_id: GroupKey
    name: str = ""
    group_type: Int32 = 0
    membership_id_created: Int64 | None = None
    creation_date: Time | None = None
    modification_date: Time | None = None
    about: str | None = None
    motto: str | None = None
    member_count: Int32 = 0
    is_public: bool = False
    locale: str | None = None
    membership_option: Int32 = 0
    avatar_path: str | None = None
    banner_path: str | None = None
    features: GroupFeatures | None = None
    clan_info: ClanInfo | None = None

    @property
    def call_sign(self) -> str | None:
        return None if self.clan_info is None else self.clan_info.clan_callsign

    @property
    def level(self) -> int | None:
        """The level of the clan, None for a group that is none."""
        found = None if self.clan_info is None else self.clan_info.d2_clan_progressions.get(CLAN_LEVEL)
        return None if found is None else found.level


class Group(Shape, frozen=True, kw_only=True):
    """GroupResponse."""

    detail: GroupDetail
    founder: GroupMember | None = None


class MembersPage(Shape, frozen=True, kw_only=True):
    """SearchResultOfGroupMember: a page of up to 100, so a whole clan as a rule."""

    results: tuple[GroupMember, ...]
    total_results: Int32 | None = None
    has_more: bool = False
    use_total_results: bool = False


class GroupMembership(Shape, frozen=True, kw_only=True):
    """A group, and somebody's part in it."""

    member: GroupMember
    group: GroupDetail


class MemberGroups(Shape, frozen=True, kw_only=True):
    """GetGroupsForMemberResponse. A group is inactive when all of the account's memberships in it are."""

    results: tuple[GroupMembership, ...]
    are_all_memberships_inactive: dict[GroupKey, bool] = {}
    total_results: Int32 | None = None
    has_more: bool = False

    @property
    def clan(self) -> GroupDetail | None:
        """The clan, None for somebody without one."""
        return self.results[0].group if self.results else None


class UnreadMember(NamedTuple):
    """Somebody on a roster who cannot be read, and why; with the membership id, where that can."""

    place: int
    reason: str
    membership_id: MembershipId | None


class Roster(NamedTuple):
    """All members of a clan as the pages gave them, in their order, and beside them those who cannot be read.

    `complete` is True only if Bungie said that nothing follows, nobody stood on two pages, as many came as
    were announced, and everybody's id can be read: only then does an absence mean that somebody left.
    """

    members: tuple[GroupMember, ...]
    complete: bool
    announced: int | None
    unread: tuple[UnreadMember, ...] = ()


def roster(pages: list[MembersPage], unread: tuple[UnreadMember, ...] = ()) -> Roster:
    """The pages of a walk, first to last, as one roster."""
    members = tuple(member for page in pages for member in page.results)
    announced = pages[-1].total_results if pages[-1].use_total_results else None
    odd = {row.membership_id for row in unread}
    complete = (
        bool(members)
        and not pages[-1].has_more
        and not _overlap(pages)
        and None not in odd
        and (announced is None or len(_ids(members) | odd) >= announced)
    )
    return Roster(members=members, complete=complete, announced=announced, unread=unread)


def _ids(members: Iterable[GroupMember]) -> set[int]:
    return {member.destiny_user_info.membership_id for member in members}


def _overlap(pages: list[MembersPage]) -> bool:
    """Whether somebody is on two pages: the list shifted while it was read, and others may be missing."""
    ids = [_ids(page.results) for page in pages]
    return len(set().union(*ids)) != sum(map(len, ids))
