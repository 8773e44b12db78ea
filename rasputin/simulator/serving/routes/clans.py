"""Clans and their rosters."""

from __future__ import annotations

from typing import Any, Protocol

from rasputin.simulator.replies.envelope import Reply, success
from rasputin.simulator.serving.routing import Request, Route, route


class Clans(Protocol):
    def group(self, group_id: int, now: float) -> Any: ...
    def roster(self, group_id: int, page: int, now: float) -> Any: ...


class ClanEndpoints:
    def __init__(self, clans: Clans) -> None:
        self._clans = clans

    def routes(self) -> tuple[Route, ...]:
        return (
            route("members", "GET", "/GroupV2/{}/Members/", self._roster),
            route("group", "GET", "/GroupV2/{}/", self._group),
        )

    def _group(self, request: Request, group_id: int) -> Reply:
        return success(self._clans.group(group_id, request.now))

    def _roster(self, request: Request, group_id: int) -> Reply:
        page = request.whole("currentpage", 1, 1, 10_000)
        return success(self._clans.roster(group_id, page, request.now))
