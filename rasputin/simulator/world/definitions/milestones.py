"""Milestones: what there is to do in a week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rasputin.simulator.world.definitions.shapes import Json, definition, icon, report_picture

WEEKLY, TUTORIAL = 3, 1


class Milestone(NamedTuple):
    """`activities` are the ones that it asks for; a rotating one is only there in every `turns`-th week."""

    hash: int
    name: str
    activities: tuple[int, ...] = ()
    turns: int = 1
    lasting: bool = False


MILESTONES = (
    Milestone(4253138191, "Weekly Clan Engrams"),
    Milestone(3181387331, "Last Wish", (2122313384,), turns=3),
    Milestone(2712317338, "Garden of Salvation", (3458480158,), turns=3),
    Milestone(541780856, "Deep Stone Crypt", (910380154,), turns=3),
    Milestone(1888320892, "Vault of Glass", (3881495763,), turns=3),
    Milestone(292102995, "King's Fall", (1374392663,), turns=3),
    Milestone(3699252268, "Root of Nightmares", (2381413764,), turns=3),
    Milestone(540415767, "Crota's End", (4179289725,)),
    Milestone(422102671, "Pit of Heresy", (1375089621,), turns=2),
    Milestone(478604913, "Prophecy", (1077850348,), turns=2),
    Milestone(3618845105, "Duality", (2823159265,), turns=2),
    Milestone(1092691445, "Grasp of Avarice", (4078656646,), turns=2),
    Milestone(526718853, "Spire of the Watcher", (1262462921,)),
    Milestone(2029743966, "Nightfall Weekly Score", (13813394, 45113325, 89113250)),
    Milestone(3427325023, "Iron Banner", (3753505781,), turns=3),
    Milestone(3007559996, "Trials of Osiris Challenge", (588019350,)),
    Milestone(1049998279, "Weekly Ritual Challenge"),
    Milestone(3480513797, "Weekly Pathfinder Challenge"),
    Milestone(3603098564, "It's in the Cards"),
    Milestone(3899487295, "Spare Parts", lasting=True),
    Milestone(1863840101, "Gambit", lasting=True),
    Milestone(3862169973, "A Guardian Rises", lasting=True),
)


def milestones_of(week: int) -> Iterator[Milestone]:
    for place, milestone in enumerate(MILESTONES):
        if (week + place) % milestone.turns == 0:
            yield milestone


def milestone_definitions() -> Iterator[Json]:
    for index, milestone in enumerate(MILESTONES):
        yield definition(
            milestone.hash,
            index,
            milestone.name,
            "To be done before the week ends." if not milestone.lasting else "",
            icon("milestone", milestone.hash),
            image=report_picture(f"milestone_{index}"),
            milestoneType=TUTORIAL if milestone.lasting else WEEKLY,
            friendlyName=f"MILESTONE_{milestone.name.upper().replace(' ', '_')}",
            showInExplorer=False,
            showInMilestones=True,
            hasPredictableDates=not milestone.lasting,
            isInGameMilestone=True,
            quests={},
            activities=[{"activityHash": activity} for activity in milestone.activities],
            defaultOrder=index * 100,
        )
