"""Who joins, leaves, returns, moves and rises in the clans of a circle, week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from rasputin.simulator.world.clans import ADMIN, BEGINNER, FOUNDER, MEMBER, Clan
from rasputin.simulator.world.dice import Dice, between, draws
from rasputin.simulator.world.oddities import DAY, Oddity, comes_later, trait_of
from rasputin.simulator.world.shape import CLAN_LIMIT, Shape

WEEK = 7 * DAY
MEMBERS_A_CHANGE = 20
LEAST_LEFT = 2
INVITED_SHARE = 0.2


class Who(NamedTuple):
    """Who holds a place: a player, or by its number a further account of that player."""

    player: int
    account: int = -1


class Stint(NamedTuple):
    """A time in a clan with one role. `joined_at` is the date on the roster, perhaps of an invitation."""

    who: Who
    clan: int
    role: int
    joined_at: int
    began: int
    ended: int | None = None

    def holds(self, now: float) -> bool:
        return self.began <= now and (self.ended is None or now < self.ended)


class Turnover:
    """All stints of a circle's clans so far; about one change for twenty members and week."""

    def __init__(self, shape: Shape, since: int, clan: Callable[[int], Clan], circle: int) -> None:
        self.stints: list[Stint] = []
        self._shape, self._since, self._circle = shape, since, circle
        self._here: dict[Who, int] = {}
        self._gone: dict[Who, int] = {}
        self._sizes: Counter[int] = Counter()
        self._awaited: list[Who] = []
        self._weeks = self._turns = 0
        self._clans = shape.clans_of_circle(circle)
        for number in self._clans:
            self._begin(clan(number))

    def read_on(self, now: float) -> None:
        while not self._shape.steady and self._since + self._weeks * WEEK <= now:
            self._read_week()
            self._weeks += 1

    def _begin(self, clan: Clan) -> None:
        for position, player in enumerate(self._shape.members_of_clan(clan.number)):
            if comes_later(self._shape, player):
                self._awaited.append(Who(player))
                continue
            role, joined_at = self._first_place(clan, player, position)
            self._enter(Who(player), clan.number, role, began=joined_at)
            trait = trait_of(self._shape, self._since, player)
            if trait and trait.oddity is Oddity.LISTED_TWICE:
                self._enter(Who(player, 0), clan.number, BEGINNER, began=joined_at)

    def _first_place(self, clan: Clan, player: int, position: int) -> tuple[int, int]:
        if position == 0:
            return FOUNDER, clan.created_at
        role = ADMIN if position % 12 == 5 else MEMBER if position % 4 == 2 else BEGINNER
        roll = draws(self._shape.seed, "place", player)
        return role, between(roll[0], clan.created_at + 60, self._since - DAY)

    def _read_week(self) -> None:
        dice = Dice(self._shape.seed, "week", self._circle, self._weeks)
        begin = self._since + self._weeks * WEEK
        number = max(1, round(len(self._shape.members_of_circle(self._circle)) / MEMBERS_A_CHANGE))
        for moment in sorted(begin + dice.between(1, WEEK - 1) for _ in range(number)):
            change = CHANGES[self._turns % len(CHANGES)]
            self._turns += 1
            change(self, dice, moment)

    def _promote(self, dice: Dice, moment: int) -> None:
        self._set_role(_one(dice, self._with_role(BEGINNER, MEMBER)), 1, moment)

    def _demote(self, dice: Dice, moment: int) -> None:
        self._set_role(_one(dice, self._with_role(MEMBER, ADMIN)), -1, moment)

    def _leave(self, dice: Dice, moment: int) -> None:
        who = _one(dice, (who for who in self._movable() if self._sizes[self._place(who).clan] > LEAST_LEFT))
        if who is not None:
            self._gone[who] = self._exit(who, moment).clan

    def _join(self, dice: Dice, moment: int) -> None:
        """Somebody new; when nobody is left, somebody returns."""
        home = self._shape.clan_of(self._awaited[0].player) if self._awaited else None
        if home is None:
            self._return(dice, moment)
        elif self._has_room(home):
            self._arrive(dice, self._awaited.pop(0), home, moment)

    def _return(self, dice: Dice, moment: int) -> None:
        who = _one(dice, (who for who, clan in self._gone.items() if self._has_room(clan)))
        if who is not None:
            self._arrive(dice, who, self._gone.pop(who), moment)

    def _move(self, dice: Dice, moment: int) -> None:
        who = _one(dice, (who for who in self._movable() if self._others(who)))
        if who is not None:
            clan = self._others(who)[0]
            self._exit(who, moment)
            self._arrive(dice, who, clan, moment)

    def _hand_over(self, dice: Dice, moment: int) -> None:
        heir = _one(dice, self._with_role(ADMIN))
        if heir is not None:
            clan = self._place(heir).clan
            founder = next(who for who in self._with_role(FOUNDER) if self._place(who).clan == clan)
            self._set_role(founder, ADMIN - FOUNDER, moment)
            self._set_role(heir, FOUNDER - ADMIN, moment)

    def _arrive(self, dice: Dice, who: Who, clan: int, moment: int) -> None:
        invited = dice.between(3_600, 3 * DAY) if dice.chance(INVITED_SHARE) else 0
        self._enter(who, clan, BEGINNER, began=moment, joined_at=moment - invited)

    def _set_role(self, who: Who | None, step: int, moment: int) -> None:
        if who is not None:
            before = self._exit(who, moment)
            self._enter(who, before.clan, before.role + step, began=moment, joined_at=before.joined_at)

    def _enter(self, who: Who, clan: int, role: int, *, began: int, joined_at: int | None = None) -> None:
        self._here[who] = len(self.stints)
        self._sizes[clan] += 1
        self.stints.append(Stint(who, clan, role, joined_at or began, began))

    def _exit(self, who: Who, moment: int) -> Stint:
        place = self._here.pop(who)
        ended = self.stints[place] = self.stints[place]._replace(ended=moment)
        self._sizes[ended.clan] -= 1
        return ended

    def _place(self, who: Who) -> Stint:
        return self.stints[self._here[who]]

    def _movable(self) -> Iterable[Who]:
        return (who for who in self._here if self._place(who).role != FOUNDER and who.account < 0)

    def _with_role(self, *roles: int) -> Iterable[Who]:
        return (who for who in self._here if self._place(who).role in roles)

    def _others(self, who: Who) -> list[int]:
        """Clans of the circle to which somebody could move."""
        here = self._place(who).clan
        return [clan for clan in self._clans if clan != here and self._has_room(clan)]

    def _has_room(self, clan: int) -> bool:
        return self._sizes[clan] < CLAN_LIMIT


def _one(dice: Dice, choices: Iterable[Who]) -> Who | None:
    found = sorted(choices)
    return dice.pick(found) if found else None


CHANGES = (
    Turnover._promote,
    Turnover._leave,
    Turnover._join,
    Turnover._move,
    Turnover._return,
    Turnover._demote,
    Turnover._leave,
    Turnover._join,
    Turnover._promote,
    Turnover._hand_over,
)
