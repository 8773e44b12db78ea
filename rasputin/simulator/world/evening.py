"""An evening as operators know it: half of the members play, two hours each, most of them at the same time.

One session a day, begun around a peak at 20:00 UTC, when some 12 % are online; in it activities of 5 to 40
minutes, one after the other, half of them alone and half in fireteams of members who are free by then.
"""

from __future__ import annotations

from rasputin.simulator.world.dice import Dice

PLAY = 0.5  # of the members, on a day
SESSION = 105 * 60  # after which nothing is begun; what was begun goes on
PEAK = 12 * 3_600  # after the begin of the plan's day, at 08:00 UTC
SIGMA = 11_900
SHORTEST, LONGEST = 5 * 60, 40 * 60
ALONE = 0.7  # of who begins something: others would have been free to come along


def session(dice: Dice) -> tuple[int, int]:
    """From when to when activities are begun, in seconds after the begin of the day."""
    bell = sum(dice.share() for _ in range(12)) - 6
    start = max(300, PEAK - SESSION // 2 + int(SIGMA * bell))
    return start, start + SESSION


def duration(dice: Dice) -> int:
    return dice.between(SHORTEST, LONGEST)
