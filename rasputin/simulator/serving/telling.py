"""What the control endpoints tell of the world and its truth."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from rasputin.simulator.clock import seconds, stamp
from rasputin.simulator.serving import truth, truth_of_people, truth_records
from rasputin.simulator.world.world import World

DEFAULT_LIMIT = 1_000_000


class Question(NamedTuple):
    """A request to a control endpoint; `place` are the parts of its path, `now` is simulated."""

    method: str
    place: list[str]
    asked: dict[str, str]
    body: bytes
    now: float


def tell(world: World, question: Question) -> Any:
    """None where there is nothing."""
    method, place, asked, body, now = question
    at = min(now, seconds(asked["at"])) if "at" in asked else now
    match place:
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
            return truth_records.member_records(world, int(membership_id), at)
        case ["truth", "ended"]:
            return truth.ended(world, seconds(asked["since"]), at)
        case ["truth", "instances"] if method == "POST":
            wanted = (int(instance_id) for instance_id in msgspec.json.decode(body, type=list[int | str]))
            told = (truth.instance(world, instance_id, now) for instance_id in wanted)
            return [instance for instance in told if instance]
        case ["truth", "instances", instance_id]:
            return truth.instance(world, int(instance_id), now)
    return None


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
