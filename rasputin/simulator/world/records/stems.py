"""Hashes and names for the catalogue: always the same for the same thing, and none of them twice."""

from __future__ import annotations

from rasputin.simulator.world.dice import number

FIRST = ("Quiet", "Burning", "Ninth", "Hollow", "Patient", "Shattered", "Northern", "Unseen", "Borrowed",
         "Bright", "Iron", "Second", "Restless", "Sunken", "Gilded", "Careful", "Wild", "Final", "Loyal",
         "Distant", "Heavy", "Clever", "Frozen")  # fmt: skip
SECOND = ("Harvest", "Blade", "Answer", "Signal", "Tide", "Orchard", "Ledger", "Hunt", "Promise", "Engine",
          "Choir", "Garden", "Watch", "Road", "Lantern", "Verdict", "Swarm", "Key", "Anchor", "Feast",
          "Window", "Echo", "Oath", "Storm", "Mirror", "Ladder", "Compass", "Thread", "Bell")  # fmt: skip


def stable_hash(*key: int | str) -> int:
    """An unsigned 32-bit number with ten digits or nearly, as the game's are."""
    return 10_000_000 + number(0, *key) % (2**32 - 10_000_000)


def stem(*key: int | str) -> str:
    """Two words that name a triumph; they may meet again elsewhere, as names of triumphs do."""
    chance = number(0, "name", *key)
    return f"{FIRST[chance % len(FIRST)]} {SECOND[chance // 64 % len(SECOND)]}"
