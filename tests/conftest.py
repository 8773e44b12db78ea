"""What all tests share: the recorded replies, a cache and a Redis of one's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings

pytest_plugins = ["tests.simulated"]

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "bungie" / "recorded"


@pytest.fixture(scope="session")
def recorded() -> Path:
    """The folder of replies recorded from Bungie, beside the project."""
    if not RECORDED.is_dir():
        pytest.skip(f"no recorded replies at {RECORDED}")
    return RECORDED


def pytest_configure() -> None:
    """What one xdist worker caches, another neither sees nor forgets: said before anybody opens a cache."""
    settings.CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits longest, on purpose, begins first: the others fill its pauses."""
    items.sort(key=lambda item: "system" not in item.path.parts)


@pytest.fixture
def redis_connection() -> Iterator["redis.Redis"]:
    """A Redis database of the xdist worker's own, empty."""
    number = 5 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    connection = redis.Redis.from_url(os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{number}")
    connection.flushdb()
    yield connection
    connection.flushdb()
    connection.close()
