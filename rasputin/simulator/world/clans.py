"""Clans: what never changes about them."""

from __future__ import annotations

from dataclasses import dataclass

from rasputin.simulator.world.dice import Dice
from rasputin.simulator.world.ids import Ids, Scatter

BEGINNER, MEMBER, ADMIN, FOUNDER = 1, 2, 3, 5

ADJECTIVES = ("Silent", "Golden", "Last", "Hidden", "Broken", "Crimson", "Ninth", "Lost", "Reefborn", "Æther")
NOUNS = ("Vanguard", "Owls", "Wardens", "Consensus", "Sparrows", "Embers", "Tower Cats", "Forge", "Nomads")
MOTTOS = ("See you starside.", "Loot first, ask later", "One more run…", "Übung macht den Hüter", "")


@dataclass(frozen=True, slots=True)
class Clan:
    number: int
    group_id: int
    name: str
    callsign: str
    motto: str
    created_at: int


class Clans:
    """Clans by number, by group id and by name; `since` is the world's first moment."""

    def __init__(self, seed: int, ids: Ids, since: int, count: int) -> None:
        self._seed, self._ids, self._since = seed, ids, since
        self._names = Scatter(len(ADJECTIVES) * len(NOUNS), seed, "clans")
        self.every = tuple(self._make(number) for number in range(count))
        self.by_id = {clan.group_id: clan for clan in self.every}
        self.by_name = {clan.name.casefold(): clan for clan in self.every}

    def _make(self, number: int) -> Clan:
        dice = Dice(self._seed, "clan", number)
        again, place = divmod(number, self._names.size)
        first, second = divmod(self._names.out(place), len(NOUNS))
        adjective, noun = ADJECTIVES[first], NOUNS[second]
        return Clan(
            number=number,
            group_id=self._ids.group(number),
            name=f"{adjective} {noun} {again + 1}" if again else f"{adjective} {noun}",
            callsign=(adjective[:2] + noun[:2]).upper(),
            motto=dice.pick(MOTTOS),
            created_at=self._since - dice.between(200, 2_000) * 86_400,
        )
