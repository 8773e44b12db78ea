"""A request as rules see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from rasputin.simulator.replies.envelope import Reply
from rasputin.simulator.serving.visit import Visit

ACTIVITY = re.compile(rb'"(?:referenceId|directorActivityHash)":(\d+)')
WHERE_ACTIVITIES_STAND = 1_000  # in a report, before its entries


@dataclass
class Call:
    """`now` is the simulated time, `real` the real one. What takes work is found only when a rule asks."""

    visit: Visit
    now: float
    real: float
    find_endpoint: Callable[[], str]
    find_reply: Callable[[], Reply]

    @property
    def target(self) -> str:
        return f"{self.visit.root}{self.visit.path}?{self.visit.query}"

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(self.visit.path.split("/"))

    @cached_property
    def endpoint(self) -> str:
        return self.find_endpoint()

    @cached_property
    def reply(self) -> Reply:
        """The true answer."""
        return self.find_reply()

    @cached_property
    def activities(self) -> frozenset[int]:
        """The hashes that the true answer, if it is a report, was played under."""
        if self.endpoint != "report":
            return frozenset()
        return frozenset(map(int, ACTIVITY.findall(self.reply.body[:WHERE_ACTIVITIES_STAND])))
