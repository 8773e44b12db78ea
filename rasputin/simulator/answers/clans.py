"""The world's clans, as the API tells them."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.replies.clans import group_reply, roster_reply
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.world.clans import Clan, clan_facts
from rasputin.simulator.world.world import World


class WorldClans:
    def __init__(self, world: World) -> None:
        self._world = world

    def group(self, group_id: int, now: float) -> Any:
        return group_reply(self._world, self._clan(group_id), now)

    def roster(self, group_id: int, page: int, now: float) -> Any:
        return roster_reply(self._world, self._clan(group_id), page, now)

    def _clan(self, group_id: int) -> Clan:
        number = self._world.clan(group_id)
        if number is None:
            raise Refusal(686)
        return clan_facts(self._world, number)
