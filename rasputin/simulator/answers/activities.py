"""What the world's players played, as the API tells it."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.answers.accounts import account
from rasputin.simulator.replies.envelope import Refusal, Reply, success_body
from rasputin.simulator.replies.reports import Reports
from rasputin.simulator.serving.routes.activities import HistoryRequest
from rasputin.simulator.world.world import World


class WorldActivities:
    def __init__(self, world: World) -> None:
        self._world = world
        self._reports = Reports(world.people, world.scores)

    def history(self, asked: HistoryRequest, now: float) -> Any:
        player = account(self._world, asked.kind, asked.membership_id, now)
        if player.private:
            raise Refusal(1665)
        if asked.character_id == 0:
            return {}
        known = (*player.living_characters(now), *player.deleted_characters(now))
        if asked.character_id not in {character.character_id for character in known}:
            raise Refusal(1620)
        rows = self._world.history(asked.character_id, now, asked.mode)
        shown = rows[asked.page * asked.count : (asked.page + 1) * asked.count]
        if not shown:
            return {}
        return {"activities": [self._reports.row(row.instance, row.part) for row in shown]}

    def report(self, instance_id: int, now: float) -> Reply:
        instance = self._world.instance(instance_id, now)
        if instance is None:
            raise Refusal(1653)
        return success_body(self._reports.report(instance))
