"""Recorded components by their numbers: what of a profile, or of one of its characters, was asked for."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.recorded.reading.folder import Json

NUMBERS = {
    "profile": 100,
    "vendorReceipts": 101,
    "profileInventory": 102,
    "profileCurrencies": 103,
    "profileProgression": 104,
    "platformSilver": 105,
    "characters": 200,
    "characterInventories": 201,
    "characterProgressions": 202,
    "characterRenderData": 203,
    "characterActivities": 204,
    "characterEquipment": 205,
    "characterLoadouts": 206,
    "characterUninstancedItemComponents": 301,
    "profilePlugSets": 305,
    "characterPlugSets": 305,
    "profileKiosks": 500,
    "characterKiosks": 500,
    "characterCurrencyLookups": 600,
    "profilePresentationNodes": 700,
    "characterPresentationNodes": 700,
    "profileCollectibles": 800,
    "characterCollectibles": 800,
    "profileRecords": 900,
    "characterRecords": 900,
    "metrics": 1100,
    "profileStringVariables": 1200,
    "characterStringVariables": 1200,
    "characterCraftables": 1300,
}
# What players can hide: where it is asked for and was not recorded, it is as if hidden.
HIDEABLE = (
    "profileProgression",
    "profilePresentationNodes",
    "profileRecords",
    "metrics",
    "characterProgressions",
    "characterActivities",
    "characterPresentationNodes",
    "characterRecords",
)
HIDDEN = {"privacy": 2}
ITEMS = "itemComponents"
ITEM_NUMBERS = {
    "instances": 300,
    "objectives": 301,
    "perks": 302,
    "renderData": 303,
    "stats": 304,
    "sockets": 305,
    "talentGrids": 306,
    "plugStates": 308,
    "plugObjectives": 309,
    "reusablePlugs": 310,
}
MINTED = ("responseMintedTimestamp", "secondaryComponentsMintedTimestamp")
CHARACTER, OTHER_KEYS = "character", {"characters": "character", "characterInventories": "inventory"}


def shown_profile(components: Json, asked: set[int]) -> Json:
    shown: Json = {
        key: component for key, component in components.items() if key in MINTED or NUMBERS.get(key) in asked
    }
    hidden = (key for key in HIDEABLE if key not in components and NUMBERS[key] in asked)
    shown |= dict.fromkeys(hidden, HIDDEN)
    if ITEMS in components and not asked.isdisjoint(ITEM_NUMBERS.values()):
        shown[ITEMS] = _items(components[ITEMS], asked)
    return shown


def shown_character(components: Json, character_id: str, asked: set[int]) -> Json:
    """Under the same names without the word character, each with the character's share of the data."""
    shown = shown_profile(components, asked)
    shares = {
        _key(key): _share(component, character_id)
        for key, component in shown.items()
        if key.startswith(CHARACTER)
    }
    kept = {key: shown[key] for key in (*MINTED, ITEMS) if key in shown}
    return {key: share for key, share in shares.items() if share is not None} | kept


def _items(items: Json, asked: set[int]) -> Json:
    return {key: part for key, part in items.items() if ITEM_NUMBERS.get(key) in asked}


def _key(name: str) -> str:
    """`characterActivities` is `activities`."""
    short = name.removeprefix(CHARACTER)
    return OTHER_KEYS.get(name) or short[:1].lower() + short[1:]


def _share(component: Json, character_id: str) -> Any:
    """None for a character that is not in it. Uninstanced items have no data of their own."""
    if "privacy" not in component and "data" not in component:
        return component.get(character_id)
    if "data" not in component:
        return component
    if character_id not in component["data"]:
        return None
    return {**component, "data": component["data"][character_id]}
