"""One character by itself: its components under names without the word character."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.replies.components import Component, Glimpse, glimpse
from rasputin.simulator.replies.profiles import COMPONENTS
from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.world import World

KEYS = {
    "characters": "character",
    "characterProgressions": "progressions",
    "characterActivities": "activities",
    "characterPresentationNodes": "presentationNodes",
    "characterRecords": "records",
}


def character_reply(
    world: World, player: Player, character: Character, components: set[int], now: float
) -> dict[str, Any]:
    """What was asked of what there is for characters; the components of profiles are left out."""
    seen = glimpse(world, player, now)._replace(characters=(character,))
    return {
        KEYS[part.key]: _shown(part, seen, character)
        for part in COMPONENTS
        if part.number in components and part.key in KEYS
    }


def _shown(part: Component, seen: Glimpse, character: Character) -> dict[str, Any]:
    shown = part.shown(seen)
    if "data" in shown:
        shown["data"] = shown["data"][str(character.character_id)]
    return shown
