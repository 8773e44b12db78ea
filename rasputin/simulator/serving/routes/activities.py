"""What was played: histories and post-game reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from rasputin.simulator.replies.envelope import Reply, redirect, success
from rasputin.simulator.serving.routing import STATS, WWW, Request, Route, route

MOST_ROWS = 250


@dataclass(frozen=True, slots=True)
class HistoryRequest:
    kind: int
    membership_id: int
    character_id: int
    count: int
    mode: int
    page: int


class Activities(Protocol):
    def history(self, asked: HistoryRequest, now: float) -> Any: ...
    def report(self, instance_id: int, now: float) -> Reply: ...


class ActivityEndpoints:
    def __init__(self, activities: Activities) -> None:
        self._activities = activities

    def routes(self) -> tuple[Route, ...]:
        history = "/Destiny2/{}/Account/{}/Character/{}/Stats/Activities/"
        return (
            route("report", "GET", "/Destiny2/Stats/PostGameCarnageReport/{}/", self._report),
            route("history", "GET", history, self._history),
        )

    def _report(self, request: Request, instance_id: int) -> Reply:
        if request.host == WWW:
            return redirect(f"{request.base}{STATS}{request.path}")
        return self._activities.report(instance_id, request.now)

    def _history(self, request: Request, kind: int, membership_id: int, character_id: int) -> Reply:
        asked = HistoryRequest(
            kind=kind,
            membership_id=membership_id,
            character_id=character_id,
            count=request.whole("count", 25, 1, MOST_ROWS),
            mode=request.whole("mode", 0, 0, 1_000),
            page=request.whole("page", 0, 0, 1_000_000),
        )
        return success(self._activities.history(asked, request.now))
