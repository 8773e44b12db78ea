"""A process that asks Bungie as fast as it is let: `python -m tests.benchmarks.taker BASE PRIORITY ID...`.

Its requests go to both hosts in turn: a report of those ids, then the roster of a clan that is not there.
"""

import os
import sys
import time
from contextlib import suppress
from itertools import cycle

import redis

from rasputin.budget import Budget, BudgetGate, OutOfBudget
from rasputin.bungie import Client
from rasputin.bungie.errors import BungieError
from rasputin.clock import clock

NOBODY = 1


def main(base: str, priority: int, ids: list[int]) -> None:
    rate = float(os.environ["RASPUTIN_RATE"])
    gate = BudgetGate(Budget(redis.Redis.from_url(os.environ["REDIS_URL"]), rate=rate, clock=clock))
    client = Client(
        api_key="simulated",  # pragma: allowlist secret
        user_agent="RasputinBench/1.0 (+simulated)",
        base_url=base,
        stats_url=f"{base}/stats",
        gate=gate,
        pool=1,
    )
    print("ready", flush=True)
    for instance_id in cycle(ids):
        with gate.on_behalf(priority=priority, deadline=time.monotonic() + 60):
            with suppress(OutOfBudget, BungieError):
                client.post_game_report(instance_id)
            with suppress(OutOfBudget, BungieError):
                client.group(NOBODY)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), [int(text) for text in sys.argv[3:]])
