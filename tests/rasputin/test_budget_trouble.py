"""What trouble pauses whom, for how long, and how it ends; on a real Redis."""

import logging
import threading
import time

import pytest
import redis

from rasputin.budget import HEADROOM, STATE, BudgetGate, OutOfBudget
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
from rasputin.queues import Priority
from tests.rasputin.budgets import FAST, SLOW_RATE, budget, granted, probe, settle, waits, warm


@pytest.fixture
def connection(redis_connection: "redis.Redis") -> "redis.Redis":
    return warm(redis_connection)


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


@pytest.mark.parametrize(
    "error", [ServerTrouble("1618", code=1618, wait=30), NotFound("x", code=1653, wait=30)]
)
def test_everybody_pauses_as_long_as_throttle_seconds_say_beside_whatever_code(
    connection: "redis.Redis", error: BungieError
) -> None:
    made = budget(connection)
    settle(made, error)
    assert made.usage().pause_seconds == pytest.approx(30, abs=1)


def test_a_page_that_names_a_wait_is_the_trouble_of_its_own_request(connection: "redis.Redis") -> None:
    made = budget(connection)
    settle(made, Unavailable("a page", wait=30, http_status=503))
    assert granted(made)


def test_a_throttle_takes_back_what_was_granted_for_later(connection: "redis.Redis") -> None:
    made = budget(connection, rate=SLOW_RATE)
    gate = BudgetGate(made)
    assert granted(made)
    throttle = threading.Timer(
        0.2, made.settle, kwargs={"endpoint": "profile", "error": Throttled("x", wait=30)}
    )
    throttle.start()
    with (
        gate.on_behalf(priority=Priority.PERSON, deadline=time.monotonic() + 3),
        pytest.raises(OutOfBudget, match="throttled"),
    ):
        gate.enter(host="www", endpoint="profile")
    throttle.join()


def test_the_log_says_once_what_stopped_what_to_do_and_that_it_goes_on(
    connection: "redis.Redis", caplog: pytest.LogCaptureFixture
) -> None:
    made = budget(connection, clock=FAST)
    with caplog.at_level(logging.WARNING):
        settle(made, KeyRefused("no such key", code=2103), times=3)
        time.sleep(0.65)
        probe(made, None)
    closed, reopened = caplog.records
    assert "Bungie disabled the application of this key: read its mail" in closed.getMessage()
    assert (closed.levelname, reopened.levelname) == ("ERROR", "WARNING")
    assert reopened.getMessage().startswith("requests get through again")


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
    probe(made, None)
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


def test_a_file_that_needs_no_key_neither_clears_a_refused_one_nor_takes_its_probe(
    connection: "redis.Redis",
) -> None:
    made = budget(connection, clock=FAST)
    settle(made, KeyRefused("no such key", code=2101))
    time.sleep(0.65)
    assert not granted(made, endpoint="content")
    probe(made, KeyRefused("no such key", code=2101))
    time.sleep(6 * 0.6)
    probe(made, None, endpoint="content")  # nobody else wants it
    assert list(made.usage().closed) == ["all"]
    time.sleep(0.65)
    probe(made, None, endpoint="profile")
    assert made.usage().closed == {}


def test_a_start_asks_at_once_whether_its_key_is_good(connection: "redis.Redis") -> None:
    made = budget(connection)
    settle(made, KeyRefused("no such key", code=2101))
    settle(made, Maintenance("closed", code=5), endpoint="report")
    assert not granted(made)
    made.forget_refused_key()
    assert granted(made)
    assert list(made.usage().closed) == ["reports"]


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
    probe(made, None, endpoint="report")
    assert [granted(made, endpoint="report") for _ in range(5)] == [True] * 5


@pytest.mark.parametrize("error", [Unavailable("page"), Maintenance("closed", code=5)])
def test_what_went_out_before_a_class_closed_does_not_reopen_it(
    connection: "redis.Redis", error: BungieError
) -> None:
    made = budget(connection)
    before = made.take(host="stats", endpoint="report", priority=Priority.PERSON)
    settle(made, error, endpoint="report", times=5)
    made.settle(endpoint="report", error=None, grant=before)
    assert not granted(made, endpoint="report")


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


def test_the_gate_tells_everybody_of_trouble_and_of_its_end(connection: "redis.Redis") -> None:
    made = budget(connection, rate=10, clock=FAST)
    gate = BudgetGate(made)
    gate.enter(host="www", endpoint="profile")
    gate.leave(host="www", endpoint="profile", error=Maintenance("closed", code=5))
    assert list(made.usage().closed) == ["destiny"]
    gate.enter(host="www", endpoint="profile")  # waits for the probe
    gate.leave(host="www", endpoint="profile", error=None)
    assert made.usage().closed == {}
