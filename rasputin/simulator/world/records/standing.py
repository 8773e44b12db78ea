"""How far somebody is with one triumph, from chance, diligence and what was played since the beginning."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rasputin.simulator.world.records.fates import Course
from rasputin.simulator.world.records.measures import IN_HUNDREDS
from rasputin.simulator.world.records.shapes import Manner, Record
from rasputin.simulator.world.records.sheets import TOP, Roll

REDEEMED, UNREWARDED, OPEN, OBSCURED, INVISIBLE, UNENTITLED, WEARABLE = 1, 2, 4, 8, 16, 32, 64
ALIVE, LACKING, UNCLAIMED, NEVER_CLAIMED = TOP * 8 // 100, TOP * 3 // 10, TOP * 7 // 100, TOP // 20
NEVER = 10**9
SOON = 25  # deeds that are lacking at most of what is soon done


class Standing(NamedTuple):
    """`progress` is by objective, or of all intervals the same number. `times` counts gildings."""

    record: Record
    complete: bool
    state: int
    progress: tuple[int, ...]
    intervals_redeemed: int = 0
    times: int | None = None

    @property
    def redeemed(self) -> bool:
        return self.state & REDEEMED != 0

    @property
    def points(self) -> int:
        """Points count when claimed."""
        points = self.record.points if self.state & REDEEMED else 0
        if self.intervals_redeemed:
            points += sum([i.points for i in self.record.intervals[: self.intervals_redeemed]])
        return points


def drawn_course(record: Record, roll: Roll, diligence: float) -> Course:
    if roll[0] < diligence ** (2 * record.rarity) * TOP:
        return Course.DONE
    return Course.SOON if roll[1] < ALIVE and not record.legacy else Course.NOT


def triumph_standing(record: Record, roll: Roll, course: Course, gained: int, *, soon: int) -> Standing:
    """`gained` is what was done since the beginning, `soon` how many deeds can at most be lacking then."""
    if record.manner is Manner.ENTITLED and roll[5] < LACKING:
        return Standing(record, complete=False, state=OPEN | UNENTITLED, progress=_nothing(record))
    stuck = record.manner is Manner.STUCK and roll[6] & 1 == 1
    if course is Course.DONE:
        return long_done(record, claimed=roll[3] >= UNCLAIMED, stuck=stuck)
    goals = _goals(record, soon)
    goal = goals[roll[4] * len(goals) // TOP] if course is Course.SOON else goals[-1]
    value = _value(record, roll, course, gained, goal, soon)
    redeemed = _reached(goals, value - _patience(record, roll))
    complete = value >= goals[-1]
    state = _state(record, complete=complete, claimed=redeemed == len(goals), stuck=stuck)
    if record.intervals:
        return Standing(record, complete, state, (value,) * len(goals), redeemed)
    return Standing(record, complete, state, _progress(record, roll[7], value))


def counting_standing(
    record: Record, roll: Roll, count: int, times: int | None, *, claimable: bool
) -> Standing:
    """A title, or what counts its gildings, by how many of the required records are complete."""
    complete = count >= len(record.required)
    claimed = complete and claimable and roll[6] > UNCLAIMED
    state = REDEEMED | UNREWARDED | WEARABLE if claimed else 0 if complete else OPEN
    return Standing(record, complete, state, (count,), 0, None if times is None else times + complete)


@lru_cache(maxsize=20_000)
def long_done(record: Record, *, claimed: bool, stuck: bool) -> Standing:
    """What was done before the beginning is the same for all who did it."""
    state = _state(record, complete=True, claimed=claimed, stuck=stuck)
    if not record.intervals:
        return Standing(record, True, state, tuple(o.completion_value for o in record.objectives))
    count = len(record.intervals)
    progress = (record.intervals[-1].completion_value,) * count
    return Standing(record, True, state, progress, count if claimed else count - 1)


@lru_cache(maxsize=20_000)
def _goals(record: Record, soon: int) -> tuple[int, ...]:
    """The numbers to reach, one after the other; a record without objectives has a secret one."""
    if record.intervals:
        return tuple(interval.completion_value for interval in record.intervals)
    return (record.objectives[0].completion_value if record.objectives else soon,)


def _reached(goals: tuple[int, ...], value: int) -> int:
    return sum([goal <= value for goal in goals])


def _value(record: Record, roll: Roll, course: Course, gained: int, goal: int, soon: int) -> int:
    if course is Course.NOT:
        return goal * roll[2] // TOP
    unit = 40 if record.measure.counts in IN_HUNDREDS else 1
    return goal - min(goal, unit * (1 + roll[2] * soon // TOP)) + gained


def _patience(record: Record, roll: Roll) -> int:
    """How far somebody plays on before a triumph is claimed."""
    if roll[3] < NEVER_CLAIMED:
        return NEVER
    return roll[3] * (120 if record.measure.counts in IN_HUNDREDS else 3) // TOP


def open_state(record: Record) -> int:
    return _state(record, complete=False, claimed=False, stuck=False)


def _state(record: Record, *, complete: bool, claimed: bool, stuck: bool) -> int:
    state = REDEEMED if claimed else 0
    if record.index % 3 == 0:
        state |= UNREWARDED
    if not complete or stuck:
        state |= OPEN
    if record.manner is Manner.OBSCURED and not complete:
        state |= OBSCURED
    return state | INVISIBLE if record.manner is Manner.INVISIBLE else state


def _progress(record: Record, chances: int, value: int) -> tuple[int, ...]:
    """The first objective carries the number; the single deeds after it are done when it is."""
    if len(record.objectives) < 2:
        return (value,) if record.objectives else ()
    first, *deeds = record.objectives
    done = value >= first.completion_value
    return (value, *(deed.completion_value * (done or chances >> n & 1) for n, deed in enumerate(deeds)))


def _nothing(record: Record) -> tuple[int, ...]:
    return (0,) * len(record.intervals or record.objectives)
