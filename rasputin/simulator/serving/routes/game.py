"""The state of the API and the game as a whole."""

from __future__ import annotations

from typing import Any, Protocol

from rasputin.simulator.replies.envelope import Reply, success
from rasputin.simulator.serving.routing import Request, Route, route


class Game(Protocol):
    def settings(self, now: float) -> Any: ...
    def alerts(self, now: float) -> Any: ...
    def milestones(self, now: float) -> Any: ...


class GameEndpoints:
    def __init__(self, game: Game) -> None:
        self._game = game

    def routes(self) -> tuple[Route, ...]:
        return (
            route("settings", "GET", "/Settings/", self._settings),
            route("alerts", "GET", "/GlobalAlerts/", self._alerts),
            route("milestones", "GET", "/Destiny2/Milestones/", self._milestones),
        )

    def _settings(self, request: Request) -> Reply:
        return success(self._game.settings(request.now))

    def _alerts(self, request: Request) -> Reply:
        return success(self._game.alerts(request.now))

    def _milestones(self, request: Request) -> Reply:
        return success(self._game.milestones(request.now))
