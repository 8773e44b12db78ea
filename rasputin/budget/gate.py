"""What the client asks before each request: waits for a grant, at most until the caller's deadline."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rasputin.budget.classes import concerns_others
from rasputin.budget.shared import CONFIRM_AFTER, Budget, Grant, Host, OutOfBudget
from rasputin.bungie.errors import BungieError
from rasputin.queues import Priority

STALE_AFTER = 0.3  # seconds: a grant that could not be used in its slot is dropped and asked for again
ASK_AGAIN = 0.05  # seconds after a slot is free: who is refused finds several then, and asks less often
USUAL_PATIENCE = 30.0


class BudgetGate:
    """Threads share one; each has the urgency and the deadline of what it works for."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._local = threading.local()

    @contextmanager
    def on_behalf(self, *, priority: int, deadline: float) -> Iterator[None]:
        """Requests of this thread count as `priority` and give up at `deadline` (time.monotonic)."""
        self._local.priority, self._local.deadline = priority, deadline
        try:
            yield
        finally:
            del self._local.priority, self._local.deadline

    def enter(self, *, host: Host, endpoint: str) -> None:
        priority = getattr(self._local, "priority", Priority.PERSON)
        deadline = getattr(self._local, "deadline", time.monotonic() + USUAL_PATIENCE)
        while time.monotonic() < deadline:
            grant = self._budget.take(host=host, endpoint=endpoint, priority=priority)
            if self._await(grant, deadline):
                self._local.grant = grant
                return
        raise OutOfBudget(0.0, "the task's time is up")

    def leave(self, *, host: Host, endpoint: str, error: BungieError | None) -> None:
        grant: Grant = self._local.grant
        if grant.watch or grant.tell or concerns_others(error):
            self._budget.settle(endpoint=endpoint, error=error, grant=grant)

    def _await(self, grant: Grant, deadline: float) -> bool:
        """Waits for the slot, or for when to ask again; True where the request may go out now."""
        slot = time.monotonic() + grant.wait
        if not grant.granted:
            if slot > deadline:
                raise OutOfBudget(grant.wait, grant.reason)
            time.sleep(grant.wait + ASK_AGAIN)
            return False
        time.sleep(grant.wait)
        in_time = time.monotonic() - slot < STALE_AFTER
        return in_time and (grant.wait < CONFIRM_AFTER or self._budget.holds(grant))
