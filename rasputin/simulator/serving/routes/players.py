"""Who somebody is: searches, linked accounts, profiles."""

from __future__ import annotations

from typing import Any, Protocol

from rasputin.simulator.replies.envelope import Refusal, Reply, success
from rasputin.simulator.serving.routing import Request, Route, route


class Players(Protocol):
    def profile(self, kind: int, membership_id: int, components: str, now: float) -> Any: ...
    def linked(self, kind: int, membership_id: int, now: float) -> Any: ...
    def search(self, kind: int, name: str, code: int | None, now: float) -> Any: ...


class PlayerEndpoints:
    def __init__(self, players: Players) -> None:
        self._players = players

    def routes(self) -> tuple[Route, ...]:
        return (
            route("profile", "GET", "/Destiny2/{}/Profile/{}/", self._profile),
            route("linked", "GET", "/Destiny2/{}/Profile/{}/LinkedProfiles/", self._linked),
            route("search", "POST", "/Destiny2/SearchDestinyPlayerByBungieName/{}/", self._search),
        )

    def _profile(self, request: Request, kind: int, membership_id: int) -> Reply:
        components = request.query.get("components", "")
        if not components:
            raise Refusal(18)
        return success(self._players.profile(kind, membership_id, components, request.now))

    def _linked(self, request: Request, kind: int, membership_id: int) -> Reply:
        return success(self._players.linked(kind, membership_id, request.now))

    def _search(self, request: Request, kind: int) -> Reply:
        asked = request.document()
        try:
            name, code = asked["displayName"], asked.get("displayNameCode")
            wanted = None if code is None else int(code)
        except (KeyError, TypeError, ValueError):
            raise Refusal(18) from None
        return success(self._players.search(kind, str(name), wanted, request.now))
