"""What characters have done by a time, activity by activity and added up.

Only what the world lists is added: what players did before its first moment is in no total.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import msgspec

from rasputin.simulator.world.plan import Instance, Part
from rasputin.simulator.world.scores import Detail, Score
from rasputin.simulator.world.world import World

CHARACTERS_KEPT = 300


class Deed(NamedTuple):
    """One activity of one character, with the numbers that rows and reports show."""

    instance: Instance
    part: Part
    score: Score
    detail: Detail

    @property
    def won(self) -> bool:
        return self.instance.kind.versus and self.score.standing == 0

    def within(self, mode: int) -> bool:
        """Whether statistics of the mode count it."""
        return mode == 0 or mode in self.instance.kind.modes


class Best(NamedTuple):
    """The most or least of a single activity, and which one that was; 0 where there is none."""

    value: int = 0
    instance_id: int = 0


class Totals(msgspec.Struct):
    """Sums over activities. Seconds are those that rows show, already cut where the game cuts them."""

    entered: int = 0
    cleared: int = 0
    won: int = 0
    kills: int = 0
    deaths: int = 0
    assists: int = 0
    seconds: int = 0
    duration: int = 0
    score: int = 0
    team_score: int = 0
    precision: int = 0
    grenade: int = 0
    melee: int = 0
    super: int = 0
    ability: int = 0
    participants: int = 0
    highest_light: int = 0
    best_kills: Best = Best()
    best_score: Best = Best()
    best_precision: Best = Best()
    fastest: Best = Best()

    def add(self, deed: Deed) -> None:
        score, detail, instance = deed.score, deed.detail, deed.instance
        self.entered += 1
        self.cleared += score.completed
        self.won += deed.won
        self.kills += score.kills
        self.deaths += score.deaths
        self.assists += score.assists
        self.seconds += score.time_played_seconds
        self.duration += instance.duration
        self.score += score.score
        self.team_score += score.team_score
        self.precision += detail.precision_kills
        self.grenade += detail.grenade_kills
        self.melee += detail.melee_kills
        self.super += detail.super_kills
        self.ability += detail.ability_kills
        self.participants += max(score.player_count, 0)
        self.highest_light = max(self.highest_light, detail.light)
        self._compare(deed)

    def _compare(self, deed: Deed) -> None:
        instance_id = deed.instance.instance_id
        self.best_kills = max(self.best_kills, Best(deed.score.kills, instance_id))
        self.best_score = max(self.best_score, Best(deed.score.score, instance_id))
        self.best_precision = max(self.best_precision, Best(deed.detail.precision_kills, instance_id))
        if deed.score.completed:
            time = Best(deed.instance.duration * 1_000, instance_id)
            self.fastest = min(self.fastest, time) if self.fastest.instance_id else time


def totals(deeds: Iterable[Deed]) -> Totals:
    sums = Totals()
    for deed in deeds:
        sums.add(deed)
    return sums


class Weapon(NamedTuple):
    kills: int
    precision: int


def weapons(deeds: Iterable[Deed]) -> dict[int, Weapon]:
    """Kills by weapon, the most used first."""
    sums: dict[int, Weapon] = {}
    for deed in deeds:
        for weapon, kills, precision in deed.detail.weapons:
            known = sums.get(weapon, Weapon(0, 0))
            sums[weapon] = Weapon(known.kills + kills, known.precision + precision)
    return dict(sorted(sums.items(), key=lambda item: (-item[1].kills, item[0])))


class Deeds:
    """The deeds of a world's characters; each is worked out once while its character is remembered."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known = lru_cache(maxsize=CHARACTERS_KEPT)(self._nothing)

    def of(self, character_id: int, now: float) -> list[Deed]:
        """Newest first."""
        known = self._known(character_id)
        return [
            known.get(row.instance.instance_id) or self._learn(known, row.instance, row.part)
            for row in self._world.played(character_id, now)
        ]

    def _learn(self, known: dict[int, Deed], instance: Instance, part: Part) -> Deed:
        deed = Deed(instance, part, *self._world.scores.entry(instance, part))
        known[instance.instance_id] = deed
        return deed

    @staticmethod
    def _nothing(character_id: int) -> dict[int, Deed]:
        return {}


@lru_cache(maxsize=4)
def deeds_of(world: World) -> Deeds:
    """The one memory of deeds that goes with a world."""
    return Deeds(world)
