"""What had become of each title, and of its gilding, when the world began."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from rasputin.simulator.world.dice import draws
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.links import links
from rasputin.simulator.world.records.shapes import Record
from rasputin.simulator.world.records.sheets import TOP, Roll, roll_for

NEAR, GILDED, NEARLY_GILDED = 0.06, 0.35, 0.25
MOST_GILDINGS = 9


class Course(Enum):
    """Whether something was DONE before, will be done SOON if its player plays on, or NOT."""

    DONE = "done"
    SOON = "soon"
    NOT = "not"


class Fate(NamedTuple):
    """`pending` are the records that were not done of those which a title or tracker counts; of one that
    is NOT to be, only one is named, and the others are left to chance. `times` are past gildings.
    """

    course: Course
    pending: frozenset[int]
    times: int = 0


def diligence(seed: int, player: Player) -> float:
    """How much of what there is to do a player has done, from hardly anything to nearly all."""
    return 0.15 + 0.4 * player.appetite + 0.4 * draws(seed, "diligence", player.index)[0] / 2**32


def title_fate(seed: int, player: Player, title: Record) -> Fate:
    roll = roll_for(seed, player, title)
    if roll[0] < diligence(seed, player) ** (4 * title.rarity) * TOP:
        return Fate(Course.DONE, frozenset())
    near = not title.legacy and roll[1] < NEAR * TOP
    return _undone(Course.SOON if near else Course.NOT, title, roll)


def gilding_fate(seed: int, player: Player, tracker: Record) -> Fate:
    """Only an earned title is gilded; last season's gildings say nothing of this season's."""
    roll = roll_for(seed, player, tracker)
    if title_fate(seed, player, links().title_of[tracker.hash]).course is not Course.DONE:
        return _undone(Course.NOT, tracker, roll)
    times = roll[2] * roll[3] * (MOST_GILDINGS + 1) // TOP**2
    if roll[0] < GILDED * TOP:
        return Fate(Course.DONE, frozenset(), times)
    near = roll[1] < NEARLY_GILDED * TOP
    return _undone(Course.SOON if near else Course.NOT, tracker, roll)._replace(times=times)


def _undone(course: Course, counting: Record, roll: Roll) -> Fate:
    places = roll[4:6] if course is Course.SOON else roll[4:5]
    count = len(counting.required)
    return Fate(course, frozenset(counting.required[place * count // TOP] for place in places))
