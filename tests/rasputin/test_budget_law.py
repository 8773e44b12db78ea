"""The law of the budget: whoever asks in whatever order, Bungie never counts more than it lets through."""

import time
from itertools import pairwise
from typing import Literal, NamedTuple

import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasputin.budget import HEADROOM, Budget, Grant
from rasputin.budget.lanes import FURTHEST, LANES
from rasputin.budget.shared import BUNGIES_RATE, GRACE, WINDOW_SECONDS
from rasputin.queues import Priority
from tests.rasputin.budgets import budget, warm

SPEED = 20  # ten seconds of the crawl are half a real one
CLOCK = f"2026-11-22T13:00:00Z@{SPEED}"
WINDOW, LATEST = WINDOW_SECONDS / SPEED, GRACE / SPEED
LIMIT = BUNGIES_RATE * WINDOW_SECONDS
PROCESSES = 3
FEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

PRIORITIES = st.sampled_from([0, 10, 20, 30, 40, 100, 5000])
HOSTS: st.SearchStrategy[Literal["www", "stats"]] = st.sampled_from(["www", "stats"])
ASKING = st.lists(
    st.tuples(st.integers(0, PROCESSES - 1), PRIORITIES, HOSTS, st.integers(1, 60)), min_size=1, max_size=25
)


class Request(NamedTuple):
    """Bungie counts it at some time between `slot` and `done` (real seconds)."""

    slot: float
    done: float


def processes(connection: "redis.Redis", rate: float) -> list[Budget]:
    return [budget(connection, rate=rate, clock=CLOCK) for _ in range(PROCESSES)]


def most_in_any_window(requests: list[Request]) -> int:
    """As many as could at worst have arrived within the same ten seconds."""
    ends = [request.slot for request in requests]
    return max(sum(row.slot <= end and row.done > end - WINDOW for row in requests) for end in ends)


@settings(FEW, max_examples=25)
@given(asking=ASKING, rate=st.sampled_from([5.0, 20.0, 25.0]))
def test_slots_never_lie_closer_than_the_rate_nor_further_ahead_than_anybody_reaches(
    redis_connection: "redis.Redis", asking: list[tuple[int, int, Literal["www", "stats"], int]], rate: float
) -> None:
    workers = processes(warm(redis_connection), rate)
    slots, interval = [], 1 / (rate * HEADROOM * SPEED)
    for worker, priority, host, times in asking:
        for _ in range(times):
            grant = workers[worker].take(host=host, endpoint="report", priority=priority)
            if grant.granted:
                slots.append(grant.slot / 1e6)
                assert grant.wait <= 1.5 * FURTHEST
    gaps = [later - earlier for earlier, later in pairwise(slots)]
    assert all(gap > interval - 3e-6 for gap in gaps), min(gaps)


@settings(FEW, max_examples=15)
@given(asking=ASKING, flushed=st.integers(0, 24), rate=st.sampled_from([20.0, 25.0]))
def test_a_flush_in_the_middle_lets_no_window_run_over(
    redis_connection: "redis.Redis",
    asking: list[tuple[int, int, Literal["www", "stats"], int]],
    flushed: int,
    rate: float,
) -> None:
    workers, grants = processes(warm(redis_connection), rate), list[Grant]()
    for turn, (worker, priority, host, times) in enumerate(asking):
        if turn == flushed:
            redis_connection.flushdb()
        for _ in range(times):
            grants.append(workers[worker].take(host=host, endpoint="report", priority=priority))
    used = [grant.slot / 1e6 for grant in grants if grant.granted and _is_used(workers[0], grant)]
    assert most_in_any_window([Request(slot, slot) for slot in used] or [Request(0, 0)]) <= LIMIT


def _is_used(worker: Budget, grant: Grant) -> bool:
    """As the gate decides: what lies near is used unasked."""
    return grant.wait < 0.25 or worker.holds(grant)


@settings(FEW, max_examples=4)
@given(latencies=st.lists(st.floats(0, 2 * LATEST), min_size=1, max_size=20))
def test_however_long_replies_take_no_window_holds_more_than_bungie_lets_through(
    redis_connection: "redis.Redis", latencies: list[float]
) -> None:
    """At 25 a second, the most that may be set; each request counts from its slot until its reply."""
    made, ended, flying = (
        budget(warm(redis_connection), rate=25, clock=CLOCK),
        list[Request](),
        dict[int, Grant](),
    )
    end = time.time() + 1.3
    while time.time() < end or flying:
        for number, grant in list(flying.items()):
            if time.time() >= grant.slot / 1e6 + latencies[number % len(latencies)]:
                done = min(time.time(), grant.slot / 1e6 + LATEST)
                made.settle(endpoint="report", error=None, grant=flying.pop(number))
                ended.append(Request(grant.slot / 1e6, done))
        if time.time() < end:
            grant = made.take(host="stats", endpoint="report", priority=Priority.BACKFILL)
            if grant.granted:
                flying[len(ended) + len(flying)] = grant
    assert most_in_any_window(ended) <= LIMIT
    assert len(ended) > 1.3 * 25 * SPEED * 0.5


def test_every_priority_has_a_lane_and_the_more_urgent_reach_further() -> None:
    reaches = [lane.reach for lane in LANES]
    assert reaches == sorted(reaches, reverse=True)
