"""Clans and who is in them."""

from typing import Final

from rasputin.bungie.client.asking import Asking
from rasputin.bungie.readers import GROUP, MEMBERS
from rasputin.bungie.types import Group, MembersPage, Roster
from rasputin.bungie.types.clan import roster

#: A clan has at most 100 members on one page; a walk that does not end by here is no walk.
MOST_PAGES: Final = 20


class Clans(Asking):
    def group(self, group_id: int) -> Group:
        """GroupV2.GetGroup: a clan's detail and founder. NotFound for an unknown or deleted one."""
        return self._get(GROUP, "group", f"/GroupV2/{group_id:d}/").value

    def group_members_page(self, group_id: int, page: int = 1) -> MembersPage:
        """GroupV2.GetMembersOfGroup: one page of up to 100, counted from 1. NotFound as for the group."""
        query = f"currentpage={page:d}&memberType=0&nameSearch="
        return self._get(MEMBERS, "members", f"/GroupV2/{group_id:d}/Members/?{query}").value

    def group_members(self, group_id: int) -> Roster:
        """GroupV2.GetMembersOfGroup, all pages: the roster, which says whether it is complete."""
        pages = [self.group_members_page(group_id)]
        while pages[-1].has_more and pages[-1].results and len(pages) < MOST_PAGES:
            pages.append(self.group_members_page(group_id, len(pages) + 1))
        return roster(pages)
