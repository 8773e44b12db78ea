"""Look-ups that several people make within minutes cost one request: answers are kept in Redis for a while.

One look-up in flight a key: who asks the same meanwhile waits for the first one's answer. Without Redis
everybody asks.
"""

import hashlib
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, TypeVar

import msgspec
import redis
from django.core.cache import cache

KEPT_SECONDS = 600
UNKNOWN_SECONDS = 60
IN_FLIGHT_SECONDS = 30  # then whoever was first is taken for dead
LOOK_AGAIN_SECONDS = 0.05
GENERATION = "lookups:generation"

T = TypeVar("T")


class Kept(NamedTuple):
    """An answer as JSON, or why there is none; of which generation."""

    generation: str
    answer: bytes | None
    unknown: str


def remembered(what: str, kind: type[T], ask: Callable[[], T], *, unknown: type[Exception]) -> T:
    """The answer to `what`, at most ten minutes old; `unknown` for a minute after `ask` raised it.

    Whatever else `ask` raises is not remembered.
    """
    key = _cache_key(what)
    until = time.monotonic() + IN_FLIGHT_SECONDS
    try:
        while time.monotonic() < until:
            kept = _kept(key)
            if kept is not None:
                return _answer(kept, kind, unknown)
            if cache.add(f"{key}:asked", 1, IN_FLIGHT_SECONDS):
                break
            time.sleep(LOOK_AGAIN_SECONDS)
    except redis.RedisError:
        return ask()
    return _ask(key, ask, unknown)


def forget_lookups() -> None:
    """All answers that are kept count no more."""
    with suppress(redis.RedisError):
        cache.set(GENERATION, uuid.uuid4().hex, 2 * KEPT_SECONDS)


def _cache_key(what: str) -> str:
    """The cache refuses some characters that names have."""
    return f"lookup:{hashlib.sha256(what.encode()).hexdigest()}"


def _ask(key: str, ask: Callable[[], T], unknown: type[Exception]) -> T:
    generation = _generation()
    try:
        answer = ask()
    except unknown as error:
        _keep(key, Kept(generation, None, str(error)), UNKNOWN_SECONDS)
        raise
    else:
        _keep(key, Kept(generation, msgspec.json.encode(answer), ""), KEPT_SECONDS)
        return answer
    finally:
        with suppress(redis.RedisError):
            cache.delete(f"{key}:asked")


def _kept(key: str) -> Kept | None:
    there = cache.get_many([GENERATION, key])  # one way to Redis and back
    kept = Kept(*there[key]) if key in there else None
    return kept if kept and kept.generation == there.get(GENERATION, "") else None


def _answer(kept: Kept, kind: type[T], unknown: type[Exception]) -> T:
    if kept.answer is None:
        raise unknown(kept.unknown)
    return msgspec.json.decode(kept.answer, type=kind, strict=False)


def _keep(key: str, kept: Kept, seconds: int) -> None:
    with suppress(redis.RedisError):
        cache.set(key, tuple(kept), seconds)


def _generation() -> str:
    with suppress(redis.RedisError):
        return str(cache.get(GENERATION, ""))
    return ""
