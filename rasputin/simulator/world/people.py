"""The players of the world: who they are and how they play, each a function of the seed and a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rasputin.simulator.world.catalogue import CLASSES, EMBLEMS, GENDERS, KINDS, RACES
from rasputin.simulator.world.dice import Dice, between, chance, draws, pick
from rasputin.simulator.world.ids import Ids

XBOX, PSN, STEAM, EPIC = 1, 2, 3, 6

FIRST = ("Vex", "Ash", "Nova", "Rune", "Ember", "Ghost", "Iron", "Solar", "Void", "Arc", "Luna", "Hex",
         "Kestrel", "Osiris", "Saint", "Raven", "Moss", "Tex", "Juno", "Onyx", "Pike", "Sable")  # fmt: skip
LAST = ("walker", "byte", "fang", "light", "song", "hammer", "less", "bloom", "ward", "storm", "fall",
        "lock", "bringer", "Main", " of Six", "-14", "_tv", "'s Ghost", "x", "42", "born", "")  # fmt: skip
FOREIGN = ("Ørjan", "Zoë", "Łukasz", "Ánima", "ミライ", "狐火", "Čeněk", "Ñandú", "Привет", "하늘",
           "Müller", "İpek")  # fmt: skip

# Share of days played and usual minutes of a session, dealt round so that small worlds have all sorts:
# of twenty, four play every day, eight mostly, six now and then, two hardly ever.
DAILY, OFTEN, SELDOM, HARDLY = (0.95, 275), (0.64, 155), (0.27, 100), (0.03, 60)
HABITS = (DAILY, OFTEN, OFTEN, SELDOM, OFTEN, DAILY, SELDOM, OFTEN, HARDLY, SELDOM,
          OFTEN, DAILY, OFTEN, SELDOM, OFTEN, SELDOM, DAILY, OFTEN, HARDLY, SELDOM)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Guise:
    """How a player is known from a moment on: names and platform."""

    since: int
    name: str
    code: int | None
    platform_name: str
    membership_type: int
    applicable_types: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Player:
    """`appetite` is the share of days played, `stamina` the usual minutes of a session.

    `characters` are all that the player ever made, by slot. Who is `private` hides histories, statistics
    and the components of the private class.
    """

    index: int
    membership_id: int
    guises: tuple[Guise, ...]
    bungie_id: int | None
    private: bool
    stripped: bool
    appetite: float
    stamina: int
    hour: int
    company: float
    skill: float
    tastes: tuple[float, ...]
    characters: tuple[Character, ...]

    def guise(self, at: float) -> Guise:
        """Names and platform at a moment."""
        return next((guise for guise in reversed(self.guises) if guise.since <= at), self.guises[0])

    def living_characters(self, now: float) -> tuple[Character, ...]:
        return tuple(character for character in self.characters if character.lives(now))

    def deleted_characters(self, now: float) -> tuple[Character, ...]:
        return tuple(character for character in self.characters if character.is_deleted(now))


class People:
    """All players by number: members first, then the strangers of each circle."""

    def __init__(self, seed: int, members: int) -> None:
        self.seed = seed
        self.ids = Ids(seed)
        self._members = members
        self.player = lru_cache(maxsize=50_000)(self._make)

    def is_member(self, index: int) -> bool:
        return index < self._members

    def _make(self, index: int) -> Player:
        dice = Dice(self.seed, "player", index)
        kind, others = _platform(dice)
        name, code, platform_name = _names(dice)
        guise = Guise(0, name, code, platform_name, kind, others)
        appetite, stamina = HABITS[index % len(HABITS)]
        return Player(
            index=index,
            membership_id=self.ids.player(index),
            guises=(guise,),
            bungie_id=dice.between(1_000, 29_999_999) if dice.chance(0.93) else None,
            private=False,
            stripped=not self.is_member(index) and dice.chance(0.01),
            appetite=appetite,
            stamina=stamina,
            hour=dice.between(6, 15),
            company=0.4 + dice.share() * 0.55,
            skill=0.6 + dice.share() * 0.9,
            tastes=tuple(kind.weight * (0.2 + dice.share() ** 2 * 2.5) for kind in KINDS),
            characters=self._characters(index),
        )

    def _characters(self, index: int) -> tuple[Character, ...]:
        first, count, *_ = draws(self.seed, "characters", index)
        number = 1 if chance(count, 0.02) else 2 if chance(count, 0.04) else 3
        start = between(first, 0, 2)
        return tuple(self._character(index, slot, (start + slot) % 3) for slot in range(number))

    def _character(self, index: int, slot: int, which: int) -> Character:
        roll = draws(self.seed, "character", index, slot)
        name, class_hash, class_type = CLASSES[which]
        return Character(
            character_id=self.ids.character(index, slot),
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


def _platform(dice: Dice) -> tuple[int, tuple[int, ...]]:
    kind = dice.weighted((STEAM, PSN, XBOX, EPIC), (76, 10, 9, 3))
    others = tuple(t for t in (XBOX, PSN, STEAM, EPIC) if t != kind and dice.chance(0.15))
    return kind, (kind, *others)


def _names(dice: Dice) -> tuple[str, int | None, str]:
    """Global name, its number, and the name on the platform, which is often spelt in another way."""
    name = _name(dice)
    code = dice.between(1, 999) if dice.chance(0.2) else dice.between(1_000, 9_999)
    spelling = dice.pick((name, name, name, name.lower(), name.upper(), f"[D2] {name}", f"{name} ✦", ""))
    if dice.chance(0.01):
        return "", None, name
    return name, code, spelling


def _name(dice: Dice) -> str:
    if dice.chance(0.12):
        return dice.pick(FOREIGN) + dice.pick(("", "", " ", "_")) + dice.pick(LAST).strip()
    return dice.pick(FIRST) + dice.pick(LAST)
