"""Characters: what players made, and which of them are gone by a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rasputin.simulator.world.catalogue import CLASSES, EMBLEMS, GENDERS, RACES
from rasputin.simulator.world.dice import between, chance, draws, pick
from rasputin.simulator.world.ids import Ids
from rasputin.simulator.world.oddities import Oddity, Trait

MOST_AT_ONCE = 3
FIRST_LATER_SLOT = MOST_AT_ONCE


@dataclass(frozen=True, slots=True, eq=False)
class Character:
    """`made_at` and `deleted_at` are None for one that was there before, and one that stays."""

    character_id: int
    slot: int
    class_name: str
    class_hash: int
    class_type: int
    race: tuple[int, int]
    gender: tuple[int, int]
    emblem: tuple[int, str]
    light: int
    minutes_before: int
    made_at: int | None = None
    deleted_at: int | None = None

    def lives(self, now: float) -> bool:
        return (self.made_at or 0) <= now and (self.deleted_at is None or now < self.deleted_at)

    def is_deleted(self, now: float) -> bool:
        return self.deleted_at is not None and self.deleted_at <= now


class Characters:
    """Makes the characters of a player, by slot; `since` is the world's first moment."""

    def __init__(self, seed: int, ids: Ids, since: int) -> None:
        self._seed, self._ids, self._since = seed, ids, since

    def of(self, index: int, trait: Trait | None) -> tuple[Character, ...]:
        if trait is None:
            return self._usual(index, self._count(index))
        match trait.oddity:
            case Oddity.NEVER_PLAYED:
                return ()
            case Oddity.DELETED_LONG_AGO:
                gone = replace(self._later(index), deleted_at=self._long_ago(index))
                return (*self._usual(index, MOST_AT_ONCE), gone)
            case Oddity.DELETES_ONE:
                first, second, third = self._usual(index, MOST_AT_ONCE)
                return first, replace(second, deleted_at=trait.moment), third
            case Oddity.DELETES_ALL:
                every = self._usual(index, MOST_AT_ONCE)
                return tuple(replace(one, deleted_at=trait.moment + one.slot * 600) for one in every)
            case Oddity.REMAKES:
                first, *others = self._usual(index, MOST_AT_ONCE)
                new = replace(self._later(index), made_at=trait.moment + 900, minutes_before=0)
                return replace(first, deleted_at=trait.moment), *others, new
        return self._usual(index, self._count(index))

    def _count(self, index: int) -> int:
        _, count, *_ = draws(self._seed, "characters", index)
        return 1 if chance(count, 0.02) else 2 if chance(count, 0.04) else MOST_AT_ONCE

    def _usual(self, index: int, count: int) -> tuple[Character, ...]:
        start = between(draws(self._seed, "characters", index)[0], 0, 2)
        return tuple(self._character(index, slot, (start + slot) % 3) for slot in range(count))

    def _later(self, index: int) -> Character:
        """One beyond the three that a player can have at once."""
        which = between(draws(self._seed, "characters", index)[2], 0, 2)
        return self._character(index, FIRST_LATER_SLOT, which)

    def _long_ago(self, index: int) -> int:
        days = between(draws(self._seed, "characters", index)[3], 30, 900)
        return self._since - days * 86_400

    def _character(self, index: int, slot: int, which: int) -> Character:
        roll = draws(self._seed, "character", index, slot)
        name, class_hash, class_type = CLASSES[which]
        return Character(
            character_id=self._ids.character(index, slot),
            slot=slot,
            class_name=name,
            class_hash=class_hash,
            class_type=class_type,
            race=pick(roll[0], RACES),
            gender=pick(roll[1], GENDERS),
            emblem=pick(roll[2], EMBLEMS),
            light=between(roll[3], 1_940, 2_025),
            minutes_before=between(roll[4], 2_000, 110_000) // (1 + slot * 3),
        )
