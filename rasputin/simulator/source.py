"""Answers made from the simulated world."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rasputin.simulator.cards import user_card
from rasputin.simulator.clans import Clan, clan_facts, group_reply, roster_reply
from rasputin.simulator.endpoints import HistoryRequest
from rasputin.simulator.envelope import Refusal, Reply, success_body
from rasputin.simulator.people import Player
from rasputin.simulator.profiles import component_numbers, linked_profiles_reply, profile_reply
from rasputin.simulator.reports import Reports
from rasputin.simulator.settings_reply import settings_reply
from rasputin.simulator.world import World

ALL, BUNGIE_NEXT = -1, 254
TYPE_NAMES = {
    -1: "All",
    0: "None",
    1: "TigerXbox",
    2: "TigerPsn",
    3: "TigerSteam",
    4: "TigerBlizzard",
    5: "TigerStadia",
    6: "TigerEgs",
    254: "BungieNext",
}


def wrong_type(asked: int, actual: int, membership_id: int) -> Refusal:
    """The refusal that tells which type the account really has."""
    return Refusal(
        18,
        {
            "membershipType": TYPE_NAMES.get(asked, str(asked)),
            "membershipInfo.membershipType": TYPE_NAMES[actual],
            "membershipId": str(membership_id),
        },
    )


class WorldSource:
    def __init__(self, world: World) -> None:
        self._world = world
        self._reports = Reports(world.people, world.scores)
        self._by_name: dict[str, list[Player]] | None = None

    def group(self, group_id: int, now: float) -> Any:
        return group_reply(self._world, self._clan(group_id), now)

    def roster(self, group_id: int, page: int, now: float) -> Any:
        return roster_reply(self._world, self._clan(group_id), page, now)

    def profile(self, kind: int, membership_id: int, components: str, now: float) -> Any:
        player = self._player(kind, membership_id)
        return profile_reply(self._world, player, component_numbers(components), now)

    def linked(self, kind: int, membership_id: int, now: float) -> Any:
        if kind == BUNGIE_NEXT:
            raise Refusal(217)
        actual = self._world.player(membership_id)
        known = actual.membership_type if actual and kind == ALL else kind
        return linked_profiles_reply(self._world, self._player(known, membership_id), now)

    def history(self, asked: HistoryRequest, now: float) -> Any:
        player = self._player(asked.kind, asked.membership_id)
        if asked.character_id == 0:
            return {}
        if asked.character_id not in {character.character_id for character in player.characters}:
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

    def search(self, kind: int, name: str, code: int | None) -> Any:
        return [
            user_card(player, player.characters[0].emblem[1])
            for player in self._names().get(name.casefold(), [])
            if player.code == code and kind in (ALL, player.membership_type)
        ]

    def settings(self) -> Any:
        return settings_reply()

    def _clan(self, group_id: int) -> Clan:
        number = self._world.clan(group_id)
        if number is None:
            raise Refusal(686)
        return clan_facts(self._world, number)

    def _player(self, kind: int, membership_id: int) -> Player:
        player = self._world.player(membership_id)
        if player is None:
            raise Refusal(1601)
        if kind != player.membership_type:
            raise wrong_type(kind, player.membership_type, membership_id)
        return player

    def _names(self) -> dict[str, list[Player]]:
        """Everybody by global name, read once: only searches need it."""
        if self._by_name is None:
            names = defaultdict(list)
            for player in self._world.everybody():
                names[player.name.casefold()].append(player)
            self._by_name = names
        return self._by_name
