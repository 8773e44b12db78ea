"""Recorded reports, and histories: recorded ones, and those of whoever is in a report."""

from __future__ import annotations

from typing import Any

import msgspec

from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.recorded.reading.folder import Json
from rasputin.simulator.replies.envelope import Refusal, Reply, success_body
from rasputin.simulator.serving.routes.activities import HistoryRequest

NO_REPORT = 1653


class RecordedActivities:
    def __init__(self, accounts: Accounts, reports: dict[int, Json]) -> None:
        self._accounts = accounts
        self._reports = reports

    def history(self, asked: HistoryRequest, now: float) -> Any:
        if asked.character_id == 0:
            self._accounts.profile(asked.kind, asked.membership_id, now)
            return {}
        self._accounts.check_character(asked.kind, asked.membership_id, asked.character_id, now)
        rows = [row for row in self._rows(asked) if asked.mode in (0, *row["activityDetails"]["modes"])]
        shown = rows[asked.page * asked.count : (asked.page + 1) * asked.count]
        return {"activities": shown} if shown else {}

    def report(self, instance_id: int, now: float) -> Reply:
        if instance_id not in self._reports:
            raise Refusal(NO_REPORT)
        return success_body((msgspec.json.encode(self._reports[instance_id]),))

    def _rows(self, asked: HistoryRequest) -> list[Json]:
        return self._accounts.histories.get(asked.membership_id, {}).get(str(asked.character_id), [])
