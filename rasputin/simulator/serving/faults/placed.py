"""A rule in force: which calls it strikes, and how often it did."""

from __future__ import annotations

import re
from typing import Any

from rasputin.simulator.serving.faults.call import Call
from rasputin.simulator.serving.faults.maintenance import is_down
from rasputin.simulator.serving.faults.rule import Rule
from rasputin.simulator.world.dice import chance, draws

ALWAYS = (float("-inf"), float("inf"))


class Placed:
    """`since` is the real time at which the rule was given. `seen` counts the calls that fitted."""

    def __init__(self, rule: Rule, since: float) -> None:
        self.rule = rule
        self.seen = 0
        self.hits = 0
        self._since = since
        self._begins, self._ends = rule.begins(), rule.ends()
        self._path = re.compile(rule.path)
        self._ids = frozenset(map(str, rule.ids))

    def strikes(self, call: Call) -> bool:
        if self._is_spent() or not self.is_due(call.now, call.real) or not self._fits(call):
            return False
        self.seen += 1
        if self.seen % self.rule.every or not self._is_drawn():
            return False
        self.hits += 1
        return True

    def is_due(self, now: float, real: float) -> bool:
        first, last = self.rule.window or ALWAYS
        return self._begins <= now < self._ends and first <= real - self._since < last

    def facts(self) -> dict[str, Any]:
        return {**self.rule.told(), "hits": self.hits, "seen": self.seen}

    def _is_spent(self) -> bool:
        return self.rule.times is not None and self.hits >= self.rule.times

    def _fits(self, call: Call) -> bool:
        rule, visit = self.rule, call.visit
        return (
            (not rule.hosts or visit.host in rule.hosts)
            and (not rule.addresses or visit.asked.address in rule.addresses)
            and (not rule.keys or visit.key in rule.keys)
            and (not rule.path or bool(self._path.search(call.target)))
            and (not rule.ids or not self._ids.isdisjoint(call.ids))
            and (not rule.maintenance or is_down(rule.maintenance, visit))
            and (not rule.endpoints or call.endpoint in rule.endpoints)
            and (not rule.activities or not call.activities.isdisjoint(rule.activities))
        )

    def _is_drawn(self) -> bool:
        """By lot, the same in every run."""
        return self.rule.rate == 1 or chance(draws(0, "fault", self.rule.name, self.seen)[0], self.rule.rate)
