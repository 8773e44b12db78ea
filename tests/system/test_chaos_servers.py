"""Servers that die, forget or hang up in the middle of a crawl: it goes on by itself, and ends whole."""

import signal
import time
from collections.abc import Iterator

import psutil
import psycopg
import pytest
import redis

from rasputin.local.leftovers import find
from tests.system.chaos import IN_FULL_SWING, nobody_is_blamed, tracked_clan
from tests.system.stack import Stack, ends_well, nothing_differs, wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.thorough]


@pytest.fixture
def small() -> Iterator[Stack]:
    with tracked_clan(task_seconds=8) as made:
        yield made


def test_redis_flushed_again_and_again_then_killed_comes_back(small: Stack) -> None:
    running = small.up()
    small.await_requests(IN_FULL_SWING)
    for _ in range(3):
        with redis.Redis.from_url(small.redis_url) as connection:
            connection.flushall()
        time.sleep(1)
    for _ in range(2):
        asked = small.control("requests")["total"]
        _end(small, "redis", signal.SIGKILL)
        small.await_requests(asked + 20)
    ends_well(running)
    nothing_differs(small)


def test_postgresql_stopped_and_killed_comes_back(small: Stack) -> None:
    running = small.up()
    small.await_requests(IN_FULL_SWING)
    for how in (signal.SIGINT, signal.SIGKILL):  # as `pg_ctl stop -m fast` does, and as a power cut does
        asked = small.control("requests")["total"]
        _end(small, "postgres", how)
        small.await_requests(asked + 20)
    ends_well(running)
    nothing_differs(small)


def test_connections_to_postgresql_cut_again_and_again_cost_nothing(small: Stack) -> None:
    running = small.up()
    small.await_requests(IN_FULL_SWING)
    cut = 0
    for _ in range(8):
        with psycopg.connect(small.database_url, autocommit=True) as connection:
            cut += len(connection.execute(CUT).fetchall())
        time.sleep(1)
    assert cut >= 16
    ends_well(running)
    assert nobody_is_blamed(small)
    nothing_differs(small)


def test_servers_that_die_while_all_is_caught_up_are_no_end(small: Stack) -> None:
    running = small.up(until_caught_up=False)
    assert running.stdout is not None
    assert any("API docs" in line for line in running.stdout), "it says so when all is fetched"
    for server in ("postgres", "redis"):
        _end(small, server, signal.SIGKILL)
        time.sleep(12)  # two of its looks
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    printed, _ = running.communicate(timeout=120)
    assert running.returncode == 0, printed
    nothing_differs(small)


CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def _end(stack: Stack, server: str, how: signal.Signals) -> None:
    """Until another one runs in its place."""
    (ended,) = _running(stack, server)
    ended.send_signal(how)
    wait_for(lambda: bool(set(_running(stack, server)) - {ended}), f"another {server}")


def _running(stack: Stack, server: str) -> list[psutil.Process]:
    return [process for process, kind in find(stack.home) if kind == server]
