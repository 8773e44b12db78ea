"""What tests of the request budget share: a warm Redis, a budget, and short ways to ask it."""

from collections.abc import Mapping

import redis

from rasputin.budget import STATE, Budget
from rasputin.bungie.errors import BungieError
from rasputin.clock import Clock
from rasputin.queues import Priority

FAST = "2026-11-22T13:00:00Z@100"  # a minute of the crawl is 0.6 real seconds
SLOW_RATE = 1.0  # a slot lasts longer than a busy machine may take between two lines


def warm(connection: "redis.Redis") -> "redis.Redis":
    """A Redis that has known the budget for a while: nothing is slowed down."""
    connection.flushdb()
    connection.hset(STATE, "next:address", 0)
    return connection


def budget(
    connection: "redis.Redis",
    rate: float = 20.0,
    clock: str = "",
    host_rates: Mapping[str, float] | None = None,
) -> Budget:
    return Budget(connection, rate=rate, clock=Clock(clock), host_rates=host_rates)


def granted(made: Budget, *, endpoint: str = "profile", priority: int = Priority.PERSON) -> bool:
    return made.take(host="www", endpoint=endpoint, priority=priority).granted


def waits(made: Budget, number: int, *, priority: int = Priority.PERSON) -> list[float]:
    """When the next grants lie, in seconds from now."""
    return [made.take(host="www", endpoint="profile", priority=priority).wait for _ in range(number)]


def settle(made: Budget, error: BungieError | None, *, endpoint: str = "profile", times: int = 1) -> None:
    for _ in range(times):
        made.settle(endpoint=endpoint, error=error)


def probe(made: Budget, error: BungieError | None, *, endpoint: str = "profile") -> None:
    """A request that looks whether a closed class works again, and how it ends."""
    grant = made.take(host="www", endpoint=endpoint, priority=Priority.PERSON)
    assert grant.probe
    made.settle(endpoint=endpoint, error=error, grant=grant)


def most_in(seconds: float, moments: list[float]) -> int:
    """The fullest window."""
    moments = sorted(moments)
    return max(sum(start <= other < start + seconds for other in moments) for start in moments)
