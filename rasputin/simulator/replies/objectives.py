"""Progress on objectives, written as text: a profile shows thousands of them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rasputin.simulator.world.records.shapes import Objective

MOST_SHOWN = 2_147_483_647


class Phrases(NamedTuple):
    """What stands around the progress: `head` before it, then one of the tails."""

    head: str
    complete: str
    open: str
    hidden: str


@lru_cache(maxsize=20_000)
def _phrases(objective: Objective) -> Phrases:
    goal = f',"completionValue":{objective.completion_value}'
    return Phrases(
        head=f'{{"objectiveHash":{objective.hash},"progress":',
        complete=f'{goal},"complete":true,"visible":true}}',
        open=f'{goal},"complete":false,"visible":true}}',
        hidden=f'{goal},"complete":false,"visible":false}}',
    )


def objective_text(objective: Objective, progress: int, *, hidden: bool = False) -> str:
    """One objective's progress. A hidden one is not visible as long as it is open."""
    head, complete, still_open, unseen = _phrases(objective)
    if progress >= objective.completion_value:
        return f"{head}{min(progress, MOST_SHOWN)}{complete}"
    return f"{head}{progress}{unseen if hidden else still_open}"
