"""Numbers in the dress of the wire: a double beside the text that the game's site shows.

A report holds hundreds of such pairs and few different ones, so each dress keeps what it has sewn.
"""

from __future__ import annotations

from collections.abc import Callable

from rasputin.simulator.world.catalogue import TEAM_NAMES

REASONS = {0: "Objective Completed", 255: "Unknown"}
MOST_KEPT = 50_000

Shown = Callable[[float], str]


class Dress(dict[float, bytes]):
    """`Dress(plain, '"kills":', ",")[12]` is `"kills":{"value":12.0,"displayValue":"12"},`."""

    def __init__(self, shown: Shown, before: str = "", after: str = "") -> None:
        super().__init__()
        self._shown = shown
        self._pattern = before + '{"value":%r,"displayValue":"%s"}' + after

    def __missing__(self, number: float) -> bytes:
        if len(self) >= MOST_KEPT:
            self.clear()
        text = self[number] = (self._pattern % (float(number), self._shown(number))).encode()
        return text


def told(name: str, shown: Shown, after: str = ",") -> Dress:
    """A statistic as reports tell it."""
    return Dress(shown, f'"{name}":{{"basic":', "}" + after)


def listed(name: str, shown: Shown, after: str = ",") -> Dress:
    """A statistic as histories list it."""
    return Dress(shown, f'"{name}":{{"statId":"{name}","basic":', "}" + after)


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


def reason(number: float) -> str:
    return REASONS.get(int(number), "Unknown")


def team(number: float) -> str:
    return TEAM_NAMES.get(int(number), str(int(number))) if number else ""


def standing(number: float) -> str:
    return "Defeat" if number else "Victory"


def fireteam(number: int) -> bytes:
    """Hardly any is seen twice, so none is kept.

    A double that is exactly this whole number, with all its digits: to find the fewest that tell it from
    other doubles takes as long as a tenth of an entry.
    """
    if not number:
        return b'{"value":0.0,"displayValue":""}'
    digits = b"%d" % number
    lead = 2 if number < 0 else 1
    told = (digits[:lead], digits[lead:], len(digits) - lead)
    return b'{"value":%b.%bE+%d,"displayValue":"-2147483648"}' % told
