"""What a player's claimed triumphs are worth together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rasputin.simulator.world.dice import draws
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.book import Book
from rasputin.simulator.world.records.standing import Standing
from rasputin.simulator.world.world import World

ODD_SHARE, ODD_POINTS = 25, 50


class TriumphScore(NamedTuple):
    """`active` is what is still to be had; `odd` points are in it that no triumph explains."""

    active: int
    legacy: int
    odd: int


def triumph_score(world: World, player: Player, book: Book) -> TriumphScore:
    """A triumph of characters counts once, however many of them have it."""
    best = _best_of_characters(book, player)
    standings = [*book.of_profile(), *best]
    odd = ODD_POINTS * (draws(world.shape.seed, "odd points", player.index)[0] % ODD_SHARE == 0)
    return TriumphScore(
        active=odd + sum(s.points for s in standings if not s.record.legacy),
        legacy=sum(s.points for s in standings if s.record.legacy),
        odd=odd,
    )


def _best_of_characters(book: Book, player: Player) -> Iterable[Standing]:
    best: dict[int, Standing] = {}
    for character in player.characters:
        for standing in book.of_character(character):
            known = best.get(standing.record.hash)
            if known is None or standing.points > known.points:
                best[standing.record.hash] = standing
    return best.values()
