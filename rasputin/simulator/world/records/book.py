"""All records of one player at one time."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache

from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.catalogue import catalogue
from rasputin.simulator.world.records.fates import (
    Course,
    Fate,
    diligence,
    gilding_fate,
    title_fate,
)
from rasputin.simulator.world.records.links import links
from rasputin.simulator.world.records.shapes import Record
from rasputin.simulator.world.records.sheets import roll_for, sheet
from rasputin.simulator.world.records.shortcuts import shortcuts_of, standings
from rasputin.simulator.world.records.standing import (
    SOON,
    Standing,
    counting_standing,
    drawn_course,
    triumph_standing,
)
from rasputin.simulator.world.records.tally import Tally
from rasputin.simulator.world.world import World

SOON_ENOUGH = 6
BOOKS_KEPT = 16


class Book:
    """What is asked is worked out then and kept. `activities` says how much was played until then: as
    long as it stays the same, so does the book.
    """

    def __init__(self, world: World, player: Player, now: float) -> None:
        self._seed, self._player = world.shape.seed, player
        self._diligence = diligence(self._seed, player)
        self._counted_by = links().counted_by
        self._tallies = {c.slot: Tally(world, (c.character_id,), now) for c in player.characters}
        self._tally = Tally(world, tuple(c.character_id for c in player.characters), now)
        self._fates: dict[int, Fate] = {}
        self._standings: dict[tuple[int, int | None], Standing] = {}
        self._pages: dict[int | None, list[Standing]] = {}

    @property
    def activities(self) -> int:
        return self._tally.activities

    def of_profile(self) -> list[Standing]:
        return self._all(None)

    def of_character(self, character: Character) -> list[Standing]:
        return self._all(character.slot)

    def standing(self, record: Record, slot: int | None = None) -> Standing:
        key = (record.hash, slot)
        known = self._standings.get(key)
        if known is None:
            known = self._counting(record) if record.required else self._triumph(record, slot)
            self._standings[key] = known
        return known

    def fate(self, counting: Record) -> Fate:
        """What had become of a title, or of what counts its gildings."""
        known = self._fates.get(counting.hash)
        if known is None:
            told = gilding_fate if counting.gilding else title_fate
            known = self._fates[counting.hash] = told(self._seed, self._player, counting)
        return known

    def _all(self, slot: int | None) -> list[Standing]:
        page = self._pages.get(slot)
        if page is None:
            page = self._pages[slot] = standings(
                shortcuts_of(characters=slot is not None),
                numbers=sheet(self._seed, self._player.index, slot),
                diligence=self._diligence,
                gained=self._gained(slot),
                slow=lambda record: self.standing(record, slot),
            )
        return page

    def _gained(self, slot: int | None) -> Tally:
        return self._tally if slot is None else self._tallies[slot]

    def _counting(self, record: Record) -> Standing:
        records = catalogue().records
        count = sum(self.standing(records[child]).complete for child in record.required)
        times = self.fate(record).times if record.gilding else None
        roll = roll_for(self._seed, self._player, record)
        return counting_standing(record, roll, count, times, claimable=not record.gilding)

    def _triumph(self, record: Record, slot: int | None) -> Standing:
        roll = roll_for(self._seed, self._player, record, slot)
        course, soon = self._course(record), SOON_ENOUGH
        if course is None:
            course, soon = drawn_course(record, roll, self._diligence), SOON
        gained = 0
        if course is Course.SOON:
            gained = self._gained(slot)[record.measure]
        return triumph_standing(record, roll, course, gained, soon=soon)

    def _course(self, record: Record) -> Course | None:
        """What a title's fate makes of a triumph that it counts, None if it leaves it to chance."""
        counting = self._counted_by.get(record.hash)
        if counting is None:
            return None
        fate = self.fate(counting)
        if record.hash in fate.pending:
            return fate.course
        return None if fate.course is Course.NOT else Course.DONE


class Books:
    """The books opened last, each as long as its player has not played on."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._kept: OrderedDict[int, Book] = OrderedDict()

    def at(self, player: Player, now: float) -> Book:
        played = sum(self._world.count(c.character_id, now) for c in player.characters)
        known = self._kept.get(player.index)
        if known is None or known.activities != played:
            known = self._kept[player.index] = Book(self._world, player, now)
        self._kept.move_to_end(player.index)
        if len(self._kept) > BOOKS_KEPT:
            self._kept.popitem(last=False)
        return known


@lru_cache(maxsize=4)
def books_of(world: World) -> Books:
    """The one shelf of books that goes with a world."""
    return Books(world)
