"""The sorts of weapons, and the names of items."""

from __future__ import annotations

from typing import NamedTuple

WEAPONS_OF_A_SORT = 4
KINETIC, ENERGY, POWER = 1498876634, 2465295065, 953998645


class Sort(NamedTuple):
    """A sort of weapon; `number` is the item's sub type, `bucket` where it lies."""

    name: str
    number: int
    bucket: int


# In the order in which the world's weapons stand, four of each.
SORTS = (
    Sort("Fusion Rifle", 11, ENERGY),
    Sort("Shotgun", 7, ENERGY),
    Sort("Pulse Rifle", 13, KINETIC),
    Sort("Sidearm", 17, KINETIC),
    Sort("Hand Cannon", 9, KINETIC),
    Sort("Scout Rifle", 14, KINETIC),
    Sort("Auto Rifle", 6, KINETIC),
    Sort("Sword", 18, POWER),
    Sort("Grenade Launcher", 23, POWER),
    Sort("Rocket Launcher", 10, POWER),
    Sort("Combat Bow", 31, KINETIC),
    Sort("Submachine Gun", 24, ENERGY),
    Sort("Machine Gun", 8, POWER),
    Sort("Sniper Rifle", 12, ENERGY),
    Sort("Linear Fusion Rifle", 22, POWER),
)
EXOTICS = frozenset({2856683562, 1345867570, 3110698812, 3909683950})
NAMES = {
    580961571: "Loaded Question",
    4094657108: "Techeun Force",
    161537637: "Infinite Paths 8",
    299665907: "Outlast",
    1678957659: "Encore-25",
    1678957657: "Psi Cirrus II",
    227548887: "Interregnum XVI",
    1310413524: "Recital-17",
    3185293914: "Minuet-12",
    834081972: "Service Revolver",
    541053086: "Telemachus-C",
    3005104939: "Frostmire's Hex",
    2856683562: "SUROS Regime",
    472847207: "Guiding Star",
    1345867570: "Sweet Business",
    276918162: "Hagakure",
    2891976012: "Future Imperfect",
    569799274: "Death's Razor",
    1447973650: "Rest for the Wicked",
    2936850733: "Harsh Language",
    896923850: "Acantha-D",
    736901634: "Doomsday",
    3748713779: "Morrigan-D",
    3410721600: "Subtle Calamity",
    772531208: "Etude-12",
    3110698812: "Tarrabah",
    566976652: "Resonance-42",
    3312073053: "Shepherd's Watch",
    3909683950: "Man o' War",
    3005879473: "Crooked Fang-4fr",
    2939572587: "Legend of Saint-14",
    2399682327: "A Flare for the Dramatic",
    776878384: "Fallen Pillage",
    1625974211: "Two Enter, One Leaves",
    2414564781: "Punctuation Marks",
    3931192719: "Scourge of Nothing",
}


def sort_of(place: int) -> Sort:
    """The sort of the world's weapon at this place."""
    return SORTS[place // WEAPONS_OF_A_SORT % len(SORTS)]
