"""Recorded clans and rosters."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.recorded.found import found
from rasputin.simulator.recorded.recordings import Json


class RecordedClans:
    def __init__(self, groups: dict[int, Json], rosters: dict[int, Json]) -> None:
        self._groups = groups
        self._rosters = rosters

    def group(self, group_id: int, now: float) -> Any:
        return found(self._groups, group_id, 686)

    def roster(self, group_id: int, page: int, now: float) -> Any:
        roster = found(self._rosters, group_id, 686)
        if page == 1:
            return roster
        return {**roster, "results": [], "query": {**roster["query"], "currentPage": page}}
