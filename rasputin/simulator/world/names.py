"""Names: everybody has a pair of name and number of their own, which leads back to them without a list."""

from __future__ import annotations

from rasputin.simulator.world.dice import pick
from rasputin.simulator.world.ids import Scatter

FIRST = ("Vex", "Ash", "Nova", "Rune", "Ember", "Ghost", "Iron", "Solar", "Void", "Arc", "Luna", "Hex",
         "Kestrel", "Osiris", "Saint", "Raven", "Moss", "Tex", "Juno", "Onyx", "Pike", "Sable")  # fmt: skip
LAST = ("walker", "byte", "fang", "light", "song", "hammer", "less", "bloom", "ward", "storm", "fall",
        "lock", "bringer", "Main", " of Six", "-14", "_tv", "'s Ghost", "x", "42", "born", "")  # fmt: skip
FOREIGN = ("Ørjan", "Zoë", "Łukasz", "Ánima", "ミライ", "狐火", "Čeněk", "Ñandú", "Привет", "하늘",
           "Müller", "İpek")  # fmt: skip
AFTER_FOREIGN = ("", "fang", "_tv", "42", " Main", "x")

NAMES = tuple(
    [first + last for first in FIRST for last in LAST]
    + [foreign + after for foreign in FOREIGN for after in AFTER_FOREIGN]
)
PLACES = {name.casefold(): place for place, name in enumerate(NAMES)}
HIGHEST_CODE = 9_999
MOST_NAMES = 2  # that a player has one after the other


class Names:
    def __init__(self, seed: int) -> None:
        self._scatter = Scatter(len(NAMES) * HIGHEST_CODE, seed, "names")

    def of(self, player: int, change: int = 0) -> tuple[str, int]:
        """The name and number that a player has after so many changes."""
        place, code = divmod(self._scatter.out(player * MOST_NAMES + change), HIGHEST_CODE)
        return NAMES[place], code + 1

    def owner(self, name: str, code: int) -> int | None:
        """The number of the player whose name this was, is or would be; there may be no such player."""
        place = PLACES.get(name.casefold())
        if place is None or not 1 <= code <= HIGHEST_CODE:
            return None
        return self._scatter.back(place * HIGHEST_CODE + code - 1) // MOST_NAMES


def platform_spelling(roll: int, name: str) -> str:
    """How a name is written on the platform, which may be blank."""
    return pick(roll, (name, name, name, name.lower(), name.upper(), f"[D2] {name}", f"{name} ✦", ""))
