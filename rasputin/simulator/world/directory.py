"""Everybody by the beginning of a name: read once, when somebody first searches."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain, islice

from rasputin.simulator.world.names import MOST_NAMES, NAMES, PLACES, Names
from rasputin.simulator.world.oddities import Oddity, trait_of
from rasputin.simulator.world.shape import Shape


class Directory:
    def __init__(self, shape: Shape, since: int, names: Names) -> None:
        self._shape, self._since, self._names = shape, since, names

    def players(self, prefix: str, start: int, count: int) -> list[int]:
        """A stretch of those who have, had or will have such a name, sorted by it."""
        begins = (name for name in sorted(PLACES) if name.startswith(prefix.casefold()))
        found = chain.from_iterable(self._by_name[NAMES[PLACES[name]]] for name in begins)
        return list(islice(found, start, start + count))

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        by_name: dict[str, list[int]] = defaultdict(list)
        for index in range(self._shape.players):
            by_name[self._names.of(index)[0]].append(index)
        for index in range(self._shape.members):
            trait = trait_of(self._shape, self._since, index)
            if trait and trait.oddity is Oddity.RENAMED:
                by_name[self._names.of(index, MOST_NAMES - 1)[0]].append(index)
        return by_name
