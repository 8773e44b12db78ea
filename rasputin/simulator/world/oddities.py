"""What is odd about some members, dealt round so that a world of sixty has at least one of each sort."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from rasputin.simulator.world.dice import between, draws
from rasputin.simulator.world.shape import Shape

DAY = 86_400
# Days after the world's first moment: before the demo starts, and while it runs.
EARLY, LATE = (2, 9), (15, 24)
ROUND = 60
NEWCOMERS_ONE_IN = 20


class Oddity(Enum):
    PRIVATE = auto()
    PRIVATE_AND_UNLINKED = auto()
    NEVER_PLAYED = auto()
    NAMELESS = auto()
    RENAMED = auto()
    CHANGES_PLATFORM = auto()
    DELETED_LONG_AGO = auto()
    DELETES_ONE = auto()
    DELETES_ALL = auto()
    REMAKES = auto()
    LISTED_TWICE = auto()
    UNPLAYED_ACCOUNT = auto()


class Trait(NamedTuple):
    """`moment` is when it begins, for those that begin."""

    oddity: Oddity
    moment: int


DEALT = {
    1: (Oddity.RENAMED, EARLY),
    2: (Oddity.DELETED_LONG_AGO, EARLY),
    4: (Oddity.PRIVATE, EARLY),
    7: (Oddity.NEVER_PLAYED, EARLY),
    14: (Oddity.DELETES_ONE, EARLY),
    16: (Oddity.LISTED_TWICE, EARLY),
    21: (Oddity.NAMELESS, EARLY),
    24: (Oddity.CHANGES_PLATFORM, EARLY),
    27: (Oddity.UNPLAYED_ACCOUNT, EARLY),
    32: (Oddity.RENAMED, LATE),
    34: (Oddity.PRIVATE_AND_UNLINKED, EARLY),
    37: (Oddity.REMAKES, EARLY),
    41: (Oddity.DELETES_ALL, EARLY),
    44: (Oddity.DELETED_LONG_AGO, EARLY),
    46: (Oddity.CHANGES_PLATFORM, LATE),
    50: (Oddity.DELETES_ONE, LATE),
    53: (Oddity.REMAKES, LATE),
}


def trait_of(shape: Shape, since: int, index: int) -> Trait | None:
    """What is odd about a player; nothing in a steady world, about founders, and about strangers."""
    if shape.steady or index >= shape.members or index % ROUND not in DEALT or shape.founds(index):
        return None
    oddity, (first, last) = DEALT[index % ROUND]
    roll = draws(shape.seed, "moment", index)[0]
    return Trait(oddity, since + between(roll, first * DAY, last * DAY))


def comes_later(shape: Shape, index: int) -> bool:
    """Whether a member is in no clan when the world begins."""
    late = index % NEWCOMERS_ONE_IN == NEWCOMERS_ONE_IN - 1
    return late and not shape.steady and not shape.founds(index)
