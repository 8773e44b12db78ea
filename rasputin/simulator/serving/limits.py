"""Counts of requests, and the limit on them in a rolling window."""

from __future__ import annotations

from collections import Counter, defaultdict, deque

WINDOW_SECONDS = 10.0
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
        window = self._windows[address]
        if window.size(now, seconds) >= self._most:
            return False
        window.add(now, seconds)
        return True


class Requests:
    """What was asked since the start or the last reset, refused requests included."""

    def __init__(self) -> None:
        self._by_endpoint: Counter[str] = Counter()
        self._by_code: Counter[str] = Counter()
        self._windows: defaultdict[str, Window] = defaultdict(Window)
        self._first: float | None = None
        self._last: float | None = None

    def arrived(self, address: str, now: float, seconds: float) -> None:
        self._windows[address].add(now, seconds)
        self._first = now if self._first is None else self._first
        self._last = now

    def answered(self, endpoint: str, status: int, code: int | None) -> None:
        self._by_endpoint[endpoint] += 1
        self._by_code[f"http {status}" if code is None else str(code)] += 1

    def summary(self) -> dict[str, object]:
        return {
            "total": sum(self._by_endpoint.values()),
            "by_endpoint": dict(sorted(self._by_endpoint.items())),
            "by_code": dict(sorted(self._by_code.items())),
            "most_in_10s": max((window.most for window in self._windows.values()), default=0),
            "throttled": self._by_code["51"],
            "first_at": self._first,
            "last_at": self._last,
        }
