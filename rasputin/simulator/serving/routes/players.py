"""Who somebody is: searches, linked accounts, profiles."""

from __future__ import annotations

from typing import Any, Protocol

from rasputin.simulator.replies.envelope import Refusal, Reply, success
from rasputin.simulator.serving.routing import Request, Route, route


class Players(Protocol):
    def profile(self, kind: int, membership_id: int, components: str, now: float) -> Any: ...
    def character(
        self, kind: int, membership_id: int, character_id: int, components: str, now: float
    ) -> Any: ...
    def linked(self, kind: int, membership_id: int, now: float, *, overridden: bool) -> Any: ...
    def memberships(self, membership_id: int, kind: int, now: float) -> Any: ...
    def search(self, kind: int, name: str, code: int | None, now: float) -> Any: ...
    def prefix_search(self, prefix: str, page: int, now: float) -> Any: ...


class PlayerEndpoints:
    def __init__(self, players: Players) -> None:
        self._players = players

    def routes(self) -> tuple[Route, ...]:
        return (
            route("profile", "GET", "/Destiny2/{}/Profile/{}/", self._profile),
            route("character", "GET", "/Destiny2/{}/Profile/{}/Character/{}/", self._character),
            route("linked", "GET", "/Destiny2/{}/Profile/{}/LinkedProfiles/", self._linked),
            route("memberships", "GET", "/User/GetMembershipsById/{}/{}/", self._memberships),
            route("search", "POST", "/Destiny2/SearchDestinyPlayerByBungieName/{}/", self._search),
            route("prefix_search", "POST", "/User/Search/GlobalName/{}/", self._prefix_search),
        )

    def _profile(self, request: Request, kind: int, membership_id: int) -> Reply:
        components = request.query.get("components", "")
        if not components:
            raise Refusal(18)
        return success(self._players.profile(kind, membership_id, components, request.now))

    def _character(self, request: Request, kind: int, membership_id: int, character_id: int) -> Reply:
        components = request.query.get("components", "")
        if not components:
            raise Refusal(18)
        return success(self._players.character(kind, membership_id, character_id, components, request.now))

    def _linked(self, request: Request, kind: int, membership_id: int) -> Reply:
        overridden = request.query.get("getallmemberships", "").lower() == "true"
        return success(self._players.linked(kind, membership_id, request.now, overridden=overridden))

    def _memberships(self, request: Request, membership_id: int, kind: int) -> Reply:
        return success(self._players.memberships(membership_id, kind, request.now))

    def _search(self, request: Request, kind: int) -> Reply:
        asked = request.document()
        try:
            name, code = asked["displayName"], asked.get("displayNameCode")
            wanted = None if code is None else int(code)
        except (KeyError, TypeError, ValueError):
            raise Refusal(18) from None
        return success(self._players.search(kind, str(name), wanted, request.now))

    def _prefix_search(self, request: Request, page: int) -> Reply:
        prefix = request.document().get("displayNamePrefix")
        if page < 0 or not isinstance(prefix, str) or not prefix:
            raise Refusal(18)
        return success(self._players.prefix_search(prefix, page, request.now))
