"""Most triumphs are done long ago, or far from done: such standings are found here without much ado.

A profile shows thousands of triumphs, and this halves the time. `Book.standing` says the same of each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from rasputin.simulator.world.records.fates import Course
from rasputin.simulator.world.records.links import links
from rasputin.simulator.world.records.shapes import Manner, Record
from rasputin.simulator.world.records.sheets import NUMBERS, TOP
from rasputin.simulator.world.records.standing import (
    ALIVE,
    SOON,
    UNCLAIMED,
    Standing,
    long_done,
    open_state,
    triumph_standing,
)
from rasputin.simulator.world.records.tally import Tally

USUAL = (Manner.PLAIN, Manner.OBSCURED, Manner.INVISIBLE)


class Shortcut(NamedTuple):
    """`place` is that of a record's numbers in a sheet. `claimed` and `unclaimed` are None where there is no
    shortcut, `goal` is 0 where there is none to what is far from done.
    """

    record: Record
    place: int
    exponent: float
    claimed: Standing | None
    unclaimed: Standing | None
    goal: int
    open: int


def standings(
    shortcuts: tuple[Shortcut, ...],
    *,
    numbers: memoryview,
    diligence: float,
    gained: Tally,
    slow: Callable[[Record], Standing],
) -> list[Standing]:
    """All of them in order; `slow` finds those to which there is no shortcut."""
    found = []
    for record, place, exponent, claimed, unclaimed, goal, state in shortcuts:
        if claimed is None or unclaimed is None:
            found.append(slow(record))
        elif numbers[place] < diligence**exponent * TOP:
            found.append(claimed if numbers[place + 3] >= UNCLAIMED else unclaimed)
        elif record.legacy or numbers[place + 1] >= ALIVE:
            if goal:
                found.append(Standing(record, False, state, (goal * numbers[place + 2] // TOP,)))
            else:
                roll = numbers[place : place + NUMBERS]
                found.append(triumph_standing(record, roll, Course.NOT, 0, soon=SOON))
        else:
            roll = numbers[place : place + NUMBERS]
            found.append(triumph_standing(record, roll, Course.SOON, gained[record.measure], soon=SOON))
    return found


@lru_cache(maxsize=2)
def shortcuts_of(*, characters: bool) -> tuple[Shortcut, ...]:
    records = links().of_character if characters else links().of_profile
    return tuple(_shortcut(record) for record in records)


def _shortcut(record: Record) -> Shortcut:
    """None leads to what a title counts, nor to what is shown in an unusual manner."""
    free = record.manner in USUAL and not record.required and record.hash not in links().counted_by
    single = len(record.objectives) == 1 and not record.intervals
    return Shortcut(
        record=record,
        place=record.index * NUMBERS,
        exponent=2 * record.rarity,
        claimed=long_done(record, claimed=True, stuck=False) if free else None,
        unclaimed=long_done(record, claimed=False, stuck=False) if free else None,
        goal=record.objectives[0].completion_value if single else 0,
        open=open_state(record),
    )
