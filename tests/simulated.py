"""Fixtures with the simulator as Bungie: a small world at rest, clients of it, and the tasks' own client."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis
from pytest_django.fixtures import Settings
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from rasputin import clock, connect, crawltask
from rasputin.budget import STATE
from rasputin.bungie import Client
from rasputin.celery import app
from tests.rasputin.simulator.server import START, Simulator, running
from tracking.services.remembered import forget_lookups

NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)
WORLD = ("--seed", "5", "--clans", "2", "--members", "8", "--days", "30", "--steady", "--limit", "1000000")
CROWD = ("--seed", "5", "--clans", "2", "--members", "60", "--days", "14", "--limit", "1000000")

Edit = Callable[[str, Any], Any]


class Edited(HTTPAdapter):
    """Passes requests on, and lets a test change the `Response` of the replies (path and query, response)."""

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self._edit = edit

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        response = super().send(request, *args, **kwargs)
        document = response.json()
        address = urlsplit(str(request.url))
        document["Response"] = self._edit(f"{address.path}?{address.query}", document.get("Response"))
        edited = Response()
        edited.status_code = response.status_code
        edited.raw = HTTPResponse(BytesIO(json.dumps(document).encode()), preload_content=False)
        return edited


def run(task: Any) -> None:
    """A task, on this thread and in the test's transaction."""
    task.before_start()
    task.run()


class World(Simulator):
    """A simulator at rest with what its truth says, and rules for trouble."""

    @cache  # noqa: B019 - there is one, for the whole run
    def members(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = self.control("truth/members")
        return told

    def member(self, membership_id: int) -> dict[str, Any]:
        return next(row for row in self.members() if int(row["membership_id"]) == membership_id)

    def busiest(self) -> tuple[int, int, int]:
        """Membership, character and number of activities of the longest history."""
        played = [
            (row["activities"], int(member["membership_id"]), int(row["character_id"]))
            for member in self.members()
            for row in member["characters"]
        ]
        activities, membership_id, character_id = max(played)
        return membership_id, character_id, activities

    @cache  # noqa: B019 - as above
    def activities(self, character_id: int) -> list[dict[str, Any]]:
        """What the history of a character lists, newest first."""
        told = self.control(f"truth/characters/{character_id}/activities")
        return sorted(told, key=lambda row: (row["period"], int(row["instance_id"])), reverse=True)

    def clans(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = self.control("truth/clans")
        return told

    def fails(self, **rule: Any) -> None:
        self.control("faults", body=rule, method="POST")

    def recovers(self) -> None:
        self.control("faults", method="DELETE")

    def asked(self) -> dict[str, int]:
        """Requests by endpoint since the test began."""
        counted: dict[str, int] = self.control("requests")["by_endpoint"]
        return counted

    def client(self, edit: Edit | None = None, *, seconds: float = 10) -> Client:
        """A client without a budget; `edit` changes what it hears."""
        return Client(
            api_key="any",
            user_agent="RasputinTests/1.0 (+tests@example.org)",
            base_url=self.url,
            stats_url=f"{self.url}/stats",
            timeout=(seconds, seconds),
            adapter=Edited(edit) if edit else None,
        )


@pytest.fixture(scope="session")
def world_at_rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(tmp_path_factory.mktemp("world"), *WORLD) as simulator:
        yield World(simulator.url, tmp_path_factory.mktemp("world") / "clock")


@pytest.fixture
def world(world_at_rest: World) -> Iterator[World]:
    """The simulator in good health, counting from nothing."""
    forget_lookups()
    world_at_rest.recovers()
    world_at_rest.control("requests/reset", body={}, method="POST")
    yield world_at_rest
    world_at_rest.recovers()


@pytest.fixture(scope="session")
def crowd_at_rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(tmp_path_factory.mktemp("crowd"), *CROWD) as simulator:
        yield World(simulator.url, tmp_path_factory.mktemp("crowd") / "clock")


@pytest.fixture
def crowd(crowd_at_rest: World) -> Iterator[World]:
    """The demo's world with people of all sorts; in good health, counting from nothing."""
    forget_lookups()
    crowd_at_rest.recovers()
    crowd_at_rest.control("requests/reset", body={}, method="POST")
    yield crowd_at_rest
    crowd_at_rest.recovers()


@pytest.fixture
def bungie(world: World) -> Iterator[Client]:
    client = world.client()
    yield client
    client.close()


@pytest.fixture
def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's clock stands still where the simulator's does."""
    monkeypatch.setattr(clock, "clock", clock.Clock(f"{START}@0"))


@pytest.fixture
def broker() -> Iterator["redis.Redis"]:
    """Celery's broker, a database of the xdist worker's own: what was rung is counted in its lists."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = (2, 3, 4, 13, 14, 15)[worker % 6]  # those that nobody else uses
    url = os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{number}"
    with pytest.MonkeyPatch.context() as patch, redis.Redis.from_url(url) as connection:
        patch.setenv("CELERY_BROKER_URL", url)
        app._after_fork()  # forgets the connections to another broker
        connection.flushdb()
        yield connection
        connection.flushdb()
    app._after_fork()


@pytest.fixture
def tasks_at(
    at_rest: None,
    broker: "redis.Redis",
    redis_connection: "redis.Redis",
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[World], World]]:
    """Points the tasks at a world: settings, budget and broker.

    A slice is one that no machine is too slow for, and as long as a request waits for its grant: less than
    the shortest pause of the budget, so that nobody sleeps through one.
    """
    monkeypatch.setattr(crawltask, "SLICE_SHARE", crawltask.GRANT_SHARE)
    address = redis_connection.connection_pool.connection_kwargs
    redis_connection.hset(STATE, "next:address", 0)  # or the budget would start slowly

    def point(world: World) -> World:
        settings.BUNGIE_API_KEY = "any"
        settings.BUNGIE_BASE_URL, settings.BUNGIE_STATS_URL = world.url, f"{world.url}/stats"
        settings.REDIS_URL = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{address['db']}"
        settings.RASPUTIN_RATE = 4000
        settings.RASPUTIN_TASK_SECONDS = 18
        _forget_clients()
        return world

    yield point
    _forget_clients()


@pytest.fixture
def crawling(world: World, tasks_at: Callable[[World], World]) -> World:
    """The world that the tasks crawl."""
    return tasks_at(world)


def _forget_clients() -> None:
    for made in (connect.redis, connect.budget, connect.gate, connect.bungie):
        made.cache_clear()
