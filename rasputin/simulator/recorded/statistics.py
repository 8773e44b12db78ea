"""Statistics of recorded players: who their characters are, and no sums, for none are recorded."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.replies.mode_keys import ALL_PVE, ALL_PVP, mode_key
from rasputin.simulator.serving.routes.statistics import StatisticsRequest

NOTHING: dict[str, Any] = {"results": {}, "merged": {}}


class RecordedStatistics:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def account(self, kind: int, membership_id: int, groups: tuple[int, ...], now: float) -> Any:
        profile = self._accounts.profile(kind, membership_id)
        return {
            "mergedDeletedCharacters": NOTHING,
            "mergedAllCharacters": NOTHING,
            "characters": [
                {"characterId": character_id, "deleted": False, **NOTHING}
                for character_id in profile["profile"]["data"]["characterIds"]
            ],
        }

    def historical(self, asked: StatisticsRequest, now: float) -> Any:
        if asked.character_id == 0:
            self._accounts.profile(asked.kind, asked.membership_id)
        else:
            self._check(asked.kind, asked.membership_id, asked.character_id)
        return {mode_key(mode): {} for mode in asked.modes or (ALL_PVE, ALL_PVP)}

    def activities(self, kind: int, membership_id: int, character_id: int, now: float) -> Any:
        self._check(kind, membership_id, character_id)
        return {"activities": []}

    def weapons(self, kind: int, membership_id: int, character_id: int, now: float) -> Any:
        self._check(kind, membership_id, character_id)
        return {}

    def _check(self, kind: int, membership_id: int, character_id: int) -> None:
        profile = self._accounts.profile(kind, membership_id)
        if str(character_id) not in profile["profile"]["data"]["characterIds"]:
            raise Refusal(1620)
