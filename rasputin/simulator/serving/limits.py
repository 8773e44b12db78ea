"""The limits on requests in a rolling window: by address and host, for some endpoints a smaller one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

WINDOW_SECONDS = 10.0
WWW_LIMIT = 250
STATS_LIMIT = 400
THROTTLE_SECONDS = 10


class Window:
    """The times of the last ten seconds; `most` is the fullest the window has ever been."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self.most = 0

    def size(self, now: float, seconds: float) -> int:
        while self._times and self._times[0] <= now - seconds:
            self._times.popleft()
        return len(self._times)

    def add(self, now: float, seconds: float) -> None:
        self._times.append(now)
        self.most = max(self.most, self.size(now, seconds))


class Limit:
    """Refuses an address whose window is full; refused requests do not fill it further."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._windows: defaultdict[str, Window] = defaultdict(Window)

    def admits(self, address: str, now: float, seconds: float) -> bool:
        if not self.has_room(address, now, seconds):
            return False
        self.take(address, now, seconds)
        return True

    def has_room(self, address: str, now: float, seconds: float) -> bool:
        return self._windows[address].size(now, seconds) < self._most

    def take(self, address: str, now: float, seconds: float) -> None:
        self._windows[address].add(now, seconds)


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests that an address has in ten seconds, and the wait that a refusal names."""

    www: int = WWW_LIMIT
    stats: int = STATS_LIMIT
    endpoints: Mapping[str, int] = field(default_factory=dict)
    throttle_seconds: int = THROTTLE_SECONDS


class Throttle:
    """Both hosts have a window for each address. What an endpoint of its own limit refuses fills neither."""

    def __init__(self, limits: Limits) -> None:
        self.throttle_seconds = limits.throttle_seconds
        self._hosts = {"www": Limit(limits.www), "stats": Limit(limits.stats)}
        self._endpoints = {name: Limit(most) for name, most in limits.endpoints.items()}

    def admits(
        self, address: str, host: str, endpoint: Callable[[], str], now: float, seconds: float
    ) -> bool:
        """`endpoint` finds its name: only asked where one has a limit."""
        whole = self._hosts[host]
        own = self._endpoints.get(endpoint()) if self._endpoints else None
        if own is None:
            return whole.admits(address, now, seconds)
        return (
            whole.has_room(address, now, seconds)
            and own.admits(address, now, seconds)
            and whole.admits(address, now, seconds)
        )
