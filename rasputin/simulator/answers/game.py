"""The state of the simulated API and of the game as a whole."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from rasputin.simulator.replies.alerts import alerts_reply
from rasputin.simulator.replies.milestones import milestones_reply
from rasputin.simulator.replies.settings import settings_reply


class Upkeep(Protocol):
    """Maintenance by simulated time: the systems that are off, and when what is not over begins or began."""

    def systems_down(self, now: float) -> Collection[str]: ...
    def announced(self, now: float) -> Collection[float]: ...


class NoUpkeep:
    def systems_down(self, now: float) -> Collection[str]:
        return ()

    def announced(self, now: float) -> Collection[float]:
        return ()


NO_UPKEEP = NoUpkeep()


class WorldGame:
    def __init__(self, upkeep: Upkeep) -> None:
        self._upkeep = upkeep

    def settings(self, now: float) -> Any:
        return settings_reply(now, self._upkeep.systems_down(now))

    def alerts(self, now: float) -> Any:
        return alerts_reply(self._upkeep.announced(now), now)

    def milestones(self, now: float) -> Any:
        return milestones_reply(now)
