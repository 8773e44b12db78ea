"""The players of the world: who they are and how they play, each a function of the seed and a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rasputin.simulator.world.catalogue import KINDS
from rasputin.simulator.world.characters import Character, Characters
from rasputin.simulator.world.dice import Dice, draws
from rasputin.simulator.world.ids import Ids
from rasputin.simulator.world.names import Names, platform_spelling
from rasputin.simulator.world.oddities import Oddity, Trait, trait_of
from rasputin.simulator.world.shape import Shape

XBOX, PSN, STEAM, EPIC = 1, 2, 3, 6
PLATFORMS = (XBOX, PSN, STEAM, EPIC)

# Share of days played and usual minutes of a session, dealt round so that small worlds have all sorts:
# of twenty, four play every day, eight mostly, six now and then, two hardly ever.
DAILY, OFTEN, SELDOM, HARDLY = (0.95, 275), (0.64, 155), (0.27, 100), (0.03, 60)
HABITS = (DAILY, OFTEN, OFTEN, SELDOM, OFTEN, DAILY, SELDOM, OFTEN, HARDLY, SELDOM,
          OFTEN, DAILY, OFTEN, SELDOM, OFTEN, SELDOM, DAILY, OFTEN, HARDLY, SELDOM)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Guise:
    """How a player is known from a moment on: names and platform."""

    since: int
    name: str
    code: int | None
    platform_name: str
    membership_type: int
    applicable_types: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A further membership of a player: overridden by cross save, or never played."""

    membership_id: int
    membership_type: int
    platform_name: str
    overridden: bool
    played: bool


@dataclass(frozen=True, slots=True, eq=False)
class Player:
    """`appetite` is the share of days played, `stamina` the usual minutes of a session.

    `characters` are all that the player ever made, by slot; none means never played. Who is `private`
    hides histories, statistics and the components of the private class; who is `unlinked` hides that
    accounts belong together.
    """

    index: int
    membership_id: int
    guises: tuple[Guise, ...]
    accounts: tuple[Account, ...]
    bungie_id: int | None
    private: bool
    unlinked: bool
    stripped: bool
    appetite: float
    stamina: int
    hour: int
    company: float
    skill: float
    tastes: tuple[float, ...]
    characters: tuple[Character, ...]

    @property
    def played(self) -> bool:
        return bool(self.characters)

    def guise(self, at: float) -> Guise:
        """Names and platform at a moment."""
        if len(self.guises) == 1:  # as nearly always: reports ask a great many times
            return self.guises[0]
        return next((guise for guise in reversed(self.guises) if guise.since <= at), self.guises[0])

    def living_characters(self, now: float) -> tuple[Character, ...]:
        return tuple(character for character in self.characters if character.lives(now))

    def deleted_characters(self, now: float) -> tuple[Character, ...]:
        return tuple(character for character in self.characters if character.is_deleted(now))


class People:
    """All players by number: members first, then the strangers of each circle."""

    def __init__(self, shape: Shape, since: int) -> None:
        self.ids = Ids(shape.seed)
        self.names = Names(shape.seed)
        self._shape = shape
        self._since = since
        self._characters = Characters(shape.seed, self.ids, since)
        self.player = lru_cache(maxsize=50_000)(self._make)

    def is_member(self, index: int) -> bool:
        return index < self._shape.members

    def _make(self, index: int) -> Player:
        dice = Dice(self._shape.seed, "player", index)
        trait = trait_of(self._shape, self._since, index)
        oddity = trait.oddity if trait else None
        guises = self._guises(index, trait, *_platform(dice, oddity))
        appetite, stamina = HABITS[index % len(HABITS)]
        return Player(
            index=index,
            membership_id=self.ids.player(index),
            guises=guises,
            accounts=self._accounts(index, guises[0], oddity),
            bungie_id=self.ids.account(index) if dice.chance(0.93) else None,
            private=oddity in (Oddity.PRIVATE, Oddity.PRIVATE_AND_UNLINKED),
            unlinked=oddity is Oddity.PRIVATE_AND_UNLINKED,
            stripped=not self.is_member(index) and dice.chance(0.01),
            appetite=appetite,
            stamina=stamina,
            hour=dice.between(6, 15),
            company=0.4 + dice.share() * 0.55,
            skill=0.6 + dice.share() * 0.9,
            tastes=tuple(kind.weight * (0.2 + dice.share() ** 2 * 2.5) for kind in KINDS),
            characters=self._characters.of(index, trait),
        )

    def _guises(
        self, index: int, trait: Trait | None, kind: int, kinds: tuple[int, ...]
    ) -> tuple[Guise, ...]:
        roll = draws(self._shape.seed, "names", index)
        name, code = self.names.of(index)
        first = Guise(0, name, code, platform_spelling(roll[0], name), kind, kinds)
        if trait is None:
            return (first,) if roll[1] % 100 else (_without_name(first),)
        match trait.oddity:
            case Oddity.NAMELESS:
                return (_without_name(first),)
            case Oddity.RENAMED:
                name, code = self.names.of(index, 1)
                spelling = platform_spelling(roll[2], name)
                return first, Guise(trait.moment, name, code, spelling, kind, kinds)
            case Oddity.CHANGES_PLATFORM:
                other = EPIC if kind == STEAM else STEAM
                return first, Guise(trait.moment, name, code, first.platform_name, other, (other,))
        return (first,)

    def _accounts(self, index: int, guise: Guise, oddity: Oddity | None) -> tuple[Account, ...]:
        if oddity is Oddity.UNPLAYED_ACCOUNT:
            kinds, overridden = [_another(guise.membership_type)], False
        else:
            kinds = [kind for kind in guise.applicable_types if kind != guise.membership_type]
            overridden = True
        rolls = draws(self._shape.seed, "accounts", index)
        return tuple(
            Account(
                membership_id=self.ids.other(index, number),
                membership_type=kind,
                platform_name=platform_spelling(rolls[number], guise.name or guise.platform_name),
                overridden=overridden,
                played=overridden and rolls[number] % 3 == 0,
            )
            for number, kind in enumerate(kinds)
        )


def _without_name(guise: Guise) -> Guise:
    """Somebody who has not been seen since names hold on all platforms."""
    return Guise(0, "", None, guise.name, guise.membership_type, guise.applicable_types)


def _platform(dice: Dice, oddity: Oddity | None) -> tuple[int, tuple[int, ...]]:
    """The player's platform, and all on which cross save lets this membership play."""
    kind = dice.weighted((STEAM, PSN, XBOX, EPIC), (76, 10, 9, 3))
    others = tuple(t for t in PLATFORMS if t != kind and dice.chance(0.15))
    if oddity in (Oddity.UNPLAYED_ACCOUNT, Oddity.CHANGES_PLATFORM, Oddity.NEVER_PLAYED):
        return kind, (kind,)
    if oddity is Oddity.LISTED_TWICE:
        others = others or (_another(kind),)
    return kind, (*others, kind)


def _another(kind: int) -> int:
    return PSN if kind == XBOX else XBOX
