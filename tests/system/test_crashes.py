"""Crashes, tested by crashing: whatever dies in the middle of a crawl, nothing is lost or wrong."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
import redis

from tests.system.chaos import TABLES
from tests.system.stack import Stack, ends_well, nothing_differs, stack

SMALL_WORLD = ("--seed", "7", "--clans", "1", "--members", "10", "--days", "5")
IN_FULL_SWING = 50  # requests

pytestmark = pytest.mark.chaos


@pytest.fixture
def small() -> Iterator[Stack]:
    """One clan that is tracked by nobody yet, in a home that every user can reach."""
    with TemporaryDirectory(prefix="rasputin-system-") as folder:
        Path(folder).chmod(0o711)
        with stack(Path(folder), *SMALL_WORLD) as made:
            made.environment["RASPUTIN_MANIFEST_TABLES"] = TABLES
            (clan,) = made.control("world")["clans"]
            added = made.rasputin("clans", "add", str(clan["group_id"]))
            assert added.returncode == 0, added.stderr
            yield made


def kill(processes: list[psutil.Process]) -> None:
    """Some end by themselves when their parent is gone."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def test_a_crawl_that_is_struck_again_and_again_loses_nothing(small: Stack) -> None:
    """Workers killed, Redis flushed, then everything killed; `make chaos` strikes each alone, and longer."""
    running = small.up()
    small.await_requests(IN_FULL_SWING)
    crawlers = small.processes("member,clan,instance")
    assert len(crawlers) >= 3
    kill(crawlers)
    small.await_requests(2 * IN_FULL_SWING)
    with redis.Redis.from_url(small.redis_url) as connection:
        connection.flushall()
    small.await_requests(3 * IN_FULL_SWING)
    kill([psutil.Process(running.pid)])
    everything = small.processes()
    assert len(everything) >= 8
    kill(everything)
    running.wait(30)
    asked = small.control("requests")["by_endpoint"]
    ends_well(small.up())
    nothing_differs(small)
    assert small.control("requests")["by_endpoint"]["profile"] <= asked["profile"] + 8
