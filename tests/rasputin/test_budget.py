"""The budget on a real Redis: how fast, who first, and what a lost Redis means."""

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
from rasputin.budget.gate import STALE_AFTER
from rasputin.budget.shared import CONFIRM_AFTER
from rasputin.bungie.errors import Throttled
from rasputin.clock import Clock
from rasputin.queues import Priority
from tests.rasputin.budgets import FAST, SLOW_RATE, budget, granted, most_in, settle, waits, warm


@pytest.fixture
def connection(redis_connection: "redis.Redis") -> "redis.Redis":
    return warm(redis_connection)


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
    late = STALE_AFTER * rate
    assert most_in(1.0, used) <= rate + late
    assert len(used) <= rate * (max(used) - min(used)) + late + 1
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


HEAVY = "2026-11-22T13:00:00Z@20"  # ten seconds of the crawl are half a real one


def test_a_host_has_a_rate_of_its_own_that_holds_the_other_back_by_nothing(
    connection: "redis.Redis",
) -> None:
    made = budget(connection, rate=20, clock=HEAVY, host_rates={"www": 5})
    counted, end = {"www": 0, "stats": 0}, time.monotonic() + 1
    while time.monotonic() < end:
        for host in counted:
            counted[host] += made.take(host=host, endpoint="report", priority=Priority.BACKFILL).granted  # type: ignore[arg-type]  # mypy widens the names
        time.sleep(0.0005)
    slots = 20 * 20 * HEADROOM * (1 + 0.2)  # a second's, and what may lie ahead
    assert 0.5 * slots / 4 < counted["www"] <= 5 * 20 * (1 + 0.2 + 0.025) + 1
    assert counted["stats"] > 0.5 * slots


@pytest.mark.parametrize("greedy", [Priority.PERSON, Priority.HOT, Priority.BROAD])
def test_nobody_starves_however_greedy_the_more_urgent_are(connection: "redis.Redis", greedy: int) -> None:
    made = budget(connection, rate=20, clock="2026-11-22T13:00:00Z@5")  # a slot is ten milliseconds
    while granted(made, priority=greedy):
        pass
    before, end = made.usage().by_lane, time.monotonic() + 1
    while time.monotonic() < end:
        granted(made, priority=greedy)
        granted(made, priority=Priority.BACKFILL)
        time.sleep(0.001)
    lanes = made.usage().by_lane
    share = lanes["backfill"] / (sum(lanes.values()) - sum(before.values()))
    assert 0.02 < share < 0.1


def test_a_missing_state_means_half_the_rate_at_first(redis_connection: "redis.Redis") -> None:
    made = budget(redis_connection, rate=20)
    assert waits(made, 10)[-1] == pytest.approx(CONFIRM_AFTER + 9 * 2 / (20 * HEADROOM), abs=0.2)
    assert made.usage().slow_seconds == pytest.approx(CONFIRM_AFTER + 10, abs=1)


def test_a_flushed_redis_is_met_with_half_the_rate_and_no_error(connection: "redis.Redis") -> None:
    made = budget(connection, rate=20)
    waits(made, 5)
    connection.flushdb()
    connection.script_flush()
    assert waits(made, 10)[-1] == pytest.approx(CONFIRM_AFTER + 9 * 2 / (20 * HEADROOM), abs=0.2)


def test_word_of_a_request_does_not_stand_for_what_a_flushed_redis_forgot(
    redis_connection: "redis.Redis",
) -> None:
    made = budget(redis_connection)
    settle(made, Throttled("slow down", wait=0.01))
    time.sleep(0.05)
    granted(made)
    assert made.usage().slow_seconds > 5


def test_a_grant_that_redis_forgot_is_not_used(connection: "redis.Redis") -> None:
    made = budget(connection, rate=2)
    grants = [made.take(host="www", endpoint="profile", priority=Priority.PERSON) for _ in range(2)]
    assert [made.holds(grant) for grant in grants] == [True, True]
    connection.flushdb()
    assert [made.holds(grant) for grant in grants] == [False, False]


def test_a_stored_time_in_the_far_future_is_not_believed(connection: "redis.Redis") -> None:
    made = budget(connection)
    connection.hset(STATE, "next:address", int((time.time() + 1e6) * 1e6))
    grant = made.take(host="www", endpoint="profile", priority=Priority.PERSON)
    assert not grant.granted
    assert grant.wait <= 10


def test_grants_refusals_and_pauses_are_counted(connection: "redis.Redis") -> None:
    made = budget(connection, rate=1)
    assert [granted(made, endpoint=name) for name in ("profile", "report")] == [True, True]
    assert not granted(made, endpoint="report", priority=Priority.BACKFILL)
    usage = made.usage()
    assert (usage.granted, usage.refused, usage.paused) == ({"profile": 1, "report": 1}, 1, 0)
    assert (usage.by_host, usage.by_lane, usage.in_window) == ({"www": 2}, {"person": 2}, 2)


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
