"""Who is in which clan at a time, and since when."""

from __future__ import annotations

from collections.abc import Callable

from rasputin.simulator.world.clans import Clan
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.turnover import Stint, Turnover, Who


class Rosters:
    def __init__(self, shape: Shape, since: int, clan: Callable[[int], Clan]) -> None:
        self._shape, self._since, self._clan = shape, since, clan
        self._circles: dict[int, Turnover] = {}

    def stints(self, clan: int, now: float) -> list[Stint]:
        """All that have begun by now, in the order in which they were read."""
        every = (stint for stint in self._turnover(clan, now).stints if stint.clan == clan)
        return [_as_of(stint, now) for stint in every if stint.began <= now]

    def roster(self, clan: int, now: float) -> list[Stint]:
        """Who is in the clan, in an order that stays."""
        return sorted(stint for stint in self.stints(clan, now) if stint.holds(now))

    def place(self, who: Who, now: float) -> Stint | None:
        """Where somebody is, if in any clan."""
        home = self._shape.clan_of(who.player)
        if home is None:
            return None
        stints = self._turnover(home, now).stints
        return next((_as_of(stint, now) for stint in stints if stint.who == who and stint.holds(now)), None)

    def _turnover(self, clan: int, now: float) -> Turnover:
        circle = self._shape.circle_of_clan(clan)
        if circle not in self._circles:
            self._circles[circle] = Turnover(self._shape, self._since, self._clan, circle)
        self._circles[circle].read_on(now)
        return self._circles[circle]


def _as_of(stint: Stint, now: float) -> Stint:
    """Without an end that is still to come."""
    return stint if stint.ended is None or stint.ended <= now else stint._replace(ended=None)
