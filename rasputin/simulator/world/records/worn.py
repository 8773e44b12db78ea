"""The titles that a player may wear, and the one that each character does."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.dice import chance, draws, pick
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.book import Book, books_of
from rasputin.simulator.world.records.fates import Course
from rasputin.simulator.world.records.links import links
from rasputin.simulator.world.records.shapes import Record
from rasputin.simulator.world.world import World

BARE = 0.3


def worn_title(world: World, player: Player, character: Character, now: float) -> int | None:
    """The hash of the title record that the character shows.

    The first character puts a title on as soon as it is earned; the others stay with what they like.
    """
    roll = draws(world.shape.seed, "worn", character.character_id)
    if chance(roll[0], BARE):
        return None
    wardrobe = wardrobe_of(world)
    fresh = wardrobe.new(player, now) if character.slot == 0 else []
    if fresh:
        return fresh[0].hash
    old = wardrobe.old(player, now)
    return pick(roll[1], old).hash if old else None


class _New(NamedTuple):
    activities: int
    titles: list[Record]


class Wardrobe:
    """The claimed titles of everybody who was looked at: every profile asks, and they hardly ever change."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._old: dict[int, list[Record]] = {}
        self._new: dict[int, _New] = {}

    def old(self, player: Player, now: float) -> list[Record]:
        """Those that were earned before the world began: always the same."""
        known = self._old.get(player.index)
        if known is None:
            known = self._old[player.index] = _wearable(books_of(self._world).at(player, now), Course.DONE)
        return known

    def new(self, player: Player, now: float) -> list[Record]:
        """Those that were earned since: the same as long as nothing more is played."""
        played = sum(self._world.count(character.character_id, now) for character in player.characters)
        known = self._new.get(player.index)
        if known is None or known.activities != played:
            titles = _wearable(books_of(self._world).at(player, now), Course.SOON)
            known = self._new[player.index] = _New(played, titles)
        return known.titles


@lru_cache(maxsize=4)
def wardrobe_of(world: World) -> Wardrobe:
    """The one that goes with a world."""
    return Wardrobe(world)


def _wearable(book: Book, course: Course) -> list[Record]:
    titles = [title for title in links().titles if book.fate(title).course is course]
    return [title for title in titles if book.standing(title).redeemed]
