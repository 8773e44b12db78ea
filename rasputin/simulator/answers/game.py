"""The state of the simulated API."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.replies.settings import settings_reply


class WorldGame:
    def settings(self, now: float) -> Any:
        return settings_reply()
