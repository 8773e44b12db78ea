"""The milestones that are there for everybody in a week."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.clock import stamp
from rasputin.simulator.world.catalogue import SKULLS
from rasputin.simulator.world.definitions.editions import WEEK, edition_at
from rasputin.simulator.world.definitions.milestones import Milestone, milestones_of
from rasputin.simulator.world.dice import draws, pick

PHASES = 4


def milestones_reply(now: float) -> dict[str, Any]:
    """By hash. Those of the weekend are there from Friday on; those that last have no dates."""
    week = edition_at(now)
    shown = (m for m in milestones_of(week.number) if week.released + m.begins_after <= now)
    return {
        str(milestone.hash): _milestone(milestone, place, week.number, week.released)
        for place, milestone in enumerate(shown)
    }


def _milestone(milestone: Milestone, place: int, week: int, begun: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"milestoneHash": milestone.hash}
    if milestone.quest:
        shown["availableQuests"] = [{"questItemHash": milestone.quest}]
    if milestone.activities:
        shown["activities"] = [_activity(activity, week) for activity in milestone.activities]
    if not milestone.lasting:
        start = begun + milestone.begins_after
        shown |= {"startDate": stamp(start), "endDate": stamp(begun + WEEK)}
    return {**shown, "order": (place + 1) * 100}


def _activity(activity: int, week: int) -> dict[str, Any]:
    roll = draws(0, "milestone", activity, week)
    return {
        "activityHash": activity,
        "challengeObjectiveHashes": [],
        "modifierHashes": [pick(roll[0], SKULLS)],
        "phaseHashes": list(draws(0, "phases", activity)[:PHASES]),
        "booleanActivityOptions": {},
    }
