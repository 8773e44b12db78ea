"""Clans and who is in them."""

from collections.abc import Callable
from typing import Final

from rasputin.bungie.client.asking import Asking, Reply
from rasputin.bungie.names import MembershipId
from rasputin.bungie.readers import ADMINS, GROUP, GROUP_BY_NAME, MEMBER_GROUPS, MEMBERS, WEEKLY_REWARD
from rasputin.bungie.types import Group, MembersPage, Roster
from rasputin.bungie.types.clan import MemberGroups, UnreadMember, roster
from rasputin.bungie.types.common import MembershipKey
from rasputin.bungie.types.milestone import ClanRewardState
from rasputin.bungie.wire import Unread, part

#: A clan has at most 100 members on one page; a walk that does not end by here is no walk.
MOST_PAGES: Final = 20
CLAN: Final = 1  # the type of group


class Clans(Asking):
    def group(self, group_id: int) -> Group:
        """GroupV2.GetGroup: a clan's detail and founder. NotFound for an unknown or deleted one."""
        return self._get(GROUP, "group", f"/GroupV2/{group_id:d}/").value

    def group_by_name(self, name: str) -> Group:
        """GroupV2.GetGroupByNameV2: the clan of exactly that name. NotFound when there is none."""
        body = {"groupName": name, "groupType": CLAN}
        return self._send(GROUP_BY_NAME, "group_by_name", "/GroupV2/NameV2/", body=body).value

    def group_members_page(self, group_id: int, page: int = 1) -> MembersPage:
        """GroupV2.GetMembersOfGroup: one page of up to 100, counted from 1. NotFound as for the group.

        Who cannot be read is left out; `group_members` names them.
        """
        return self._members_page(group_id, page).value

    def group_members(self, group_id: int) -> Roster:
        """GroupV2.GetMembersOfGroup, all pages: the roster, which says whether it is complete."""
        return _walk(lambda page: self._members_page(group_id, page))

    def _members_page(self, group_id: int, page: int) -> Reply[MembersPage]:
        query = f"currentpage={page:d}&memberType=0&nameSearch="
        return self._get(MEMBERS, "members", f"/GroupV2/{group_id:d}/Members/?{query}")

    def group_admins_page(self, group_id: int, page: int = 1) -> MembersPage:
        """GroupV2.GetAdminsAndFounderOfGroup: one page of up to 100, counted from 1; who is ADMIN or more.

        NotFound as for the group. Who cannot be read is left out; `group_admins` names them.
        """
        return self._admins_page(group_id, page).value

    def group_admins(self, group_id: int) -> Roster:
        """GroupV2.GetAdminsAndFounderOfGroup, all pages. NotFound as for the group."""
        return _walk(lambda page: self._admins_page(group_id, page))

    def _admins_page(self, group_id: int, page: int) -> Reply[MembersPage]:
        path = f"/GroupV2/{group_id:d}/AdminsAndFounder/?currentpage={page:d}"
        return self._get(ADMINS, "admins", path)

    def groups_for_member(self, membership_type: int, membership_id: int) -> MemberGroups:
        """GroupV2.GetGroupsForMember: the clan that somebody is in, with this membership's part in it.

        No results for somebody without a clan, who also may just be in none on this platform. NotFound for an
        unknown membership, WrongMembershipType with the right type.
        """
        path = f"/GroupV2/User/{membership_type:d}/{membership_id:d}/0/{CLAN}/"
        return self._get(MEMBER_GROUPS, "member_groups", path).value

    def weekly_reward_state(self, group_id: int) -> ClanRewardState:
        """Destiny2.GetClanWeeklyRewardState: what a clan has earned for its members this week.

        NotFound as for the group.
        """
        path = f"/Destiny2/Clan/{group_id:d}/WeeklyRewardState/"
        return self._get(WEEKLY_REWARD, "weekly_reward", path).value


def _walk(page: Callable[[int], Reply[MembersPage]]) -> Roster:
    replies = [page(1)]
    while _goes_on(replies[-1]) and len(replies) < MOST_PAGES:
        replies.append(page(len(replies) + 1))
    odd = tuple(unread_member(item) for reply in replies for item in reply.unread)
    return roster([reply.value for reply in replies], odd)


def _goes_on(reply: Reply[MembersPage]) -> bool:
    return reply.value.has_more and bool(reply.value.results or reply.unread)


def unread_member(unread: Unread) -> UnreadMember:
    """What can be made out of somebody on a roster who cannot be read."""
    who: MembershipId | None = part(unread.item, MembershipKey, "destinyUserInfo", "membershipId")
    return UnreadMember(unread.place, unread.reason, who)
