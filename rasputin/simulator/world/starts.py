"""What reports have said, over the years, of where an activity was started."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from rasputin.simulator.world.dice import Dice


class Start(NamedTuple):
    """`fresh` is how it was; `from_beginning` and `phase` are what the report says."""

    fresh: bool
    from_beginning: bool
    phase: int


def _moment(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, 17, tzinfo=UTC).timestamp())


PHASES_END = _moment(2020, 11, 10)
FLAG_BEGINS = _moment(2022, 2, 22)
FLAG_HOLDS = _moment(2022, 5, 24)


def start_told(dice: Dice, moment: int, *, fresh: bool) -> Start:
    """At first only the phase told it, then nothing did; the flag was wrong after a wipe for some months."""
    phase = 0 if fresh else dice.between(1, 4)
    if moment >= FLAG_HOLDS:
        return Start(fresh, fresh, phase)
    wiped = dice.chance(0.4)
    if moment >= FLAG_BEGINS:
        return Start(fresh, fresh and not wiped, 0)
    return Start(fresh, False, phase if moment < PHASES_END else 0)
