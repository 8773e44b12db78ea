"""The state of the API and the game as it was recorded."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.answers.game import Upkeep
from rasputin.simulator.recorded.moments import latest
from rasputin.simulator.recorded.reading.game import State
from rasputin.simulator.replies.alerts import alerts_reply
from rasputin.simulator.replies.settings import settings_reply


class RecordedGame:
    def __init__(self, state: State, upkeep: Upkeep) -> None:
        self._state = state
        self._upkeep = upkeep

    def settings(self, now: float) -> Any:
        """Systems are the simulator's own, for nobody recorded them."""
        settings = settings_reply(now, self._upkeep.systems_down(now))
        return {**settings, "destiny2CoreSettings": latest(self._state.core_settings, now)}

    def alerts(self, now: float) -> Any:
        """Those of maintenance that a rule announces come behind the recorded ones."""
        return [*latest(self._state.alerts, now), *alerts_reply(self._upkeep.announced(now), now)]

    def milestones(self, now: float) -> Any:
        return self._state.milestones
