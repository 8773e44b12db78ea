"""Chance that depends on nothing but a seed and a key, and is the same on every Python."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator, Sequence
from hashlib import blake2b, shake_128
from typing import TypeVar

T = TypeVar("T")

_SIXTEEN = struct.Struct("<16I")
_THIRTY_TWO = struct.Struct("<32H").unpack
_NINETEEN = struct.Struct("<19H")
_TOP = 2**32


def number(seed: int, *key: int | str) -> int:
    """One unsigned 64-bit number for the key."""
    return int.from_bytes(blake2b(_text(seed, key), digest_size=8).digest(), "little")


def draws(seed: int, *key: int | str) -> tuple[int, ...]:
    """Sixteen unsigned 32-bit numbers for the key."""
    return _SIXTEEN.unpack(blake2b(_text(seed, key)).digest())


def small_draws(seed: int, first: int, second: int) -> tuple[int, ...]:
    """Thirty-two unsigned 16-bit numbers for a pair of ids: the quick way, for what is drawn much."""
    return _THIRTY_TWO(blake2b(b"%d %d %d" % (seed, first, second)).digest())


def rows_of_draws(seed: int, key: int, count: int) -> Iterator[tuple[int, ...]]:
    """`count` times nineteen unsigned 16-bit numbers for an id: the quickest way, for what is drawn most."""
    drawn = shake_128(b"%d %d" % (seed, key)).digest(_NINETEEN.size * count)
    return _NINETEEN.iter_unpack(drawn)


def _text(seed: int, key: tuple[int | str, ...]) -> bytes:
    return f"{seed}{key}".encode()


def chance(draw: int, share: float) -> bool:
    """True for about `share` of all 32-bit draws."""
    return draw < share * _TOP


def pick(draw: int, choices: Sequence[T]) -> T:
    return choices[draw * len(choices) // _TOP]


def between(draw: int, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + draw * (high - low + 1) // _TOP


class Dice:
    """A stream of chance for work that needs many numbers in a row.

    Only `random()` of the standard generator is used: it alone is promised to stay the same
    over Python versions.
    """

    def __init__(self, seed: int, *key: int | str) -> None:
        self._random = random.Random(number(seed, *key)).random

    def share(self) -> float:
        return self._random()

    def chance(self, share: float) -> bool:
        return self._random() < share

    def between(self, low: int, high: int) -> int:
        return low + int(self._random() * (high - low + 1))

    def skewed(self, low: int, high: int) -> int:
        """Between low and high, small numbers far more often than large ones."""
        share = self._random()
        return low + int(share * share * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self._random() * len(choices))]

    def weighted(self, choices: Sequence[T], weights: Sequence[float]) -> T:
        mark = self._random() * sum(weights)
        for choice, weight in zip(choices, weights, strict=True):
            mark -= weight
            if mark < 0:
                return choice
        return choices[-1]
