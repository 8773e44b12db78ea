"""Settings in, ready clients out. Made after fork, once a process."""

from functools import cache

import redis as redis_library
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from rasputin.budget import Budget, BudgetGate
from rasputin.bungie import Client
from rasputin.clock import clock

VERSION = "0.1.0"


@cache
def redis() -> "redis_library.Redis":
    """Does not try again by itself: when Redis is away requests stop, and the next task asks anew."""
    return redis_library.Redis.from_url(
        settings.REDIS_URL, socket_timeout=5, socket_keepalive=True, retry=Retry(NoBackoff(), 0)
    )


@cache
def budget() -> Budget:
    rates = {"www": settings.RASPUTIN_WWW_RATE, "stats": settings.RASPUTIN_STATS_RATE}
    host_rates = {host: rate for host, rate in rates.items() if rate is not None}
    return Budget(redis(), rate=settings.RASPUTIN_RATE, clock=clock, host_rates=host_rates)


@cache
def gate() -> BudgetGate:
    return BudgetGate(budget())


@cache
def bungie() -> Client:
    return Client(
        api_key=settings.BUNGIE_API_KEY,
        user_agent=f"Rasputin/{VERSION} (+{settings.BUNGIE_CONTACT or 'simulated'})",
        base_url=settings.BUNGIE_BASE_URL,
        stats_url=settings.BUNGIE_STATS_URL,
        gate=gate(),
        pool=2 * settings.RASPUTIN_CRAWL_THREADS,
    )
