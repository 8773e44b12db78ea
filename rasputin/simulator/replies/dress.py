"""Numbers in the dress of the wire: a double beside the text that the game's site shows.

A report holds hundreds of such pairs and few different ones, so each dress keeps what it has sewn.
"""

from __future__ import annotations

from collections.abc import Callable

from rasputin.simulator.world.catalogue import TEAM_NAMES

REASONS = {0: "Objective Completed", 255: "Unknown"}
MOST_KEPT = 50_000


class Dress(dict[float, str]):
    """`dress[12]` is `{"value":12.0,"displayValue":"12"}`."""

    def __init__(self, shown: Callable[[float], str]) -> None:
        super().__init__()
        self._shown = shown

    def __missing__(self, number: float) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        text = f'{{"value":{float(number)!r},"displayValue":"{self._shown(number)}"}}'
        self[number] = text
        return text


def clock_time(number: float) -> str:
    seconds = int(number)
    if seconds >= 86_400:
        return f"{seconds // 86_400}d {seconds % 86_400 // 3_600}h"
    if seconds >= 3_600:
        return f"{seconds // 3_600}h {seconds % 3_600 // 60}m"
    return f"{seconds // 60}m {seconds % 60}s"


def _team_name(number: float) -> str:
    return TEAM_NAMES.get(int(number), str(int(number))) if number else ""


plain = Dress(lambda number: "-" if number == -1 else str(int(number)))
thousands = Dress(lambda number: f"{int(number):,}")
ratio = Dress(lambda number: f"{number:.2f}")
percent = Dress(lambda number: f"{number:.0%}")
yes_no = Dress(lambda number: "Yes" if number else "No")
seconds = Dress(clock_time)
reason = Dress(lambda number: REASONS.get(int(number), "Unknown"))
team = Dress(_team_name)
standing = Dress(lambda number: "Defeat" if number else "Victory")


def fireteam(number: int) -> str:
    """Hardly any is seen twice, so none is kept."""
    shown = "-2147483648" if number else ""
    return f'{{"value":{float(number)!r},"displayValue":"{shown}"}}'
