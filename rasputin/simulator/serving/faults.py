"""Trouble on demand: rules that turn good answers into the bad ones that happen."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from rasputin.simulator.replies.envelope import Reply, failure, page
from rasputin.simulator.world.dice import chance, draws

TITLES = {
    403: "Attention Required! | Cloudflare",
    429: "Too Many Requests",
    500: "500 Internal Server Error",
    502: "502 Bad Gateway",
    503: "503 Service Unavailable",
    504: "504 Gateway Timeout",
    524: "524 Origin Time-out",
}


class Rule(msgspec.Struct, kw_only=True):
    """Path is a regular expression searched in path and query. With a code the answer is Bungie's
    envelope, with a status alone an HTML page, with neither the true answer, late or cut short.
    """

    path: str = ""
    status: int | None = None
    code: int | None = None
    throttle_seconds: int = 0
    delay: float = 0.0
    cut: int | None = None
    times: int | None = None
    rate: float = 1.0
    hits: int = 0
    seen: int = 0

    def __post_init__(self) -> None:
        try:
            re.compile(self.path)
        except re.error as error:
            raise ValueError(f"{self.path!r} is no regular expression: {error}.") from error

    def strikes(self, target: str) -> bool:
        if self.times is not None and self.hits >= self.times:
            return False
        if not re.search(self.path, target):
            return False
        self.seen += 1
        if self.rate < 1 and not chance(draws(0, "fault", self.path, self.seen)[0], self.rate):
            return False
        self.hits += 1
        return True

    def reply(self) -> Reply | None:
        """The answer in place of the true one, if there is to be another."""
        if self.code is not None:
            return failure(self.code, status=self.status, throttle_seconds=self.throttle_seconds)
        if self.status is not None:
            return page(self.status, TITLES.get(self.status, f"{self.status} Error"))
        return None


class Faults:
    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def add(self, rules: Iterable[Rule]) -> None:
        self.rules.extend(rules)

    def clear(self) -> None:
        self.rules.clear()

    def striking(self, path: str, query: str) -> Rule | None:
        """The first rule that applies to this request, which is thereby used once."""
        if not self.rules:
            return None
        target = f"{path}?{query}"
        return next((rule for rule in self.rules if rule.strikes(target)), None)
