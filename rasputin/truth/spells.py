"""Truth that changes: what held from when to when, asked for a moment at which we looked.

A look is dated when its task began. What was seen is what held at some time from a little before
(replies can be a minute old) to the end of the longest task.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings

from rasputin import clock

OLDEST_REPLY = timedelta(minutes=1)
HARD_LIMIT = 1.5  # times the soft limit of a task
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
AFTER_ALL = datetime.max.replace(tzinfo=UTC)


class Spell(NamedTuple):
    """A value, and the first moment at which it does not hold any more."""

    value: Any
    began: datetime
    ended: datetime


def spell(value: Any, began: str | None, ended: str | None) -> Spell:
    """From the truth's own texts: None is for ever."""
    return Spell(
        value,
        datetime.fromisoformat(began) if began else BEFORE_ALL,
        datetime.fromisoformat(ended) if ended else AFTER_ALL,
    )


def span_of(looked_at: datetime) -> tuple[datetime, datetime]:
    """The first and the last moment of which a look can have heard."""
    return looked_at - OLDEST_REPLY, looked_at + _longest_task()


def seen_at(spells: Iterable[Spell], looked_at: datetime) -> set[Any]:
    """All values that a look could have met; None among them when nothing held for some of the time."""
    first, last = span_of(looked_at)
    met = sorted(
        (one for one in spells if one.began <= last and one.ended > first), key=lambda one: one.began
    )
    values = {one.value for one in met}
    covered = first
    for one in met:
        if one.began > covered:
            break
        covered = max(covered, one.ended)
    return values if covered > last else {*values, None}


def _longest_task() -> timedelta:
    """A task's hard limit, by the crawl's clock."""
    return timedelta(seconds=HARD_LIMIT * settings.RASPUTIN_TASK_SECONDS * clock.clock.speed())
