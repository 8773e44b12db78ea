"""What was asked since the start or the last reset, refused requests included."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from rasputin.simulator.clock import stamp
from rasputin.simulator.serving.limits import Window

THROTTLED = 51


class Kind(NamedTuple):
    """What is counted together; `code` is None for what is no envelope."""

    endpoint: str
    host: str
    status: int
    code: int | None

    @property
    def outcome(self) -> str:
        return f"http {self.status}" if self.code is None else str(self.code)


class Requests:
    """Files of the site are counted, but fill nobody's window: the limits are the API's."""

    def __init__(self) -> None:
        self._answers: Counter[Kind] = Counter()
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
        self._answers[Kind(endpoint, host, status, code)] += 1

    def summary(self) -> dict[str, Any]:
        return {
            "total": self._answers.total(),
            "by_endpoint": self._summed(lambda kind: kind.endpoint),
            "by_code": self._summed(lambda kind: kind.outcome),
            "by_host": {host: self._host(host) for host in ("www", "stats", "site")},
            "most_in_10s": _most(self._windows.values()),
            "throttled": self._count(lambda kind: kind.code == THROTTLED),
            "first_at": None if self._first is None else stamp(self._first),
            "last_at": None if self._last is None else stamp(self._last),
        }

    def _host(self, host: str) -> dict[str, int]:
        windows = [window for (asked, _), window in self._host_windows.items() if asked == host]
        return {
            "total": self._count(lambda kind: kind.host == host),
            "throttled": self._count(lambda kind: kind.host == host and kind.code == THROTTLED),
            "most_in_10s": _most(windows),
        }

    def _summed(self, name: Callable[[Kind], str]) -> dict[str, int]:
        sums: Counter[str] = Counter()
        for kind, count in self._answers.items():
            sums[name(kind)] += count
        return dict(sorted(sums.items()))

    def _count(self, fits: Callable[[Kind], bool]) -> int:
        return sum(count for kind, count in self._answers.items() if fits(kind))


def _most(windows: Iterable[Window]) -> int:
    return max((window.most for window in windows), default=0)
