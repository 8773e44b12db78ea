"""The simulator's own endpoints under /_simulator/: counters, faults, keys, manifest and the truth."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

import msgspec

from rasputin.simulator.clock import Clock, stamp
from rasputin.simulator.replies.envelope import Reply
from rasputin.simulator.serving.counts import Requests
from rasputin.simulator.serving.faults import Faults
from rasputin.simulator.serving.faults.script import rules
from rasputin.simulator.serving.keys import Keys, Order
from rasputin.simulator.serving.routing import parse_query
from rasputin.simulator.serving.telling import Question, tell
from rasputin.simulator.world.world import World

PREFIX = "/_simulator/"

_encode = msgspec.json.Encoder().encode


class Releases(Protocol):
    """The manifest, as far as it can be commanded and tells the truth of itself."""

    def control(self, method: str, body: bytes, now: float) -> dict[str, Any]: ...
    def truth(self, locale: str, table: str, now: float) -> dict[str, Any]: ...


class Control:
    """`world` is None when recorded replies are served: then there is no truth to tell, and `recorded`
    says what there is.
    """

    def __init__(
        self,
        clock: Clock,
        world: World | None,
        recorded: dict[str, Any] | None = None,
        *,
        manifest: Releases,
        faults: Faults,
        keys: Keys,
        endpoints: Collection[str],
    ) -> None:
        self.requests = Requests()
        self.faults = faults
        self._manifest = manifest
        self._keys = keys
        self._endpoints = endpoints
        self._clock = clock
        self._world = world
        self._recorded = recorded

    def answer(self, method: str, path: str, query: str, body: bytes) -> Reply:
        try:
            place = path.removeprefix(PREFIX).strip("/").split("/")
            found = self._find(Question(method, place, parse_query(query), body, self._clock.now()))
        except (msgspec.MsgspecError, ValueError, TypeError) as error:
            return Reply(400, _encode({"error": str(error)}), None)
        if found is None:
            return Reply(404, _encode({"error": f"There is nothing at {path}."}), None)
        return Reply(200, _encode(found), None)

    def _find(self, question: Question) -> Any:
        method, place, asked, body, now = question
        match place:
            case ["health"]:
                return {"status": "ok", "now": stamp(now), "recorded": self._world is None}
            case ["world"] if self._recorded is not None:
                return self._recorded
            case ["requests"]:
                return self.requests.summary()
            case ["requests", "reset"] if method == "POST":
                self.requests = Requests()
                return self.requests.summary()
            case ["faults"]:
                return self._fault_rules(method, body)
            case ["faults", rule]:
                return self._fault_rule(method, rule)
            case ["keys"]:
                return self._known_keys(method, body)
            case ["manifest"]:
                return self._manifest.control(method, body, now)
            case ["truth", "manifest"]:
                return self._manifest.truth(asked.get("locale", "en"), asked.get("table", ""), now)
        return tell(self._world, question) if self._world else None

    def _fault_rules(self, method: str, body: bytes) -> list[dict[str, Any]]:
        if method == "POST":
            self.faults.add(rules(msgspec.json.decode(body), self._endpoints))
        elif method == "DELETE":
            self.faults.clear()
        return self.faults.facts()

    def _fault_rule(self, method: str, name: str) -> dict[str, Any] | None:
        fact = self.faults.fact(name)
        if method == "DELETE":
            self.faults.remove(name)
        return fact

    def _known_keys(self, method: str, body: bytes) -> dict[str, Any]:
        if method == "POST":
            self._keys.follow(msgspec.json.decode(body, type=Order))
        elif method == "DELETE":
            self._keys.forget()
        return self._keys.facts()
