"""The request budget that every worker on every host shares: one address, so one bucket, kept in Redis.

Each request on the wire takes a grant. Lua decides on Redis's own clock: a bucket for the address stands
before one for each host (GCRA: the next free slot moves on by one interval a grant). A grant may lie a
little ahead; how far depends on the priority, so that a back-fill that has all slots taken never delays a
person by more than its own short reach.

Trouble that concerns everybody is kept there too: a throttle pauses all and then halves the rate for a
minute; a refused key or maintenance closes its class until a probe, one a minute, gets through; five
failures of the last twenty requests close a class likewise. When Redis is away, requests stop.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

import redis

from rasputin.bungie.errors import BungieError, KeyRefused, Maintenance, Throttled, TimedOut, Unavailable
from rasputin.clock import Clock
from rasputin.queues import Priority

STATE = "rasputin:budget:state"
COUNTS = "rasputin:budget:counts"
HEADROOM = 0.95  # of the rate: what a stall of half a second bunches together stays below the limit
STALE_AFTER = 0.15  # seconds: a grant that could not be used in its slot is dropped and asked for again
THROTTLE_PAUSE = 10.0
PROBE_EVERY = 60.0

CLASSES = {
    "report": "reports",
    **dict.fromkeys(("group", "group_by_name", "members", "admins", "member_groups"), "groups"),
    **dict.fromkeys(("manifest", "content"), "content"),
}
EVERYTHING = "all"

# KEYS: state, counts. ARGV: interval us, host, class, endpoint, reach us, factor.
# Returns {granted 0|1, wait us, watch 0|1, reason}.
TAKE = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local function number(field) return tonumber(redis.call('HGET', KEYS[1], field) or '0') end
local function clamped(field) return math.min(number(field), now + 10000000) end
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], 'slow_until', now + 10000000)
end
local pause = math.min(number('pause_until'), now + 600000000)
if now < pause then
  redis.call('HINCRBY', KEYS[2], 'paused', 1)
  return {0, pause - now, 1, redis.call('HGET', KEYS[1], 'reason') or ''}
end
local watch = 0
local probed = {}
for _, class in ipairs({'all', ARGV[3]}) do
  local why = redis.call('HGET', KEYS[1], 'closed:' .. class)
  if why then
    local probe = math.min(number('probe:' .. class), now + 600000000)
    if now < probe then
      redis.call('HINCRBY', KEYS[2], 'paused', 1)
      return {0, probe - now, 1, why}
    end
    table.insert(probed, 'probe:' .. class)
    watch = 1
  end
  if redis.call('HEXISTS', KEYS[1], 'outcomes:' .. class) == 1 then watch = 1 end
end
local interval = tonumber(ARGV[1])
if now < math.min(number('slow_until'), now + 600000000) then interval = interval * 2 end
local start = math.max(now, clamped('next:address'), clamped('next:' .. ARGV[2]))
local reach = tonumber(ARGV[5])
if start - now > reach then
  redis.call('HINCRBY', KEYS[2], 'refused', 1)
  return {0, start - now - reach, watch, ''}
end
for _, probe in ipairs(probed) do
  redis.call('HSET', KEYS[1], probe, now + math.floor(60000000 / tonumber(ARGV[6])))
end
redis.call('HSET', KEYS[1], 'next:address', start + interval, 'next:' .. ARGV[2], start + interval)
redis.call('HINCRBY', KEYS[2], 'granted:' .. ARGV[4], 1)
return {1, start - now, watch, ''}
"""

# KEYS: state, counts. ARGV: class, outcome (ok|fault|throttle|closed), seconds us, reason, slow us.
SETTLE = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local class, outcome, pause = ARGV[1], ARGV[2], tonumber(ARGV[3])
if outcome == 'throttle' then
  local known = tonumber(redis.call('HGET', KEYS[1], 'pause_until') or '0')
  local till = math.max(now + pause, math.min(known, now + 600000000))
  redis.call('HSET', KEYS[1], 'pause_until', till, 'slow_until', till + tonumber(ARGV[5]), 'reason', ARGV[4])
  redis.call('HINCRBY', KEYS[2], 'throttled', 1)
  return 1
end
if outcome == 'closed' then
  redis.call('HSET', KEYS[1], 'closed:' .. class, ARGV[4], 'probe:' .. class, now + pause)
  return 1
end
local marks = redis.call('HGET', KEYS[1], 'outcomes:' .. class) or ''
marks = string.sub(marks .. (outcome == 'ok' and '.' or 'x'), -20)
local _, faults = string.gsub(marks, 'x', '')
if outcome == 'ok' then
  redis.call('HDEL', KEYS[1], 'closed:' .. class)
  if class ~= 'content' then redis.call('HDEL', KEYS[1], 'closed:all') end
  if faults == 0 then redis.call('HDEL', KEYS[1], 'outcomes:' .. class) end
end
if outcome == 'fault' and faults >= 5 then
  redis.call('HSET', KEYS[1], 'closed:' .. class, ARGV[4], 'probe:' .. class, now + pause)
  marks = ''
end
if faults > 0 then redis.call('HSET', KEYS[1], 'outcomes:' .. class, marks) end
return 1
"""

# How far ahead of now a grant may lie, seconds, by priority: the reserve of the more urgent.
REACH = ((Priority.PERSON, 2.0), (Priority.HOT, 1.0), (Priority.BROAD, 0.6), (Priority.WARM, 0.4))
LEAST_REACH = 0.2


class OutOfBudget(Exception):
    """No grant within the time that the caller has; trying again helps after `wait` seconds."""

    def __init__(self, wait: float, reason: str) -> None:
        super().__init__(f"no request may go out for {wait:.1f} s{': ' + reason if reason else ''}")
        self.wait = wait
        self.reason = reason


class Grant(NamedTuple):
    granted: bool
    wait: float  # real seconds: until the granted slot, or until asking again makes sense
    watch: bool  # the class has known trouble: say how this request ended
    reason: str


class Usage(NamedTuple):
    """What the budget has granted, refused and paused, and what holds it now."""

    granted: dict[str, int]
    refused: int
    paused: int
    throttled: int
    closed: dict[str, str]
    pause_seconds: float


def reach_of(priority: int) -> float:
    return next((reach for bound, reach in REACH if priority <= bound), LEAST_REACH)


class Budget:
    """`rate` in requests a second of the crawl's clock, for the one source address of this installation."""

    def __init__(self, connection: "redis.Redis", *, rate: float, clock: Clock) -> None:
        self._redis = connection
        self._rate = rate
        self._clock = clock
        self._take = connection.register_script(TAKE)
        self._settle = connection.register_script(SETTLE)

    def take(self, *, host: str, endpoint: str, priority: int) -> Grant:
        interval = 1_000_000 / (self._rate * HEADROOM * self._clock.speed())
        reach = reach_of(priority) * 1_000_000
        arguments = [int(interval), host, class_of(endpoint), endpoint, int(reach), self._clock.speed()]
        try:
            granted, wait, watch, reason = self._ask(self._take, arguments)
        except redis.RedisError as error:
            raise OutOfBudget(5.0, "Redis does not answer") from error
        return Grant(bool(granted), wait / 1_000_000, bool(watch), _text(reason))

    def settle(self, *, endpoint: str, error: BungieError | None) -> None:
        """Tells the others how a request ended, where that concerns them."""
        kind, outcome, seconds = _outcome(endpoint, error)
        real = [int(self._clock.real_seconds(value) * 1_000_000) for value in (seconds, 60.0)]
        reason = "" if error is None else f"{error.kind}: {error}"[:200]
        try:
            self._ask(self._settle, [kind, outcome, real[0], reason, real[1]])
        except redis.RedisError:
            return  # the next grant will say that Redis is away

    def usage(self) -> Usage:
        counts = {_text(key): int(value) for key, value in self._redis.hgetall(COUNTS).items()}
        state = {_text(key): _text(value) for key, value in self._redis.hgetall(STATE).items()}
        seconds, micros = self._redis.time()
        pause = float(state.get("pause_until", "0")) / 1_000_000 - seconds - micros / 1_000_000
        return Usage(
            granted=_named(counts, "granted:"),
            refused=counts.get("refused", 0),
            paused=counts.get("paused", 0),
            throttled=counts.get("throttled", 0),
            closed=_named(state, "closed:"),
            pause_seconds=max(0.0, pause),
        )

    def _ask(self, script: Any, arguments: list[Any]) -> Any:
        return script(keys=[STATE, COUNTS], args=arguments)


class BudgetGate:
    """What the client asks before each request: waits for a grant, at most until the caller's deadline."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._local = threading.local()

    @contextmanager
    def on_behalf(self, *, priority: int, deadline: float) -> Iterator[None]:
        """Requests of this thread count as `priority` and give up at `deadline` (time.monotonic)."""
        self._local.priority, self._local.deadline = priority, deadline
        try:
            yield
        finally:
            del self._local.priority, self._local.deadline

    def enter(self, *, host: Literal["www", "stats"], endpoint: str) -> None:
        priority = getattr(self._local, "priority", Priority.PERSON)
        deadline = getattr(self._local, "deadline", time.monotonic() + 30.0)
        while time.monotonic() < deadline:
            grant = self._budget.take(host=host, endpoint=endpoint, priority=priority)
            self._local.watch = grant.watch
            slot = time.monotonic() + grant.wait
            if not grant.granted and slot > deadline:
                raise OutOfBudget(grant.wait, grant.reason)
            time.sleep(grant.wait)
            if grant.granted and time.monotonic() - slot < STALE_AFTER:
                return
        raise OutOfBudget(0.0, "the task's time is up")

    def leave(self, *, host: Literal["www", "stats"], endpoint: str, error: BungieError | None) -> None:
        if self._local.watch or _concerns_others(error):
            self._budget.settle(endpoint=endpoint, error=error)


def class_of(endpoint: str) -> str:
    """Requests of one class share a fate: destiny, reports, groups or content.

    Content needs no key, so that it comes tells nothing of a key that was refused.
    """
    return CLASSES.get(endpoint, "destiny")


def _concerns_others(error: BungieError | None) -> bool:
    return isinstance(error, (Throttled, Maintenance, KeyRefused, Unavailable, TimedOut))


def _outcome(endpoint: str, error: BungieError | None) -> tuple[str, str, float]:
    """Class, outcome, seconds (of the crawl's clock)."""
    if isinstance(error, Throttled):
        return EVERYTHING, "throttle", error.wait or THROTTLE_PAUSE
    if isinstance(error, KeyRefused):
        return EVERYTHING, "closed", PROBE_EVERY
    if isinstance(error, Maintenance):
        return class_of(endpoint), "closed", PROBE_EVERY
    fault = isinstance(error, (Unavailable, TimedOut))
    return class_of(endpoint), "fault" if fault else "ok", PROBE_EVERY


def _named(table: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value for name, value in sorted(table.items()) if name.startswith(prefix)
    }


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
