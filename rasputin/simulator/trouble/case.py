"""One answer that a rule spoils."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rasputin.simulator.serving.routing import Request
from rasputin.simulator.trouble.spoiler import Spoiler
from rasputin.simulator.world.dice import chance, draws

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """`response` is the true answer; `again` gives what the same endpoint answers to another request."""

    rule: Spoiler
    request: Request
    response: Any
    again: Callable[[Request], Any]

    def befalls(self, thing: int | str) -> bool:
        """Whether it is among the share that is struck: the same things at every request."""
        return self.rule.share >= 1 or chance(draws(0, str(self.rule.trouble), thing)[0], self.rule.share)

    def lasts(self, end: float) -> bool:
        """Whether the trouble is not over yet for what ended then."""
        minutes = self.rule.minutes
        return minutes is None or self.request.now < end + minutes * 60


# The answer that is given in place of the true one, or a Refusal raised.
Effect = Callable[[Case], Any]
