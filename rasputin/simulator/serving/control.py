"""The simulator's own endpoints under /_simulator/: counters, faults and the truth."""

from __future__ import annotations

from typing import Any

import msgspec

from rasputin.simulator.clock import Clock, stamp
from rasputin.simulator.replies.envelope import Reply
from rasputin.simulator.serving import truth
from rasputin.simulator.serving.faults import Faults, Rule
from rasputin.simulator.serving.limits import Requests
from rasputin.simulator.serving.routing import parse_query
from rasputin.simulator.world.clans import clan_facts
from rasputin.simulator.world.world import World

PREFIX = "/_simulator/"
DEFAULT_LIMIT = 1_000_000

_encode = msgspec.json.Encoder().encode


class Control:
    """`world` is None when recorded replies are served: then there is no truth to tell, and `recorded`
    says what there is.
    """

    def __init__(self, clock: Clock, world: World | None, recorded: dict[str, Any] | None = None) -> None:
        self.requests = Requests()
        self.faults = Faults()
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
                return self._request_counts()
            case ["requests", "reset"] if method == "POST":
                self.requests = Requests()
                return self._request_counts()
            case ["faults"]:
                return self._fault_rules(method, body)
        return self._tell(self._world, method, name, query, body) if self._world else None

    def _tell(self, world: World, method: str, name: str, query: str, body: bytes) -> Any:
        now = self._clock.now()
        asked = parse_query(query)
        match name.split("/"):
            case ["world"]:
                return describe(world, now)
            case ["truth", "clans"]:
                return truth.clans(world)
            case ["truth", "members"]:
                after, limit = int(asked.get("after") or 0), int(asked.get("limit") or DEFAULT_LIMIT)
                return truth.members(world, now, after=after, limit=limit)
            case ["truth", "characters", character_id, "activities"]:
                return truth.activities(world, int(character_id), now, hidden="hidden" in asked)
            case ["truth", "instances"] if method == "POST":
                wanted = (int(instance_id) for instance_id in msgspec.json.decode(body, type=list[int | str]))
                told = (truth.instance(world, instance_id, now) for instance_id in wanted)
                return [instance for instance in told if instance]
            case ["truth", "instances", instance_id]:
                return truth.instance(world, int(instance_id), now)
        return None

    def _request_counts(self) -> dict[str, Any]:
        summary = self.requests.summary()
        for name in ("first_at", "last_at"):
            moment = summary[name]
            summary[name] = stamp(moment) if isinstance(moment, float) else None
        return summary

    def _fault_rules(self, method: str, body: bytes) -> list[Rule]:
        if method == "POST":
            self.faults.add(_rules(body))
        elif method == "DELETE":
            self.faults.clear()
        return self.faults.rules


def _rules(body: bytes) -> list[Rule]:
    """One rule or a list of them."""
    if body.lstrip().startswith(b"["):
        return msgspec.json.decode(body, type=list[Rule])
    return [msgspec.json.decode(body, type=Rule)]


def describe(world: World, now: float) -> dict[str, Any]:
    clans = [clan_facts(world, number) for number in range(world.shape.clans)]
    return {
        "seed": world.shape.seed,
        "since": stamp(world.since),
        "now": stamp(now),
        "clans": [
            {
                "group_id": str(clan.group_id),
                "name": clan.name,
                "members": len(world.shape.members_of_clan(clan.number)),
            }
            for clan in clans
        ],
        "members": [str(player.membership_id) for player in world.members()],
    }
