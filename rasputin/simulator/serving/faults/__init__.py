"""Trouble on demand: rules that turn good answers into the bad ones that happen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from rasputin.simulator.serving.faults.call import Call
from rasputin.simulator.serving.faults.maintenance import switched_off
from rasputin.simulator.serving.faults.placed import Placed
from rasputin.simulator.serving.faults.rule import Rule
from rasputin.simulator.trouble.effects import can_befall


class Faults:
    """The rules in force, in their order. The first that strikes decides; troubles with data all do."""

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        self._real = real
        self._given = 0
        self._placed: dict[str, Placed] = {}

    def __bool__(self) -> bool:
        return bool(self._placed)

    def add(self, rules: Iterable[Rule]) -> None:
        """A rule with a name that is in force takes that rule's place; one without a name gets one."""
        for rule in rules:
            self._given += 1
            named = rule if rule.name else msgspec.structs.replace(rule, name=f"rule-{self._given}")
            self._placed[named.name] = Placed(named, self._real())

    def remove(self, name: str) -> None:
        self._placed.pop(name, None)

    def clear(self) -> None:
        self._placed.clear()
        self._given = 0

    def striking(self, call: Call) -> Rule | None:
        """The first rule that applies to this request, which is thereby used once."""
        rules = (placed for placed in self._placed.values() if placed.rule.trouble is None)
        return next((placed.rule for placed in rules if placed.strikes(call)), None)

    def troubles(self, call: Call) -> tuple[Rule, ...]:
        """All rules that spoil what the true answer to this request says."""
        rules = (placed for placed in self._placed.values() if placed.rule.trouble is not None)
        befalling = (placed for placed in rules if can_befall(placed.rule.trouble, call.endpoint))
        return tuple(placed.rule for placed in befalling if placed.strikes(call))

    def systems_down(self, now: float) -> frozenset[str]:
        """The systems that maintenance has switched off at a simulated time, as the settings name them."""
        placed = (placed for placed in self._placed.values() if placed.rule.maintenance)
        due = [p.rule.maintenance for p in placed if p.is_due(now, self._real())]
        return frozenset().union(*map(switched_off, due))

    def announced(self, now: float) -> list[float]:
        """When maintenance begins or began that is not over; what has no beginning is not announced."""
        rules = (placed.rule for placed in self._placed.values() if placed.rule.maintenance)
        return [rule.begins() for rule in rules if rule.after and now < rule.ends()]

    def facts(self) -> list[dict[str, Any]]:
        return [placed.facts() for placed in self._placed.values()]

    def fact(self, name: str) -> dict[str, Any] | None:
        placed = self._placed.get(name)
        return placed.facts() if placed else None
