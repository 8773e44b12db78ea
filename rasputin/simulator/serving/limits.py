"""The limits on requests in a rolling window: by address and host, for some endpoints a smaller one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
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
        times, oldest = self._times, now - seconds
        while times and times[0] <= oldest:
            times.popleft()
        return len(times)

    def add(self, now: float, seconds: float) -> None:
        self._times.append(now)
        size = self.size(now, seconds)
        if size > self.most:
            self.most = size


class Limit:
    """Refuses an address whose window is full; refused requests do not fill it further."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._windows: defaultdict[str, Window] = defaultdict(Window)

    def admits(self, address: str, now: float, seconds: float) -> bool:
        window = self._windows[address]
        if window.size(now, seconds) >= self._most:
            return False
        window.add(now, seconds)
        return True

    def has_room(self, address: str, now: float, seconds: float) -> bool:
        return self._windows[address].size(now, seconds) < self._most


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

    @property
    def minds_endpoints(self) -> bool:
        return bool(self._endpoints)

    def admits(self, address: str, host: str, endpoint: str, now: float, seconds: float) -> bool:
        """`endpoint` may be empty where none has a limit of its own."""
        whole, own = self._hosts[host], self._endpoints.get(endpoint)
        if own is None:
            return whole.admits(address, now, seconds)
        return (
            whole.has_room(address, now, seconds)
            and own.admits(address, now, seconds)
            and whole.admits(address, now, seconds)
        )
