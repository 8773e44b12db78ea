"""The world's own account of clans and people at a time, and of when they changed.

Nothing here passes through the rendering of replies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rasputin.simulator.clock import stamp
from rasputin.simulator.replies.profiles import minutes_played
from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.clans import Clan
from rasputin.simulator.world.people import Account, Guise, Player
from rasputin.simulator.world.turnover import Stint, Who
from rasputin.simulator.world.world import World


def clans(world: World, at: float) -> list[dict[str, Any]]:
    """Rosters at a time, and all stints that have begun by then."""
    return [_clan(world, clan, at) for clan in world.clans.every]


def members(world: World, at: float, *, after: int, limit: int) -> list[dict[str, Any]]:
    """Members, whether or not they are in a clan at the time, by rising id: only those above `after`."""
    rising = sorted(world.members(), key=lambda player: player.membership_id)
    return [_player(world, player, at) for player in rising if player.membership_id > after][:limit]


def people(world: World, at: float, ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Anybody by membership id; who does not exist is left out."""
    for membership_id in ids:
        player, other = world.player(membership_id), world.account(membership_id)
        if player is not None:
            yield _player(world, player, at)
        elif other is not None:
            yield _account(*other, at)


def _clan(world: World, clan: Clan, at: float) -> dict[str, Any]:
    return {
        "group_id": str(clan.group_id),
        "name": clan.name,
        "callsign": clan.callsign,
        "motto": clan.motto,
        "members": [_place(world, stint) for stint in world.rosters.roster(clan.number, at)],
        "timeline": [
            {**_place(world, stint), "from": stamp(stint.began), "to": _moment(stint.ended)}
            for stint in world.rosters.stints(clan.number, at)
        ],
    }


def _place(world: World, stint: Stint) -> dict[str, Any]:
    player = world.people.player(stint.who.player)
    account = stint.who.account
    held_by = player.membership_id if account < 0 else player.accounts[account].membership_id
    return {"membership_id": str(held_by), "role": stint.role, "joined_at": stamp(stint.joined_at)}


def _player(world: World, player: Player, at: float) -> dict[str, Any]:
    place = world.rosters.place(Who(player.index), at)
    return {
        "membership_id": str(player.membership_id),
        **_known_as(player.guise(at)),
        "private": player.private,
        "never_played": not player.played,
        "belongs_to": None,
        "group_id": str(world.clans.every[place.clan].group_id) if place else None,
        "names": [
            {**_known_as(guise), "since": _moment(guise.since or None)}
            for guise in player.guises
            if guise.since <= at
        ],
        "characters": [_character(world, one, at) for one in player.living_characters(at)],
        "deleted_characters": [_character(world, one, at) for one in player.deleted_characters(at)],
    }


def _account(player: Player, account: Account, at: float) -> dict[str, Any]:
    """A membership with which nobody plays: that of somebody who plays with another."""
    guise = player.guise(at)
    shown = {"membership_type": account.membership_type, "name": guise.name, "code": guise.code}
    return {
        "membership_id": str(account.membership_id),
        **shown,
        "private": False,
        "never_played": True,
        "belongs_to": str(player.membership_id),
        "group_id": None,
        "names": [{**shown, "since": None}],
        "characters": [],
        "deleted_characters": [],
    }


def _known_as(guise: Guise) -> dict[str, Any]:
    return {"membership_type": guise.membership_type, "name": guise.name, "code": guise.code}


def _character(world: World, character: Character, at: float) -> dict[str, Any]:
    rows = world.played(character.character_id, at)
    return {
        "character_id": str(character.character_id),
        "class_hash": character.class_hash,
        "light": character.light,
        "minutes_played": minutes_played(character, rows),
        "activities": sum(not row.instance.shy for row in rows),
        "made_at": _moment(character.made_at),
        "deleted_at": _moment(character.deleted_at) if character.is_deleted(at) else None,
    }


def _moment(seconds: int | None) -> str | None:
    """None for since ever, and for not yet."""
    return None if seconds is None else stamp(seconds)
