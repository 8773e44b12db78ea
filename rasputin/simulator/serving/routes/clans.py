"""Clans and their rosters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from rasputin.simulator.replies.envelope import Refusal, Reply, success
from rasputin.simulator.serving.routing import Request, Route, route

CLAN = 1


@dataclass(frozen=True, slots=True)
class RosterRequest:
    """`role` and `name` narrow the roster down where they are given."""

    group_id: int
    page: int
    role: int = 0
    name: str = ""


class Clans(Protocol):
    def group(self, group_id: int, now: float) -> Any: ...
    def named(self, name: str, kind: int, now: float) -> Any: ...
    def roster(self, asked: RosterRequest, now: float) -> Any: ...
    def admins(self, group_id: int, page: int, now: float) -> Any: ...
    def groups_of(
        self, kind: int, membership_id: int, now: float, *, filter_: int, group_type: int
    ) -> Any: ...
    def rewards(self, group_id: int, now: float) -> Any: ...


class ClanEndpoints:
    def __init__(self, clans: Clans) -> None:
        self._clans = clans

    def routes(self) -> tuple[Route, ...]:
        return (
            route("members", "GET", "/GroupV2/{}/Members/", self._roster),
            route("group", "GET", "/GroupV2/{}/", self._group),
            route("admins", "GET", "/GroupV2/{}/AdminsAndFounder/", self._admins),
            route("group_by_name", "GET", "/GroupV2/Name/{text}/{}/", self._named),
            route("group_by_name", "POST", "/GroupV2/NameV2/", self._named_in_body),
            route("groups_of_member", "GET", "/GroupV2/User/{}/{}/{}/{}/", self._groups_of),
            route("rewards", "GET", "/Destiny2/Clan/{}/WeeklyRewardState/", self._rewards),
        )

    def _group(self, request: Request, group_id: int) -> Reply:
        return success(self._clans.group(group_id, request.now))

    def _roster(self, request: Request, group_id: int) -> Reply:
        asked = RosterRequest(
            group_id=group_id,
            page=_page(request),
            role=request.whole("memberType", 0, 0, 5),
            name=request.query.get("namesearch", ""),
        )
        return success(self._clans.roster(asked, request.now))

    def _admins(self, request: Request, group_id: int) -> Reply:
        return success(self._clans.admins(group_id, _page(request), request.now))

    def _named(self, request: Request, name: str, kind: int) -> Reply:
        """The old form, which breaks on all but letters, digits and spaces."""
        if not all(letter.isalnum() or letter == " " for letter in name):
            raise Refusal(9)
        return success(self._clans.named(name, kind, request.now))

    def _named_in_body(self, request: Request) -> Reply:
        asked = request.document()
        name, kind = asked.get("groupName"), asked.get("groupType", CLAN)
        if not isinstance(name, str) or not isinstance(kind, int):
            raise Refusal(18)
        return success(self._clans.named(name, kind, request.now))

    def _groups_of(
        self, request: Request, kind: int, membership_id: int, filter_: int, group_type: int
    ) -> Reply:
        groups = self._clans.groups_of(
            kind, membership_id, request.now, filter_=filter_, group_type=group_type
        )
        return success(groups)

    def _rewards(self, request: Request, group_id: int) -> Reply:
        return success(self._clans.rewards(group_id, request.now))


def _page(request: Request) -> int:
    return request.whole("currentpage", 1, 1, 10_000)
