"""Who the world's players are, as the API tells it."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.answers.accounts import ALL, BUNGIE_NEXT, account, owner
from rasputin.simulator.replies.accounts import (
    linked_profiles_reply,
    memberships_reply,
    search_reply,
    visible_cards,
)
from rasputin.simulator.replies.characters import character_reply
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.replies.profiles import component_numbers, profile_reply
from rasputin.simulator.world.directory import Directory
from rasputin.simulator.world.world import World

NO_ACCOUNT, NO_USER, NO_CHARACTER = 1601, 217, 1620
FOUND_A_PAGE = 50


class WorldPlayers:
    def __init__(self, world: World) -> None:
        self._world = world
        self._directory = Directory(world.shape, world.since, world.people.names)

    def profile(self, kind: int, membership_id: int, components: str, now: float) -> Any:
        player = account(self._world, kind, membership_id, now)
        return profile_reply(self._world, player, component_numbers(components), now)

    def character(self, kind: int, membership_id: int, character_id: int, components: str, now: float) -> Any:
        player = account(self._world, kind, membership_id, now)
        living = player.living_characters(now)
        found = next((one for one in living if one.character_id == character_id), None)
        if found is None:
            raise Refusal(NO_CHARACTER)
        return character_reply(self._world, player, found, component_numbers(components), now)

    def linked(self, kind: int, membership_id: int, now: float, *, overridden: bool) -> Any:
        unknown = NO_USER if kind == BUNGIE_NEXT else NO_ACCOUNT
        player = owner(self._world, kind, membership_id, now, unknown=unknown)
        return linked_profiles_reply(self._world, player, now, overridden=overridden)

    def memberships(self, membership_id: int, kind: int, now: float) -> Any:
        return memberships_reply(
            self._world, owner(self._world, kind, membership_id, now, unknown=NO_USER), now
        )

    def search(self, kind: int, name: str, code: int | None, now: float) -> Any:
        player = None if code is None else self._world.named(name, code, now)
        cards = visible_cards(player, now) if player else []
        return [card for card in cards if kind in (ALL, card["membershipType"])]

    def prefix_search(self, prefix: str, page: int, now: float) -> Any:
        found = self._directory.players(prefix, page * FOUND_A_PAGE, FOUND_A_PAGE + 1)
        players = (self._world.people.player(index) for index in found[:FOUND_A_PAGE])
        named = (one for one in players if one.guise(now).name.casefold().startswith(prefix.casefold()))
        return search_reply(named, page, now, more=len(found) > FOUND_A_PAGE)
