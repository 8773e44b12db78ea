"""Recorded statistics; of other recorded players who their characters are, and no sums."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.recorded.components import character_ids
from rasputin.simulator.recorded.reading.folder import Json
from rasputin.simulator.recorded.reading.statistics import Sums
from rasputin.simulator.replies.mode_keys import ALL_PVE, ALL_PVP, mode_key
from rasputin.simulator.serving.routes.statistics import ALL_TIME, StatisticsRequest

NOTHING: Json = {"results": {}, "merged": {}}


class RecordedStatistics:
    def __init__(self, accounts: Accounts, sums: Sums) -> None:
        self._accounts = accounts
        self._sums = sums

    def account(self, kind: int, membership_id: int, groups: tuple[int, ...], now: float) -> Any:
        """A recorded one is given whole, whatever groups were asked for."""
        profile = self._accounts.profile(kind, membership_id, now)
        if membership_id in self._sums.accounts:
            return self._sums.accounts[membership_id]
        return {
            "mergedDeletedCharacters": NOTHING,
            "mergedAllCharacters": NOTHING,
            "characters": [
                {"characterId": character_id, "deleted": False, **NOTHING}
                for character_id in sorted(character_ids(profile))
            ],
        }

    def historical(self, asked: StatisticsRequest, now: float) -> Any:
        """Of all time as the account's statistics have it; by days or activities nothing was recorded."""
        if asked.character_id == 0:
            self._accounts.profile(asked.kind, asked.membership_id, now)
        else:
            self._accounts.check_character(asked.kind, asked.membership_id, asked.character_id, now)
        sums = self._results(asked) if asked.period == ALL_TIME else {}
        keys = [mode_key(mode) for mode in asked.modes or (ALL_PVE, ALL_PVP)]
        return {key: sums.get(key, {}) for key in keys}

    def activities(self, kind: int, membership_id: int, character_id: int, now: float) -> Any:
        self._accounts.check_character(kind, membership_id, character_id, now)
        return self._sums.by_activity.get(str(character_id), {"activities": []})

    def weapons(self, kind: int, membership_id: int, character_id: int, now: float) -> Any:
        self._accounts.check_character(kind, membership_id, character_id, now)
        return {}

    def _results(self, asked: StatisticsRequest) -> Json:
        account = self._sums.accounts.get(asked.membership_id, {"characters": []})
        of_characters = {one["characterId"]: one["results"] for one in account["characters"]}
        of_all = account.get("mergedAllCharacters", NOTHING)["results"]
        found: Json = of_characters.get(str(asked.character_id), {}) if asked.character_id else of_all
        return found
