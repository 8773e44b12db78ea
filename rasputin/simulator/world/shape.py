"""The sizes of a world and how its players are dealt into clans and circles.

A circle is two clans and the strangers around them: whoever plays together belongs to one circle.
"""

from __future__ import annotations

from dataclasses import dataclass

CLAN_LIMIT = 100
CLANS_IN_CIRCLE = 2
STRANGERS = 2_000


@dataclass(frozen=True, slots=True)
class Shape:
    """A `steady` world has no odd people, and its clans never change; in one of `evenings` members play
    as `evening.py` says.
    """

    seed: int
    clans: int
    members: int
    steady: bool = False
    evenings: bool = False

    def __post_init__(self) -> None:
        if self.clans < 1 or self.members < self.clans:
            raise ValueError("There must be at least one clan, and a member for each clan.")
        if self.members > self.clans * CLAN_LIMIT:
            raise ValueError(f"A clan holds {CLAN_LIMIT} members: give more clans or fewer members.")

    @property
    def circles(self) -> int:
        return -(-self.clans // CLANS_IN_CIRCLE)

    @property
    def players(self) -> int:
        return self.members + self.circles * STRANGERS

    def members_of_clan(self, clan: int) -> range:
        return range(self._first(clan), self._first(clan + 1))

    def clans_of_circle(self, circle: int) -> range:
        return range(circle * CLANS_IN_CIRCLE, min((circle + 1) * CLANS_IN_CIRCLE, self.clans))

    def circle_of_clan(self, clan: int) -> int:
        return clan // CLANS_IN_CIRCLE

    def members_of_circle(self, circle: int) -> range:
        clans = self.clans_of_circle(circle)
        return range(self._first(clans.start), self._first(clans.stop))

    def clan_of(self, player: int) -> int | None:
        if player >= self.members:
            return None
        near = player * self.clans // self.members
        return next(c for c in (near, near + 1, near - 1) if player in self.members_of_clan(c))

    def founds(self, player: int) -> bool:
        """Whether a member was the first of a clan."""
        clan = self.clan_of(player)
        return clan is not None and player == self._first(clan)

    def circle_of(self, player: int) -> int:
        clan = self.clan_of(player)
        if clan is not None:
            return self.circle_of_clan(clan)
        return (player - self.members) // STRANGERS

    def stranger(self, circle: int, number: int) -> int:
        return self.members + circle * STRANGERS + number

    def _first(self, clan: int) -> int:
        return clan * self.members // self.clans
