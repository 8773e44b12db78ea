"""Milestones: what there is to do in a week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rasputin.simulator.world.definitions.shapes import Json, definition, display, icon, report_picture

WEEKLY, TUTORIAL = 3, 1
FRIDAY = 3 * 86_400
CARDS = 1866206611
CLAN_ENGRAMS, CLAN_REWARDS = 4253138191, 1064137897
CLAN_TASKS = {3789021730: "Nightfall", 248695599: "Gambit", 2043403989: "Raid", 964120289: "Crucible"}


class Milestone(NamedTuple):
    """`activities` are the ones that it asks for; a rotating one is only there in every `turns`-th week.
    `begins_after` counts seconds from the week's reset.
    """

    hash: int
    name: str
    activities: tuple[int, ...] = ()
    turns: int = 1
    lasting: bool = False
    begins_after: int = 0
    quest: int | None = None


MILESTONES = (
    Milestone(CLAN_ENGRAMS, "Weekly Clan Engrams"),
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
    Milestone(3007559996, "Trials of Osiris Challenge", (588019350,), begins_after=FRIDAY),
    Milestone(1049998279, "Weekly Ritual Challenge"),
    Milestone(3480513797, "Weekly Pathfinder Challenge"),
    Milestone(3603098564, "It's in the Cards", quest=CARDS),
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
            quests=_quests(milestone),
            **_rewards(milestone),
            activities=[{"activityHash": activity} for activity in milestone.activities],
            defaultOrder=index * 100,
        )


def _quests(milestone: Milestone) -> Json:
    if milestone.quest is None:
        return {}
    quest = {"questItemHash": milestone.quest, "displayProperties": display(milestone.name, "")}
    return {str(milestone.quest): quest}


def _rewards(milestone: Milestone) -> Json:
    """What a clan's week can earn."""
    if milestone.hash != CLAN_ENGRAMS:
        return {}
    entries = {
        str(number): {
            "rewardEntryHash": number,
            "rewardEntryIdentifier": name.lower(),
            "items": [],
            "displayProperties": display(name, f"For a {name} that clan members finished."),
            "order": place,
        }
        for place, (number, name) in enumerate(CLAN_TASKS.items())
    }
    category = {
        "categoryHash": CLAN_REWARDS,
        "categoryIdentifier": "clan_rewards",
        "displayProperties": display("Clan Rewards", ""),
        "rewardEntries": entries,
    }
    return {"rewards": {str(CLAN_REWARDS): category}}
