"""The simulator's own endpoints under /_simulator/: counters, faults, keys and the truth."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from rasputin.simulator.answers.manifest import WorldManifest
from rasputin.simulator.clock import Clock, seconds, stamp
from rasputin.simulator.replies.envelope import Reply
from rasputin.simulator.serving import truth, truth_of_people, truth_records
from rasputin.simulator.serving.counts import Requests
from rasputin.simulator.serving.faults import Faults
from rasputin.simulator.serving.faults.script import rules
from rasputin.simulator.serving.keys import Keys, Order
from rasputin.simulator.serving.routing import parse_query
from rasputin.simulator.world.world import World

PREFIX = "/_simulator/"
DEFAULT_LIMIT = 1_000_000

_encode = msgspec.json.Encoder().encode


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
        manifest: WorldManifest,
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
            found = self._find(method, path.removeprefix(PREFIX).strip("/"), query, body)
        except (msgspec.MsgspecError, ValueError, TypeError) as error:
            return Reply(400, _encode({"error": str(error)}), None)
        if found is None:
            return Reply(404, _encode({"error": f"There is nothing at {path}."}), None)
        return Reply(200, _encode(found), None)

    def _find(self, method: str, name: str, query: str, body: bytes) -> Any:
        match name.split("/"):
            case ["health"]:
                return {"status": "ok", "now": stamp(self._clock.now()), "recorded": self._world is None}
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
                return self._manifest.control(method, body, self._clock.now())
            case ["truth", "manifest"]:
                asked = parse_query(query)
                locale, table = asked.get("locale", "en"), asked.get("table", "")
                return self._manifest.truth(locale, table, self._clock.now())
        return self._tell(self._world, method, name, query, body) if self._world else None

    def _tell(self, world: World, method: str, name: str, query: str, body: bytes) -> Any:
        now = self._clock.now()
        asked = parse_query(query)
        at = min(now, seconds(asked["at"])) if "at" in asked else now
        match name.split("/"):
            case ["world"]:
                return describe(world, now)
            case ["truth", "clans"]:
                return truth_of_people.clans(world, at)
            case ["truth", "members"] if method == "POST":
                ids = (int(one) for one in msgspec.json.decode(body, type=list[int | str]))
                return list(truth_of_people.people(world, at, ids))
            case ["truth", "members"]:
                after, limit = int(asked.get("after") or 0), int(asked.get("limit") or DEFAULT_LIMIT)
                return truth_of_people.members(world, at, after=after, limit=limit)
            case ["truth", "characters", character_id, "activities"]:
                return truth.activities(world, int(character_id), now, hidden="hidden" in asked)
            case ["truth", "characters", character_id, "totals"]:
                return truth_records.character_totals(world, int(character_id), now)
            case ["truth", "members", membership_id, "records"]:
                return truth_records.member_records(world, int(membership_id), now)
            case ["truth", "instances"] if method == "POST":
                wanted = (int(instance_id) for instance_id in msgspec.json.decode(body, type=list[int | str]))
                told = (truth.instance(world, instance_id, now) for instance_id in wanted)
                return [instance for instance in told if instance]
            case ["truth", "instances", instance_id]:
                return truth.instance(world, int(instance_id), now)
        return None

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


def describe(world: World, now: float) -> dict[str, Any]:
    return {
        "seed": world.shape.seed,
        "since": stamp(world.since),
        "now": stamp(now),
        "clans": [
            {
                "group_id": str(clan.group_id),
                "name": clan.name,
                "members": len(world.rosters.roster(clan.number, now)),
            }
            for clan in world.clans.every
        ],
        "members": [str(player.membership_id) for player in world.members()],
    }
