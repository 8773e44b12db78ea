"""The state of the simulated API."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from rasputin.simulator.replies.settings import settings_reply

# The names of the systems that are switched off at a simulated time.
SystemsDown = Callable[[float], Collection[str]]


def none_down(_: float) -> Collection[str]:
    return ()


class WorldGame:
    def __init__(self, systems_down: SystemsDown) -> None:
        self._systems_down = systems_down

    def settings(self, now: float) -> Any:
        return settings_reply(self._systems_down(now))
