"""Small tables of the game's rules: modifiers of activities, statistics of characters, kinds of damage."""

from __future__ import annotations

from collections.abc import Iterator

from rasputin.simulator.world.catalogue import SKULLS
from rasputin.simulator.world.definitions.shapes import Json, definition, icon

STATS = {
    1935470627: "Power",
    2996146975: "Mobility",
    392767087: "Resilience",
    1943323491: "Recovery",
    1735777505: "Discipline",
    144602215: "Intellect",
    4244567218: "Strength",
    155624089: "Stability",
    943549884: "Handling",
    1240592695: "Range",
    3871231066: "Magazine",
    4043523819: "Impact",
    4188031367: "Reload Speed",
    4284893193: "Rounds Per Minute",
}
DAMAGE = {
    3373582085: ("Kinetic", 1),
    2303181850: ("Arc", 2),
    1847026933: ("Solar", 3),
    3454344768: ("Void", 4),
    151347233: ("Stasis", 6),
    3949783978: ("Strand", 7),
}
MODIFIERS = ("Match Game", "Extinguish", "Limited Revives", "Locked Loadout", "Acute Burn", "Mob Justice")


def modifier_definitions() -> Iterator[Json]:
    for index, number in enumerate(SKULLS):
        name = MODIFIERS[index % len(MODIFIERS)]
        yield definition(
            number,
            index,
            name,
            f"It makes things harder: {name.lower()}.",
            icon("modifier", number),
            displayInNavMode=True,
            displayInActivitySelection=index % 2 == 0,
        )


def stat_definitions() -> Iterator[Json]:
    for index, (number, name) in enumerate(STATS.items()):
        yield definition(
            number,
            index,
            name,
            f"How much {name.lower()} there is.",
            icon("stat", number),
            aggregationType=0,
            hasComputedBlock=False,
            statCategory=1,
            interpolate=False,
        )


def damage_definitions() -> Iterator[Json]:
    for index, (number, (name, kind)) in enumerate(DAMAGE.items()):
        yield definition(number, index, name, "", icon("damage", number), enumValue=kind, showIcon=True)
