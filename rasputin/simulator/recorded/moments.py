"""Which of several recordings answers at a time: the newest of those that had been made by then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple


class Told(NamedTuple):
    """A reply, and the moment at which it was true."""

    moment: float
    reply: Any


def in_order(recordings: Iterable[Told]) -> list[Told]:
    return sorted(recordings, key=lambda told: told.moment)


def known(recordings: Sequence[Told], now: float) -> Sequence[Told]:
    """Those made by then, or the first if all are younger. The recordings are in their order."""
    return [told for told in recordings if told.moment <= now] or recordings[:1]


def latest(recordings: Sequence[Told], now: float) -> Any:
    return known(recordings, now)[-1].reply
