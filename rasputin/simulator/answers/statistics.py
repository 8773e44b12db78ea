"""The sums of what the world's players did, as the API tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any

from rasputin.simulator.answers.accounts import account
from rasputin.simulator.replies.aggregates import activity_values, weapon_values
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.replies.mode_keys import ALL_PVE, ALL_PVP, mode_key
from rasputin.simulator.replies.reports import Reports
from rasputin.simulator.replies.statistics import OTHERS, USUAL_GROUPS, WINNABLE, statistics_values
from rasputin.simulator.serving.routes.statistics import ACTIVITY, DAILY, StatisticsRequest
from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.totals import Deed, deeds_of, totals, weapons
from rasputin.simulator.world.world import World

UNKNOWN_CHARACTER, PRIVATE = 1620, 1665
USUAL_MODES = (ALL_PVE, ALL_PVP)
MOST_ROWS = 250


class WorldStatistics:
    def __init__(self, world: World) -> None:
        self._world = world
        self._deeds = deeds_of(world)
        self._reports = Reports(world.people, world.scores)

    def account(self, kind: int, membership_id: int, groups: tuple[int, ...], now: float) -> Any:
        player = self._player(kind, membership_id, now)
        wanted = groups or USUAL_GROUPS
        deleted = player.deleted_characters(now)
        characters = (*player.living_characters(now), *deleted)
        return {
            "mergedDeletedCharacters": self._merged(deleted, wanted, now),
            "mergedAllCharacters": self._merged(characters, wanted, now),
            "characters": [
                {
                    "characterId": str(character.character_id),
                    "deleted": character in deleted,
                    **self._merged((character,), wanted, now),
                }
                for character in characters
            ],
        }

    def historical(self, asked: StatisticsRequest, now: float) -> Any:
        characters = self._characters(asked.kind, asked.membership_id, asked.character_id, now)
        deeds = [d for c in characters for d in self._deeds.of(c.character_id, now) if _asked(d, asked)]
        return {
            mode_key(mode): self._by_period(asked, [deed for deed in deeds if deed.within(mode)])
            for mode in asked.modes or USUAL_MODES
        }

    def activities(self, kind: int, membership_id: int, character_id: int, now: float) -> Any:
        by_hash: defaultdict[int, list[Deed]] = defaultdict(list)
        for deed in self._of_one(kind, membership_id, character_id, now):
            by_hash[deed.instance.reference].append(deed)
        return {
            "activities": [
                {"activityHash": activity, "values": activity_values(totals(by_hash[activity]))}
                for activity in sorted(by_hash)
            ]
        }

    def weapons(self, kind: int, membership_id: int, character_id: int, now: float) -> Any:
        used = weapons(self._of_one(kind, membership_id, character_id, now))
        shown = [{"referenceId": weapon, "values": weapon_values(sums)} for weapon, sums in used.items()]
        return {"weapons": shown} if shown else {}

    def _player(self, kind: int, membership_id: int, now: float) -> Player:
        player = account(self._world, kind, membership_id, now)
        if player.private:
            raise Refusal(PRIVATE)
        return player

    def _characters(
        self, kind: int, membership_id: int, character_id: int, now: float
    ) -> tuple[Character, ...]:
        """The one of that id, deleted or not; of all of them for 0."""
        player = self._player(kind, membership_id, now)
        everyone = (*player.living_characters(now), *player.deleted_characters(now))
        if character_id == 0:
            return everyone
        found = tuple(character for character in everyone if character.character_id == character_id)
        if not found:
            raise Refusal(UNKNOWN_CHARACTER)
        return found

    def _of_one(self, kind: int, membership_id: int, character_id: int, now: float) -> list[Deed]:
        if character_id == 0:
            raise Refusal(UNKNOWN_CHARACTER)
        (character,) = self._characters(kind, membership_id, character_id, now)
        return self._deeds.of(character.character_id, now)

    def _merged(self, characters: Iterable[Character], groups: Collection[int], now: float) -> dict[str, Any]:
        """Of all time, by mode and together. What is played as neither is in no sum of an account."""
        deeds = [deed for c in characters for deed in self._deeds.of(c.character_id, now)]
        by_mode = {mode: [deed for deed in deeds if deed.within(mode)] for mode in USUAL_MODES}
        results = {mode_key(mode): _all_time(found, groups) for mode, found in by_mode.items()}
        return {
            "results": {key: values for key, values in results.items() if values},
            "merged": _all_time([deed for found in by_mode.values() for deed in found], groups),
        }

    def _by_period(self, asked: StatisticsRequest, deeds: list[Deed]) -> dict[str, Any]:
        groups = asked.groups or USUAL_GROUPS
        if asked.period == DAILY:
            return _by_day(deeds, groups)
        if asked.period == ACTIVITY:
            rows = [self._reports.row(deed.instance, deed.part) for deed in deeds[:MOST_ROWS]]
            return {"daily": rows} if rows else {}
        return _all_time(deeds, groups)


def _asked(deed: Deed, asked: StatisticsRequest) -> bool:
    day = _day(deed)
    return (asked.first is None or asked.first <= day) and (asked.last is None or day <= asked.last)


def _day(deed: Deed) -> date:
    return datetime.fromtimestamp(deed.instance.start, UTC).date()


def _all_time(deeds: list[Deed], groups: Collection[int]) -> dict[str, Any]:
    values = statistics_values(totals(deeds), groups, _of(deeds)) if deeds else {}
    return {"allTime": values} if values else {}


def _by_day(deeds: list[Deed], groups: Collection[int]) -> dict[str, Any]:
    """The days on which something was played, oldest first."""
    by_day: defaultdict[date, list[Deed]] = defaultdict(list)
    for deed in deeds:
        by_day[_day(deed)].append(deed)
    days = [
        {
            "period": f"{day.isoformat()}T00:00:00Z",
            "values": statistics_values(totals(by_day[day]), groups, _of(by_day[day]), daily=True),
        }
        for day in sorted(by_day)
    ]
    return {"daily": days} if days else {}


def _of(deeds: list[Deed]) -> set[str]:
    return {WINNABLE if deed.instance.kind.versus else OTHERS for deed in deeds}
