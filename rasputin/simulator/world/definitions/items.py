"""Items that the world shows: weapons and emblems, and the tiers, places and sorts of items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rasputin.simulator.world.catalogue import EMBLEMS, WEAPONS
from rasputin.simulator.world.definitions.shapes import Json, definition, icon

WEAPON, EMBLEM = 3, 14
EMBLEM_BUCKET = 4274335291
WEAPONS_OF_A_SORT = 4


class Sort(NamedTuple):
    """A sort of weapon; `number` is the item's sub type, `bucket` where it lies."""

    name: str
    number: int
    bucket: int


KINETIC, ENERGY, POWER = 1498876634, 2465295065, 953998645
BUCKETS = {
    KINETIC: "Kinetic Weapons",
    ENERGY: "Energy Weapons",
    POWER: "Power Weapons",
    EMBLEM_BUCKET: "Emblems",
}
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
TIERS = {
    3340296461: ("Common", 3),
    2395677314: ("Uncommon", 3),
    2127292149: ("Rare", 4),
    4008398120: ("Legendary", 5),
    2759499571: ("Exotic", 6),
}
LEGENDARY, EXOTIC = 4008398120, 2759499571
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


def item_definitions() -> Iterator[Json]:
    for index, number in enumerate(WEAPONS):
        yield _weapon(number, index, SORTS[index // WEAPONS_OF_A_SORT % len(SORTS)])
    for index, (number, path) in enumerate(EMBLEMS, start=len(WEAPONS)):
        yield _emblem(number, index, path)


def bucket_definitions() -> Iterator[Json]:
    for index, (number, name) in enumerate(BUCKETS.items()):
        yield definition(number, index, name, "", category=3, bucketOrder=index, itemCount=10, enabled=True)


def tier_definitions() -> Iterator[Json]:
    for index, (number, (name, _)) in enumerate(TIERS.items()):
        yield definition(number, index, name, "", infusionProcess={"baseQualityTransferRatio": 0.0})


def _weapon(number: int, index: int, sort: Sort) -> Json:
    tier = EXOTIC if number in EXOTICS else LEGENDARY
    return _item(
        number,
        index,
        NAMES.get(number, f"{sort.name} {number % 1_000:03}"),
        icon("item", number, ending="jpg"),
        item_type=WEAPON,
        sub_type=sort.number,
        sort=sort.name,
        bucket=sort.bucket,
        tier=tier,
        iconWatermark=icon("watermark", number % 9),
        screenshot=f"/common/destiny2_content/screenshots/{number}.jpg",
        flavorText="It has been to the Moon and back.",
        defaultDamageType=1 + number % 4,
    )


def _emblem(number: int, index: int, path: str) -> Json:
    return _item(
        number,
        index,
        NAMES.get(number, f"Emblem {number % 1_000:03}"),
        path,
        item_type=EMBLEM,
        sub_type=0,
        sort="Emblem",
        bucket=EMBLEM_BUCKET,
        tier=LEGENDARY,
        secondaryIcon=icon("emblem", number, ending="jpg"),
        secondaryOverlay=icon("overlay", number),
        secondarySpecial=icon("special", number, ending="jpg"),
    )


def _item(
    number: int,
    index: int,
    name: str,
    picture: str,
    *,
    item_type: int,
    sub_type: int,
    sort: str,
    bucket: int,
    tier: int,
    **more: object,
) -> Json:
    tier_name, tier_type = TIERS[tier]
    return definition(
        number,
        index,
        name,
        "",
        picture,
        itemTypeDisplayName=sort,
        itemTypeAndTierDisplayName=f"{tier_name} {sort}",
        itemType=item_type,
        itemSubType=sub_type,
        classType=3,
        equippable=True,
        inventory={
            "maxStackSize": 1,
            "bucketTypeHash": bucket,
            "tierTypeHash": tier,
            "tierTypeName": tier_name,
            "tierType": tier_type,
            "isInstanceItem": True,
        },
        **more,
    )
