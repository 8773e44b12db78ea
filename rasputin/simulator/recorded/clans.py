"""Recorded clans and rosters, and what follows from them."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.recorded.found import found
from rasputin.simulator.recorded.recordings import Json
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.replies.rewards import no_rewards_reply
from rasputin.simulator.serving.routes.clans import RosterRequest
from rasputin.simulator.world.clans import ADMIN, FOUNDER

NO_CLAN, NO_USER = 686, 217
ALL_GROUPS, FOUNDED = 0, 1


class RecordedClans:
    def __init__(self, groups: dict[int, Json], rosters: dict[int, Json]) -> None:
        self._groups = groups
        self._rosters = rosters

    def group(self, group_id: int, now: float) -> Any:
        return found(self._groups, group_id, NO_CLAN)

    def named(self, name: str, kind: int, now: float) -> Any:
        for group in self._groups.values():
            detail = group["detail"]
            if detail["name"].casefold() == name.casefold() and detail["groupType"] == kind:
                return group
        raise Refusal(NO_CLAN)

    def roster(self, asked: RosterRequest, now: float) -> Any:
        roster = found(self._rosters, asked.group_id, NO_CLAN)
        if asked.page == 1 and not asked.role and not asked.name:
            return roster
        chosen = [member for member in roster["results"] if _is_wanted(member, asked)]
        return _narrowed(roster, chosen, asked.page)

    def admins(self, group_id: int, page: int, now: float) -> Any:
        roster = found(self._rosters, group_id, NO_CLAN)
        return _narrowed(roster, [one for one in roster["results"] if one["memberType"] >= ADMIN], page)

    def groups_of(self, kind: int, membership_id: int, now: float, *, filter_: int, group_type: int) -> Any:
        results = [
            {"member": member, "group": self._groups[group_id]["detail"]}
            for group_id, roster in self._rosters.items()
            for member in roster["results"]
            if int(member["destinyUserInfo"]["membershipId"]) == membership_id
        ]
        if not results:
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
        found(self._groups, group_id, NO_CLAN)
        return no_rewards_reply(now)


def _is_wanted(member: Json, asked: RosterRequest) -> bool:
    name = str(member["destinyUserInfo"].get("displayName", ""))
    return asked.role in (0, member["memberType"]) and asked.name.casefold() in name.casefold()


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
