"""Recorded reports, and histories of those who are in them."""

from __future__ import annotations

from typing import Any

import msgspec

from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.recorded.found import found
from rasputin.simulator.recorded.recordings import Json
from rasputin.simulator.replies.envelope import Refusal, Reply, success_body
from rasputin.simulator.serving.routes.activities import HistoryRequest


class RecordedActivities:
    def __init__(self, accounts: Accounts, reports: dict[int, Json]) -> None:
        self._accounts = accounts
        self._reports = reports

    def history(self, asked: HistoryRequest, now: float) -> Any:
        profile = self._accounts.profile(asked.kind, asked.membership_id)
        character_id = str(asked.character_id)
        if character_id == "0":
            return {}
        if character_id not in profile["profile"]["data"]["characterIds"]:
            raise Refusal(1620)
        rows = [
            row
            for row in self._accounts.histories.get(asked.membership_id, {}).get(character_id, [])
            if asked.mode == 0 or asked.mode in row["activityDetails"]["modes"]
        ]
        shown = rows[asked.page * asked.count : (asked.page + 1) * asked.count]
        return {"activities": shown} if shown else {}

    def report(self, instance_id: int, now: float) -> Reply:
        return success_body(msgspec.json.encode(found(self._reports, instance_id, 1653)))
