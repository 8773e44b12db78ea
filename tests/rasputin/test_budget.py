"""The budget on a real Redis: how fast, who first, what pauses whom, and what a lost Redis means."""

import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from rasputin.budget import HEADROOM, STATE, Budget, BudgetGate, OutOfBudget, class_of
from rasputin.bungie.errors import (
    BungieError,
    KeyRefused,
    Maintenance,
    NotFound,
    ServerTrouble,
    Throttled,
    TimedOut,
    Unavailable,
)
from rasputin.clock import Clock
from rasputin.queues import Priority

FAST = "2026-11-22T13:00:00Z@100"  # a minute of the crawl is 0.6 real seconds
SLOW_RATE = 1.0  # a slot lasts longer than a busy machine may take between two lines


@pytest.fixture
def connection(redis_connection: "redis.Redis") -> "redis.Redis":
    """A Redis that has known the budget for a while: nothing is slowed down."""
    warm(redis_connection)
    return redis_connection


def warm(connection: "redis.Redis") -> None:
    connection.delete(STATE)
    connection.hset(STATE, "next:address", 0)


def budget(connection: "redis.Redis", rate: float = 20.0, clock: str = "") -> Budget:
    return Budget(connection, rate=rate, clock=Clock(clock))


def granted(made: Budget, *, endpoint: str = "profile", priority: int = Priority.PERSON) -> bool:
    return made.take(host="www", endpoint=endpoint, priority=priority).granted


def waits(made: Budget, number: int, *, priority: int = Priority.PERSON) -> list[float]:
    """When the next grants lie, in seconds from now."""
    return [made.take(host="www", endpoint="profile", priority=priority).wait for _ in range(number)]


def settle(made: Budget, error: BungieError | None, *, endpoint: str = "profile", times: int = 1) -> None:
    for _ in range(times):
        made.settle(endpoint=endpoint, error=error)


def most_in(seconds: float, moments: list[float]) -> int:
    """The fullest window."""
    moments = sorted(moments)
    return max(sum(start <= other < start + seconds for other in moments) for start in moments)


def test_grants_are_spread_evenly_below_the_rate(connection: "redis.Redis") -> None:
    made = budget(connection, rate=20)
    first, *_, last = waits(made, 30)
    assert first == 0
    assert last == pytest.approx(29 / (20 * HEADROOM), abs=0.2)


WORKER = """
import sys, threading, time
import redis
from rasputin.budget import Budget, BudgetGate
from rasputin.clock import Clock

gate = BudgetGate(Budget(redis.Redis.from_url(sys.argv[1]), rate=float(sys.argv[2]), clock=Clock("")))
end, used = time.monotonic() + float(sys.argv[3]), []

def work(host):
    while time.monotonic() < end:
        with gate.on_behalf(priority=0, deadline=end + 5):
            gate.enter(host=host, endpoint="report")
            used.append(time.time())
            gate.leave(host=host, endpoint="report", error=None)

threads = [threading.Thread(target=work, args=(host,)) for host in ("www", "stats") * 6]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*used, sep="\\n")
"""


def test_no_window_is_above_the_rate_whatever_workers_threads_and_hosts_share_it(
    connection: "redis.Redis",
) -> None:
    """Two processes of twelve threads, as fast as they can; counted when used, not when granted."""
    rate, seconds = 100.0, 2.5
    options = connection.connection_pool.connection_kwargs
    url = f"redis://:{options['password']}@{options['host']}:{options['port']}/{options['db']}"
    command = [sys.executable, "-c", WORKER, url, str(rate), str(seconds)]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    used = [float(line) for worker in workers for line in worker.communicate(timeout=60)[0].split()]
    stale = 0.15 * rate  # a grant may be used so much too late
    assert most_in(1.0, used) <= rate + stale
    assert len(used) / (max(used) - min(used)) <= rate
    assert len(used) > rate * seconds * 0.5


def test_a_faster_clock_scales_the_rate(connection: "redis.Redis") -> None:
    made = budget(connection, rate=1, clock=FAST)
    assert waits(made, 20)[-1] == pytest.approx(19 / (100 * HEADROOM), abs=0.1)


def test_a_person_overtakes_a_back_fill_that_has_all_slots(connection: "redis.Redis") -> None:
    made = budget(connection, rate=SLOW_RATE)
    while granted(made, priority=Priority.BACKFILL):
        pass
    refused = made.take(host="www", endpoint="report", priority=Priority.BACKFILL)
    person = made.take(host="www", endpoint="profile", priority=Priority.PERSON)
    assert (refused.granted, person.granted) == (False, True)
    assert 0 < refused.wait <= 1 / (SLOW_RATE * HEADROOM)
    assert person.wait <= 0.2 + 1 / (SLOW_RATE * HEADROOM)


def test_the_less_urgent_reach_less_far_ahead(connection: "redis.Redis") -> None:
    made = budget(connection, rate=10)
    ladder = [Priority.BACKFILL, Priority.WARM, Priority.BROAD, Priority.HOT, Priority.PERSON]
    last = []
    for priority in ladder:
        while granted(made, priority=priority):
            pass
        last.append(float(connection.hget(STATE, "next:address") or 0))
    assert last == sorted(last)
    assert last[-1] - last[0] > 1e6  # microseconds


def test_a_missing_state_means_half_the_rate_at_first(redis_connection: "redis.Redis") -> None:
    redis_connection.flushdb()
    made = budget(redis_connection, rate=20)
    assert waits(made, 10)[-1] == pytest.approx(9 * 2 / (20 * HEADROOM), abs=0.2)


def test_a_flushed_redis_is_met_with_half_the_rate_and_no_error(connection: "redis.Redis") -> None:
    made = budget(connection, rate=20)
    waits(made, 5)
    connection.flushdb()
    connection.script_flush()
    assert waits(made, 10)[-1] == pytest.approx(9 * 2 / (20 * HEADROOM), abs=0.2)


def test_a_stored_time_in_the_far_future_is_not_believed(connection: "redis.Redis") -> None:
    made = budget(connection)
    connection.hset(STATE, "next:address", int((time.time() + 1e6) * 1e6))
    grant = made.take(host="www", endpoint="profile", priority=Priority.PERSON)
    assert not grant.granted
    assert grant.wait <= 10


def test_a_throttle_pauses_everybody_for_as_long_as_bungie_says(connection: "redis.Redis") -> None:
    made = budget(connection)
    settle(made, Throttled("slow down", wait=30))
    for endpoint in ("profile", "report", "members"):
        grant = made.take(host="www", endpoint=endpoint, priority=Priority.PERSON)
        assert not grant.granted
        assert grant.wait == pytest.approx(30, abs=1)
        assert "slow down" in grant.reason
    usage = made.usage()
    assert (usage.throttled, usage.paused) == (1, 3)
    assert usage.pause_seconds == pytest.approx(30, abs=1)


def test_a_shorter_throttle_does_not_end_a_longer_one(connection: "redis.Redis") -> None:
    made = budget(connection)
    settle(made, Throttled("long", wait=30))
    settle(made, Throttled("short", wait=1))
    assert made.usage().pause_seconds == pytest.approx(30, abs=1)


def test_after_a_throttle_the_rate_is_half_for_a_minute(connection: "redis.Redis") -> None:
    made = budget(connection, rate=0.4, clock="2026-11-22T13:00:00Z@50")  # 20 a real second
    settle(made, Throttled("slow down", wait=30))
    assert not granted(made)
    time.sleep(0.61)
    assert waits(made, 5)[-1] == pytest.approx(4 * 2 / (20 * HEADROOM), abs=0.1)
    time.sleep(1.6)
    assert waits(made, 5)[-1] == pytest.approx(4 / (20 * HEADROOM), abs=0.1)


def test_a_refused_key_stops_everything_and_one_probe_a_minute_looks(connection: "redis.Redis") -> None:
    made = budget(connection, rate=10, clock=FAST)
    settle(made, KeyRefused("no such key", code=2101), endpoint="report")
    assert not any(granted(made, endpoint=endpoint) for endpoint in ("profile", "report", "group"))
    assert list(made.usage().closed) == ["all"]
    time.sleep(0.65)
    assert [granted(made, endpoint=endpoint) for endpoint in ("profile", "report", "group")] == [
        True,
        False,
        False,
    ]
    settle(made, KeyRefused("no such key", code=2101))
    time.sleep(0.65)
    assert granted(made)
    settle(made, None)
    assert made.usage().closed == {}
    assert all(granted(made, endpoint=endpoint) for endpoint in ("profile", "report", "group"))


def test_maintenance_closes_its_class_and_no_other(connection: "redis.Redis") -> None:
    made = budget(connection)
    settle(made, Maintenance("closed", code=5), endpoint="report")
    assert not granted(made, endpoint="report")
    assert granted(made, endpoint="profile")
    assert granted(made, endpoint="members")
    assert list(made.usage().closed) == ["reports"]


def test_five_faults_of_the_last_twenty_close_a_class(connection: "redis.Redis") -> None:
    made = budget(connection)
    for error in (Unavailable("page"), TimedOut("late"), Unavailable("page"), TimedOut("late")):
        settle(made, error, endpoint="report")
        settle(made, None, endpoint="report", times=3)
    assert granted(made, endpoint="report")
    settle(made, Unavailable("page"), endpoint="report")
    assert not granted(made, endpoint="report")
    assert granted(made, endpoint="profile")


def test_trouble_with_files_closes_no_other_class(connection: "redis.Redis") -> None:
    made = budget(connection)
    settle(made, NotFound("a page in place of the file"), endpoint="content", times=20)
    assert granted(made, endpoint="content")
    settle(made, Unavailable("was cut off"), endpoint="content", times=5)
    assert not granted(made, endpoint="manifest")
    assert all(granted(made, endpoint=endpoint) for endpoint in ("profile", "report", "group"))


def test_a_file_that_comes_without_a_key_clears_no_refused_key(connection: "redis.Redis") -> None:
    made = budget(connection)
    settle(made, KeyRefused("no such key", code=2101))
    settle(made, None, endpoint="content")
    assert list(made.usage().closed) == ["all"]
    settle(made, None, endpoint="profile")
    assert made.usage().closed == {}


def test_faults_that_are_long_past_close_nothing(connection: "redis.Redis") -> None:
    made = budget(connection)
    for _ in range(5):
        settle(made, Unavailable("page"), times=4)
        settle(made, None, times=20)
    assert granted(made)


def test_a_closed_class_reopens_by_one_probe(connection: "redis.Redis") -> None:
    made = budget(connection, rate=10, clock=FAST)
    settle(made, Unavailable("page"), endpoint="report", times=5)
    time.sleep(0.65)
    assert [granted(made, endpoint="report") for _ in range(5)] == [True, False, False, False, False]
    settle(made, Unavailable("page"), endpoint="report")
    assert not granted(made, endpoint="report")
    time.sleep(0.65)
    assert granted(made, endpoint="report")
    settle(made, None, endpoint="report")
    assert [granted(made, endpoint="report") for _ in range(5)] == [True] * 5


def test_a_probe_without_a_slot_is_not_spent(connection: "redis.Redis") -> None:
    """A class must not stay closed for another minute because its probe met a full bucket."""
    made = budget(connection, rate=SLOW_RATE)
    settle(made, Unavailable("page"), endpoint="report", times=5)
    connection.hset(STATE, "probe:reports", 0)  # the minute is over
    while granted(made, priority=Priority.BACKFILL):
        pass
    assert not granted(made, endpoint="report", priority=Priority.BACKFILL)
    assert granted(made, endpoint="report", priority=Priority.PERSON)


@pytest.mark.parametrize("error", [None, NotFound("no such report"), ServerTrouble("1618")])
def test_what_is_no_fault_of_the_way_closes_nothing(
    connection: "redis.Redis", error: BungieError | None
) -> None:
    made = budget(connection)
    settle(made, error, times=20)
    assert granted(made)


def test_grants_refusals_and_pauses_are_counted(connection: "redis.Redis") -> None:
    made = budget(connection, rate=1)
    assert [granted(made, endpoint=name) for name in ("profile", "report")] == [True, True]
    assert not granted(made, endpoint="report", priority=Priority.BACKFILL)
    usage = made.usage()
    assert (usage.granted, usage.refused, usage.paused) == ({"profile": 1, "report": 1}, 1, 0)


def test_without_redis_no_request_goes_out() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        away = redis.Redis(port=free.getsockname()[1], retry=Retry(NoBackoff(), 0))
    gate = BudgetGate(Budget(away, rate=20, clock=Clock("")))
    with pytest.raises(OutOfBudget, match="Redis does not answer") as raised:
        gate.enter(host="www", endpoint="profile")
    assert raised.value.wait > 0
    Budget(away, rate=20, clock=Clock("")).settle(endpoint="profile", error=Throttled("x"))


def test_who_has_no_time_to_wait_is_told_how_long_it_would_take(connection: "redis.Redis") -> None:
    made = budget(connection)
    settle(made, Throttled("slow down", wait=30))
    gate = BudgetGate(made)
    began = time.monotonic()
    with (
        gate.on_behalf(priority=Priority.HOT, deadline=began + 0.5),
        pytest.raises(OutOfBudget, match="slow down") as raised,
    ):
        gate.enter(host="www", endpoint="profile")
    assert raised.value.wait == pytest.approx(30, abs=1)
    assert time.monotonic() - began < 0.5


def test_the_gate_waits_for_its_slot(connection: "redis.Redis") -> None:
    gate = BudgetGate(budget(connection, rate=20))
    began = time.monotonic()
    with gate.on_behalf(priority=Priority.PERSON, deadline=began + 10):
        for _ in range(11):
            gate.enter(host="www", endpoint="profile")
            gate.leave(host="www", endpoint="profile", error=None)
    assert 0.45 < time.monotonic() - began < 9


def test_the_gate_tells_everybody_of_trouble_and_of_its_end(connection: "redis.Redis") -> None:
    made = budget(connection, rate=10, clock=FAST)
    gate = BudgetGate(made)
    gate.enter(host="www", endpoint="profile")
    gate.leave(host="www", endpoint="profile", error=Maintenance("closed", code=5))
    assert list(made.usage().closed) == ["destiny"]
    gate.enter(host="www", endpoint="profile")  # waits for the probe
    gate.leave(host="www", endpoint="profile", error=None)
    assert made.usage().closed == {}


def test_threads_of_one_gate_each_have_their_own_urgency(connection: "redis.Redis") -> None:
    made = budget(connection, rate=SLOW_RATE)
    gate = BudgetGate(made)
    ready = threading.Barrier(2)

    def ask(priority: int) -> bool:
        with gate.on_behalf(priority=priority, deadline=time.monotonic() + 0.3):
            ready.wait(5)
            try:
                gate.enter(host="www", endpoint="profile")
            except OutOfBudget:
                return False
            return True

    while granted(made, priority=Priority.BACKFILL):
        pass
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, [Priority.PERSON, Priority.BACKFILL])) == [True, False]


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        ("report", "reports"),
        ("group", "groups"),
        ("members", "groups"),
        ("group_by_name", "groups"),
        ("admins", "groups"),
        ("member_groups", "groups"),
        ("weekly_reward", "destiny"),
        ("definition", "destiny"),
        ("manifest", "content"),
        ("content", "content"),
        ("profile", "destiny"),
        ("history", "destiny"),
        ("something new", "destiny"),
    ],
)
def test_every_endpoint_has_a_class(endpoint: str, name: str) -> None:
    assert class_of(endpoint) == name
