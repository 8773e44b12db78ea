"""What a character has done of the milestones of the week."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.clock import stamp
from rasputin.simulator.world.definitions.editions import WEEK, edition_at
from rasputin.simulator.world.definitions.milestones import Milestone, milestones_of
from rasputin.simulator.world.records.stems import stable_hash
from rasputin.simulator.world.world import Row

ASKED = 3


def week_milestones(rows: list[Row], now: float) -> dict[str, Any]:
    """By hash; a milestone that asks for activities counts those finished since the week began."""
    week = edition_at(now)
    finished = [
        row.instance.reference for row in rows if row.part.completed and row.instance.start >= week.released
    ]
    return {
        str(milestone.hash): _milestone(milestone, place, finished, week.released)
        for place, milestone in enumerate(milestones_of(week.number))
    }


def _milestone(milestone: Milestone, place: int, finished: list[int], begun: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"milestoneHash": milestone.hash}
    if milestone.activities:
        done = sum(reference in milestone.activities for reference in finished)
        shown["activities"] = [_activity(milestone, activity, done) for activity in milestone.activities]
    shown["rewards"] = [_reward(milestone, earned=len(finished) >= ASKED)]
    if not milestone.lasting:
        shown |= {"startDate": stamp(begun), "endDate": stamp(begun + WEEK)}
    return {**shown, "order": place * 100}


def _activity(milestone: Milestone, activity: int, done: int) -> dict[str, Any]:
    objective = {
        "objectiveHash": stable_hash("challenge", milestone.hash),
        "activityHash": activity,
        "progress": min(done, ASKED),
        "completionValue": ASKED,
        "complete": done >= ASKED,
        "visible": True,
    }
    return {"activityHash": activity, "challenges": [{"objective": objective}], "modifierHashes": []}


def _reward(milestone: Milestone, *, earned: bool) -> dict[str, Any]:
    entry = {"rewardEntryHash": stable_hash("entry", milestone.hash), "earned": earned, "redeemed": False}
    return {"rewardCategoryHash": stable_hash("category", milestone.hash), "entries": [entry]}
