"""How much a player has done of what moves records on, added up only for what is asked."""

from __future__ import annotations

from rasputin.simulator.world.records.measures import Measure
from rasputin.simulator.world.totals import Deed, deeds_of
from rasputin.simulator.world.world import Row, World


class Tally(dict[Measure, int]):
    """`tally[measure]` counts what some characters have done by now."""

    def __init__(self, world: World, character_ids: tuple[int, ...], now: float) -> None:
        super().__init__()
        self._world, self._ids, self._now = world, character_ids, now
        self._rows = [row for character_id in character_ids for row in world.played(character_id, now)]

    @property
    def activities(self) -> int:
        return len(self._rows)

    def __missing__(self, measure: Measure) -> int:
        if measure.counts in ("entered", "finished"):
            number = self._count(measure)
        else:
            number = sum(_worth(deed, measure.counts) for deed in self._deeds() if deed.within(measure.mode))
        self[measure] = number
        return number

    def _count(self, measure: Measure) -> int:
        finished_only = measure.counts == "finished"
        return sum(row.part.completed or not finished_only for row in self._rows if _names(row, measure.mode))

    def _deeds(self) -> list[Deed]:
        deeds = deeds_of(self._world)
        return [deed for character_id in self._ids for deed in deeds.of(character_id, self._now)]


def _names(row: Row, mode: int) -> bool:
    return mode == 0 or mode in row.instance.kind.modes


def _worth(deed: Deed, counts: str) -> int:
    if counts == "won":
        return int(deed.won)
    return deed.score.kills if counts == "kills" else deed.detail.precision_kills
