"""The request budget that every worker on every host shares: one address, so one bucket, kept in Redis.

Each request on the wire takes a grant, files and second tries included. One script decides on Redis's own
clock. Slots lie evenly, one interval apart (GCRA without a burst), and a window holds every request from
its slot until ten seconds after its reply: never more than 250 are in it, so that Bungie never counts more
in ten seconds, as long as requests arrive within a second of their slots. Each host may have a slower rate
of its own. A grant may lie a little ahead; how far depends on the priority (`lanes`), so that a back-fill
that has all slots taken never delays a person by more than its own short reach.

Trouble that concerns everybody is kept there too: a throttle pauses all and then halves the rate for a
minute; a refused key or maintenance closes its class until a probe, one a minute, gets through; five
failures of the last twenty requests close a class likewise. When Redis is away, requests stop; when it
forgot everything, the rate is half for ten seconds.
"""

from rasputin.budget.classes import class_of
from rasputin.budget.gate import BudgetGate
from rasputin.budget.lua import COUNTS, STATE, WINDOW
from rasputin.budget.shared import HEADROOM, Budget, Grant, OutOfBudget, Usage

__all__ = [
    "COUNTS",
    "HEADROOM",
    "STATE",
    "WINDOW",
    "Budget",
    "BudgetGate",
    "Grant",
    "OutOfBudget",
    "Usage",
    "class_of",
]
