"""Numbers in the dress of the wire: a double beside the text that the game's site shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import msgspec

from rasputin.simulator.catalogue import TEAM_NAMES

REASONS = {0: "Objective Completed", 255: "Unknown"}


def plain(number: float) -> str:
    return "-" if number == -1 else str(int(number))


def thousands(number: float) -> str:
    return f"{int(number):,}"


def ratio(number: float) -> str:
    return f"{number:.2f}"


def percent(number: float) -> str:
    return f"{number:.0%}"


def yes_no(number: float) -> str:
    return "Yes" if number else "No"


def clock_time(number: float) -> str:
    seconds = int(number)
    if seconds >= 86_400:
        return f"{seconds // 86_400}d {seconds % 86_400 // 3_600}h"
    if seconds >= 3_600:
        return f"{seconds // 3_600}h {seconds % 3_600 // 60}m"
    return f"{seconds // 60}m {seconds % 60}s"


def fireteam(number: float) -> str:
    return "-2147483648" if number else ""


def reason(number: float) -> str:
    return REASONS.get(int(number), "Unknown")


def team_name(number: float) -> str:
    return TEAM_NAMES.get(int(number), str(int(number))) if number else ""


def standing(number: float) -> str:
    return "Defeat" if number else "Victory"


Format = Callable[[float], str]


@lru_cache(maxsize=200_000)
def basic(number: float, shown: Format) -> msgspec.Raw:
    """`{"basic":{"value":12.0,"displayValue":"12"}}`, kept because the same few numbers come again."""
    return msgspec.Raw(f'{{"basic":{{"value":{float(number)!r},"displayValue":"{shown(number)}"}}}}'.encode())


@lru_cache(maxsize=200_000)
def named(name: str, number: float, shown: Format) -> msgspec.Raw:
    """The same with its statId before it, as histories have it."""
    text = f'{{"statId":"{name}","basic":{{"value":{float(number)!r},"displayValue":"{shown(number)}"}}}}'
    return msgspec.Raw(text.encode())


def divided(number: float, by: int) -> float:
    return number / (by or 1)
