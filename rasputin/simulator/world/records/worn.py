"""The titles that a player may wear, and the one that each character does."""

from __future__ import annotations

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
    book = books_of(world).at(player, now)
    fresh = _wearable(book, Course.SOON) if character.slot == 0 else []
    if fresh:
        return fresh[0].hash
    old = _wearable(book, Course.DONE)
    return pick(roll[1], old).hash if old else None


def _wearable(book: Book, course: Course) -> list[Record]:
    """Claimed titles, those that were earned before the world began or those earned since."""
    titles = [title for title in links().titles if book.fate(title).course is course]
    return [title for title in titles if book.standing(title).redeemed]
