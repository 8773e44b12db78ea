"""The world's own sums of what characters did, and what players have of titles and triumphs.

Nothing here passes through the rendering of replies.
"""

from __future__ import annotations

from typing import Any

import msgspec

from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.book import Book
from rasputin.simulator.world.records.links import links
from rasputin.simulator.world.records.score import triumph_score
from rasputin.simulator.world.records.shapes import Record
from rasputin.simulator.world.records.worn import worn_title
from rasputin.simulator.world.totals import deeds_of, totals
from rasputin.simulator.world.world import World


def character_totals(world: World, character_id: int, now: float) -> dict[str, Any] | None:
    """Sums over all that the character is known to have done, whole and by each mode that it names."""
    if world.character_owner(character_id) is None:
        return None
    deeds = deeds_of(world).of(character_id, now)
    modes = sorted({mode for deed in deeds for mode in deed.instance.kind.modes})
    return {
        "character_id": str(character_id),
        "all": msgspec.to_builtins(totals(deeds)),
        "modes": {
            str(mode): msgspec.to_builtins(totals(deed for deed in deeds if deed.within(mode)))
            for mode in modes
        },
    }


def member_records(world: World, membership_id: int, now: float) -> dict[str, Any] | None:
    """Titles by the hash of their record, with how often they were gilded; completed and claimed triumphs
    by hash, those of characters by character. Hidden from nobody, however private the player is.
    """
    player = world.player(membership_id)
    if player is None:
        return None
    book = Book(world, player, now)
    score = triumph_score(world, player, book)
    of_profile = book.of_profile()
    return {
        "membership_id": str(membership_id),
        "private": player.private,
        "titles": [_title(book, title) for title in links().titles if book.standing(title).complete],
        "worn": _worn(world, player, now),
        "active_score": score.active,
        "legacy_score": score.legacy,
        "completed": sorted(s.record.hash for s in of_profile if s.complete),
        "claimed": sorted(s.record.hash for s in of_profile if s.redeemed),
        "completed_by_character": {
            str(character.character_id): sorted(
                s.record.hash for s in book.of_character(character) if s.complete
            )
            for character in player.living_characters(now)
        },
    }


def _title(book: Book, title: Record) -> dict[str, Any]:
    standing = book.standing(title)
    told: dict[str, Any] = {"hash": title.hash, "name": title.title.male if title.title else ""}
    told |= {"claimed": standing.redeemed, "gilded": 0, "gilded_now": False}
    tracker = links().tracker_of.get(title.hash)
    if tracker is not None:
        gilding = book.standing(tracker)
        told |= {"gilded": gilding.times, "gilded_now": gilding.complete}
    return told


def _worn(world: World, player: Player, now: float) -> dict[str, int | None]:
    return {
        str(character.character_id): worn_title(world, player, character, now)
        for character in player.living_characters(now)
    }
