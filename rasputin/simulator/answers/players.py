"""Who the world's players are, as the API tells it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rasputin.simulator.answers.accounts import ALL, BUNGIE_NEXT, account
from rasputin.simulator.replies.cards import PLATFORM_ICONS, user_card
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.replies.profiles import component_numbers, linked_profiles_reply, profile_reply
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.world import World


class WorldPlayers:
    def __init__(self, world: World) -> None:
        self._world = world
        self._by_name: dict[str, list[Player]] | None = None

    def profile(self, kind: int, membership_id: int, components: str, now: float) -> Any:
        player = account(self._world, kind, membership_id, now)
        return profile_reply(self._world, player, component_numbers(components), now)

    def linked(self, kind: int, membership_id: int, now: float) -> Any:
        if kind == BUNGIE_NEXT:
            raise Refusal(217)
        actual = self._world.player(membership_id)
        known = actual.guise(now).membership_type if actual and kind == ALL else kind
        return linked_profiles_reply(self._world, account(self._world, known, membership_id, now), now)

    def search(self, kind: int, name: str, code: int | None, now: float) -> Any:
        found = ((player, player.guise(now)) for player in self._names().get(name.casefold(), []))
        return [
            user_card(player, guise, PLATFORM_ICONS[guise.membership_type])
            for player, guise in found
            if guise.code == code and kind in (ALL, guise.membership_type)
        ]

    def _names(self) -> dict[str, list[Player]]:
        """Everybody by global name, read once: only searches need it."""
        if self._by_name is None:
            names = defaultdict(list)
            for player in self._world.everybody():
                names[player.guises[0].name.casefold()].append(player)
            self._by_name = names
        return self._by_name
