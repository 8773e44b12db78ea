"""Recorded clans and rosters, and what follows from them."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.recorded.reading.clans import Clans
from rasputin.simulator.recorded.reading.folder import Json
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.replies.rewards import no_rewards_reply
from rasputin.simulator.serving.routes.clans import CLAN, RosterRequest
from rasputin.simulator.world.clans import ADMIN, FOUNDER

NO_CLAN, NO_USER = 686, 217
ALL_GROUPS, FOUNDED = 0, 1
NAMES = ("displayName", "LastSeenDisplayName", "bungieGlobalDisplayName")


class RecordedClans:
    def __init__(self, clans: Clans, accounts: Accounts) -> None:
        self._clans = clans
        self._accounts = accounts

    def group(self, group_id: int, now: float) -> Any:
        return _found(self._clans.groups, group_id)

    def named(self, name: str, kind: int, now: float) -> Any:
        for group in self._clans.groups.values():
            detail = group["detail"]
            if detail["name"].casefold() == name.casefold() and detail["groupType"] == kind:
                return group
        raise Refusal(NO_CLAN)

    def roster(self, asked: RosterRequest, now: float) -> Any:
        roster = _found(self._clans.rosters, asked.group_id)
        if asked.page == 1 and not asked.role and not asked.name:
            return roster
        chosen = [member for member in roster["results"] if _is_wanted(member, asked)]
        return _narrowed(roster, chosen, asked.page)

    def admins(self, group_id: int, page: int, now: float) -> Any:
        """A recorded page, or those of the roster who lead."""
        roster = _found(self._clans.rosters, group_id)
        recorded = self._clans.admins.get(group_id)
        if recorded:
            return recorded if page == 1 else _narrowed(recorded, recorded["results"], page)
        return _narrowed(roster, [one for one in roster["results"] if one["memberType"] >= ADMIN], page)

    def groups_of(self, kind: int, membership_id: int, now: float, *, filter_: int, group_type: int) -> Any:
        if membership_id in self._clans.of_member and (filter_, group_type) == (ALL_GROUPS, CLAN):
            return self._clans.of_member[membership_id]
        results = self._memberships(membership_id)
        if not results and membership_id not in self._accounts:
            raise Refusal(NO_USER)
        chosen = [one for one in results if _passes(one, filter_, group_type)]
        return {
            "areAllMembershipsInactive": {one["group"]["groupId"]: False for one in chosen},
            "results": chosen,
            "totalResults": len(chosen),
            "hasMore": False,
            "query": {"itemsPerPage": 100, "currentPage": 1},
            "useTotalResults": True,
        }

    def rewards(self, group_id: int, now: float) -> Any:
        """Nobody recorded any."""
        _found(self._clans.groups, group_id)
        return no_rewards_reply(now)

    def _memberships(self, membership_id: int) -> list[Json]:
        return [
            {"member": member, "group": self._clans.groups[group_id]["detail"]}
            for group_id, roster in self._clans.rosters.items()
            for member in roster["results"]
            if int(member["destinyUserInfo"]["membershipId"]) == membership_id
        ]


def _found(replies: dict[int, Json], group_id: int) -> Json:
    if group_id not in replies:
        raise Refusal(NO_CLAN)
    return replies[group_id]


def _is_wanted(member: Json, asked: RosterRequest) -> bool:
    names = "\n".join(member["destinyUserInfo"].get(name, "") for name in NAMES)
    return asked.role in (0, member["memberType"]) and asked.name.casefold() in names.casefold()


def _narrowed(roster: Json, members: list[Json], page: int) -> Json:
    """All that there is fits on the first page."""
    shown = members if page == 1 else []
    query = {**roster["query"], "currentPage": page}
    return {**roster, "results": shown, "totalResults": len(members), "query": query}


def _passes(membership: Json, filter_: int, group_type: int) -> bool:
    """Filters: 0 all, 1 groups that the member founded, 2 the others."""
    founded = membership["member"]["memberType"] == FOUNDER
    fits = filter_ == ALL_GROUPS or founded == (filter_ == FOUNDED)
    return fits and bool(membership["group"]["groupType"] == group_type)
