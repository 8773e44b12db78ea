"""What a component of a profile is made from, and what hides it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.world import Row, World

PUBLIC, PRIVATE = 1, 2


class Glimpse(NamedTuple):
    """A player at a moment: the characters that live then, and what each has played by character id, as far
    as it is listed by then; the deeds of the deleted are among them.
    """

    world: World
    player: Player
    characters: tuple[Character, ...]
    histories: dict[int, list[Row]]
    now: float


class Component(NamedTuple):
    """A key of a profile, filled by `data`; without it for one of class PRIVATE whose player hides."""

    number: int
    key: str
    privacy: int
    data: Callable[[Glimpse], Any]

    def shown(self, glimpse: Glimpse) -> dict[str, Any]:
        if self.privacy == PRIVATE and glimpse.player.private:
            return {"privacy": PRIVATE}
        return {"data": self.data(glimpse), "privacy": self.privacy}


def glimpse(world: World, player: Player, now: float) -> Glimpse:
    characters = player.living_characters(now)
    histories = {c.character_id: world.played(c.character_id, now) for c in player.characters}
    return Glimpse(world, player, characters, histories, now)
