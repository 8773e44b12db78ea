"""Items that the world shows: weapons and emblems, and the tiers, places and sorts of items."""

from __future__ import annotations

from collections.abc import Iterator

from rasputin.simulator.world.catalogue import EMBLEMS, WEAPONS
from rasputin.simulator.world.definitions.milestones import CARDS
from rasputin.simulator.world.definitions.shapes import Json, definition, icon
from rasputin.simulator.world.definitions.weapons import ENERGY, EXOTICS, KINETIC, NAMES, POWER, Sort, sort_of

WEAPON, QUEST, EMBLEM = 3, 12, 14
EMBLEM_BUCKET, QUEST_BUCKET = 4274335291, 1345459588
BUCKETS = {
    KINETIC: "Kinetic Weapons",
    ENERGY: "Energy Weapons",
    POWER: "Power Weapons",
    EMBLEM_BUCKET: "Emblems",
    QUEST_BUCKET: "Quests",
}
TIERS = {
    3340296461: ("Common", 2),
    2395677314: ("Uncommon", 3),
    2127292149: ("Rare", 4),
    4008398120: ("Legendary", 5),
    2759499571: ("Exotic", 6),
}
LEGENDARY, EXOTIC = 4008398120, 2759499571


def item_definitions() -> Iterator[Json]:
    for index, number in enumerate(WEAPONS):
        yield _weapon(number, index, sort_of(index))
    for index, (number, path) in enumerate(EMBLEMS, start=len(WEAPONS)):
        yield _emblem(number, index, path)
    yield _quest(len(WEAPONS) + len(EMBLEMS))


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


def _quest(index: int) -> Json:
    return _item(
        CARDS,
        index,
        "It's in the Cards",
        icon("item", CARDS),
        item_type=QUEST,
        sub_type=0,
        sort="Quest",
        bucket=QUEST_BUCKET,
        tier=LEGENDARY,
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
