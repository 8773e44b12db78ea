"""Who goes first: lanes of requests by urgency, and how far ahead of now each may book.

What reaches less far leaves the slots beyond to the more urgent: that is their reserve. So that nobody
starves, a lane that had none of the last TURN slots gets the next one, however far ahead it lies.
"""

from typing import NamedTuple

from rasputin.queues import Priority

TURN = 20


class Lane(NamedTuple):
    """Priorities up to `bound`; `reach` in real seconds."""

    name: str
    bound: float
    reach: float


LANES = (
    Lane("person", Priority.PERSON, 2.0),
    Lane("hot", Priority.HOT, 1.0),
    Lane("broad", Priority.BROAD, 0.6),
    Lane("warm", Priority.WARM, 0.4),
    Lane("backfill", float("inf"), 0.1),
)
FURTHEST = max(lane.reach for lane in LANES)


def lane_of(priority: int) -> Lane:
    return next(lane for lane in LANES if priority <= lane.bound)
