"""Chance for every record of a player, or of one of the characters, drawn in one go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import shake_128

from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.catalogue import catalogue
from rasputin.simulator.world.records.shapes import Record

TOP = 2**16
NUMBERS = 8
SHEETS_KEPT = 64

Roll = Sequence[int]


def roll_for(seed: int, player: Player, record: Record, slot: int | None = None) -> Roll:
    """Eight numbers below TOP for a record and a player, or the character in a slot."""
    start = record.index * NUMBERS
    return sheet(seed, player.index, slot)[start : start + NUMBERS]


@lru_cache(maxsize=SHEETS_KEPT)
def sheet(seed: int, player: int, slot: int | None) -> memoryview:
    """All numbers of all records, in their order."""
    length = 2 * NUMBERS * len(catalogue().records)
    return memoryview(shake_128(f"records {seed} {player} {slot}".encode()).digest(length)).cast("H")
