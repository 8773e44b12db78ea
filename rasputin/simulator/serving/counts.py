"""What was asked since the start or the last reset, refused requests included."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from rasputin.simulator.clock import stamp
from rasputin.simulator.serving.limits import Window

THROTTLED = 51


class Requests:
    """Files of the site are counted, but fill nobody's window: the limits are the API's."""

    def __init__(self) -> None:
        self._by_endpoint: Counter[str] = Counter()
        self._by_code: Counter[str] = Counter()
        self._totals: Counter[str] = Counter()
        self._throttled: Counter[str] = Counter()
        self._windows: defaultdict[str, Window] = defaultdict(Window)
        self._host_windows: defaultdict[tuple[str, str], Window] = defaultdict(Window)
        self._first: float | None = None
        self._last: float | None = None

    def arrived(self, address: str, host: str, now: float, seconds: float) -> None:
        if host != "site":
            self._windows[address].add(now, seconds)
        self._host_windows[host, address].add(now, seconds)
        self._first = now if self._first is None else self._first
        self._last = now

    def answered(self, endpoint: str, host: str, status: int, code: int | None) -> None:
        self._by_endpoint[endpoint] += 1
        self._by_code[f"http {status}" if code is None else str(code)] += 1
        self._totals[host] += 1
        if code == THROTTLED:
            self._throttled[host] += 1

    def summary(self) -> dict[str, Any]:
        return {
            "total": self._totals.total(),
            "by_endpoint": dict(sorted(self._by_endpoint.items())),
            "by_code": dict(sorted(self._by_code.items())),
            "by_host": {host: self._host(host) for host in ("www", "stats", "site")},
            "most_in_10s": _most(self._windows.values()),
            "throttled": self._throttled.total(),
            "first_at": None if self._first is None else stamp(self._first),
            "last_at": None if self._last is None else stamp(self._last),
        }

    def _host(self, host: str) -> dict[str, int]:
        windows = [window for (asked, _), window in self._host_windows.items() if asked == host]
        return {
            "total": self._totals[host],
            "throttled": self._throttled[host],
            "most_in_10s": _most(windows),
        }


def _most(windows: Iterable[Window]) -> int:
    return max((window.most for window in windows), default=0)
