"""The budget in Redis that all workers share: grants of requests, how they ended, and what it counted."""

import logging
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import redis

from rasputin.budget.classes import EVERYTHING, PROBE_EVERY, class_of, outcome_of
from rasputin.budget.lanes import FURTHEST, TURN, lane_of
from rasputin.budget.lua import CONFIRM, COUNTS, KEYS, SETTLE, STATE, TAKE, WINDOW
from rasputin.bungie.errors import BungieError
from rasputin.clock import Clock

log = logging.getLogger(__name__)

Host = Literal["www", "stats"]

HEADROOM = 0.99  # of the rate: the pace of the slots
WINDOW_SECONDS = 10.0
BUNGIES_RATE = 25.0  # an address's, over a window
GRACE = 1.0  # seconds: later after its slot no request arrives, unless its reply says so
CATCH_UP = 0.5  # seconds by which a host may fall behind its own rate and make good
CONFIRM_AFTER = 0.25  # real seconds: a grant that lies further ahead is asked about again
SLOW_SECONDS = 60.0  # at half the rate, after a throttle
REDIS_AWAY_SECONDS = 5.0


class OutOfBudget(Exception):
    """No grant within the time that the caller has; trying again helps after `wait` seconds."""

    def __init__(self, wait: float, reason: str) -> None:
        super().__init__(f"no request may go out for {wait:.1f} s{': ' + reason if reason else ''}")
        self.wait = wait
        self.reason = reason


class Grant(NamedTuple):
    """A slot on Redis's clock, or a refusal."""

    granted: bool
    wait: float  # real seconds: until the slot, or until asking again makes sense
    slot: int
    watch: bool  # the class has known trouble: say how this request ended
    probe: bool  # it looks whether its class works again
    reason: str
    tell: bool  # the rate is near Bungie's limit: say when this request ended


class Usage(NamedTuple):
    """What the budget has granted, refused and paused, and what holds it now; seconds are real ones."""

    granted: dict[str, int]  # by endpoint
    by_host: dict[str, int]
    by_lane: dict[str, int]
    refused: int
    paused: int
    throttled: int
    closed: dict[str, str]
    pause_seconds: float
    slow_seconds: float
    in_window: int  # requests that may have arrived in the last ten seconds, those to come included


class Budget:
    """Rates in requests a second of the crawl's clock, for the one source address of this installation.

    `host_rates` may hold hosts back further; who is not named has the address's rate.
    """

    def __init__(
        self,
        connection: "redis.Redis",
        *,
        rate: float,
        clock: Clock,
        host_rates: Mapping[str, float] | None = None,
    ) -> None:
        self._redis = connection
        self._rate = rate
        self._host_rates = dict(host_rates or {})
        self._clock = clock
        self._take = connection.register_script(TAKE)
        self._confirm = connection.register_script(CONFIRM)
        self._settle = connection.register_script(SETTLE)

    def take(self, *, host: Host, endpoint: str, priority: int) -> Grant:
        lane = lane_of(priority)
        names = [host, class_of(endpoint), endpoint, lane.name]
        paces = [self._interval(self._rate), self._interval(self._host_rates.get(host, self._rate))]
        reaches = [_micros(lane.reach), _micros(FURTHEST)]
        window = [self._real(WINDOW_SECONDS), self._real(GRACE), self._limit()]
        rest = [self._real(PROBE_EVERY), self._real(CATCH_UP), TURN, _micros(CONFIRM_AFTER)]
        try:
            answer = self._ask(self._take, [*names, *paces, *reaches, *window, *rest])
        except redis.RedisError as error:
            raise OutOfBudget(REDIS_AWAY_SECONDS, "Redis does not answer") from error
        granted, wait, slot, watch, probe, reason = answer
        flags = (bool(watch), bool(probe))
        return Grant(bool(granted), wait / 1_000_000, slot, *flags, _text(reason), self._is_near_limit())

    def holds(self, grant: Grant) -> bool:
        """Whether a grant still stands when its slot has come; False where a throttle took it back."""
        try:
            return bool(self._ask(self._confirm, [grant.slot]))
        except redis.RedisError as error:
            raise OutOfBudget(REDIS_AWAY_SECONDS, "Redis does not answer") from error

    def settle(self, *, endpoint: str, error: BungieError | None, grant: Grant | None = None) -> None:
        """Tells the others how a request ended, where that concerns them."""
        outcome = outcome_of(endpoint, error)
        reason = "" if error is None else f"{error.kind}: {error}"
        slot, probe = (grant.slot, grant.probe) if grant else (0, False)
        times = [self._real(outcome.pause), self._real(SLOW_SECONDS)]
        told = [slot, self._real(WINDOW_SECONDS), outcome.class_, outcome.name, *times, reason[:200]]
        try:
            change = _text(self._ask(self._settle, [*told, int(probe)]))
        except redis.RedisError:
            return  # the next grant will say that Redis is away
        _log_change(change, outcome.class_, reason)

    def forget_refused_key(self) -> None:
        """For a start, which may be with another key: its first request tells."""
        self._redis.hdel(STATE, f"closed:{EVERYTHING}", f"probe:{EVERYTHING}")

    def usage(self) -> Usage:
        counts = {_text(key): int(value) for key, value in self._redis.hgetall(COUNTS).items()}
        state = {_text(key): _text(value) for key, value in self._redis.hgetall(STATE).items()}
        seconds, micros = self._redis.time()
        now = seconds * 1_000_000 + micros
        return Usage(
            granted=_named(counts, "granted:"),
            by_host=_named(counts, "host:"),
            by_lane=_named(counts, "lane:"),
            refused=counts.get("refused", 0),
            paused=counts.get("paused", 0),
            throttled=counts.get("throttled", 0),
            closed=_named(state, "closed:"),
            pause_seconds=_left(state.get("pause_until"), now),
            slow_seconds=_left(state.get("slow_until"), now),
            in_window=self._redis.zcount(WINDOW, now, "+inf"),
        )

    def _limit(self) -> int:
        """Requests in a window; above Bungie's only where there is no Bungie."""
        return int(max(BUNGIES_RATE, self._rate) * WINDOW_SECONDS)

    def _is_near_limit(self) -> bool:
        """Whether the window would be full without word of when requests ended."""
        return self._rate * HEADROOM * (WINDOW_SECONDS + GRACE) > self._limit()

    def _interval(self, rate: float) -> int:
        return max(1, int(1_000_000 / (rate * HEADROOM * self._clock.speed())))

    def _real(self, seconds: float) -> int:
        """Microseconds of real time."""
        return _micros(self._clock.real_seconds(seconds))

    def _ask(self, script: Any, arguments: list[Any]) -> Any:
        return script(keys=KEYS, args=arguments)


def _log_change(change: str, class_: str, reason: str) -> None:
    if change == "closed":
        log.error("requests (%s) wait until one a minute gets through. %s", class_, reason)
    elif change == "open":
        log.warning("requests get through again (%s)", class_)


def _micros(seconds: float) -> int:
    return int(seconds * 1_000_000)


def _left(until: str | None, now: int) -> float:
    return max(0.0, (float(until or 0) - now) / 1_000_000)


def _named(table: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value for name, value in sorted(table.items()) if name.startswith(prefix)
    }


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
