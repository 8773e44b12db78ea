"""Clans, who is in them, and who is online at a time."""

from __future__ import annotations

from dataclasses import dataclass

from rasputin.simulator.world.dice import Dice, between, draws
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.world import World

BEGINNER, MEMBER, ADMIN, FOUNDER = 1, 2, 3, 5

ADJECTIVES = ("Silent", "Golden", "Last", "Hidden", "Broken", "Crimson", "Ninth", "Lost", "Reefborn", "Æther")
NOUNS = ("Vanguard", "Owls", "Wardens", "Consensus", "Sparrows", "Embers", "Tower Cats", "Forge", "Nomads")
MOTTOS = ("See you starside.", "Loot first, ask later", "One more run…", "Übung macht den Hüter", "")


@dataclass(frozen=True, slots=True)
class Clan:
    number: int
    group_id: int
    name: str
    callsign: str
    motto: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in a clan."""

    player: Player
    role: int
    joined_at: int


@dataclass(frozen=True, slots=True)
class Presence:
    online: bool
    changed_at: int


def clan_facts(world: World, number: int) -> Clan:
    dice = Dice(world.shape.seed, "clan", number)
    adjective, noun = dice.pick(ADJECTIVES), dice.pick(NOUNS)
    name = f"{adjective} {noun}" if number < 40 else f"{adjective} {noun} {number}"
    return Clan(
        number=number,
        group_id=world.people.ids.group(number),
        name=name,
        callsign=(adjective[:2] + noun[:2]).upper(),
        motto=dice.pick(MOTTOS),
        created_at=world.since - dice.between(200, 2_000) * 86_400,
    )


def places(world: World, clan: Clan) -> list[Place]:
    return [
        _place(world, clan, player, position)
        for position, player in enumerate(world.clan_members(clan.number))
    ]


def presence(world: World, player: Player, now: float) -> Presence:
    session = world.last_session(player, now)
    if session is None:
        return Presence(online=False, changed_at=world.last_seen_before(player))
    if now < session.end:
        return Presence(online=True, changed_at=session.start)
    return Presence(online=False, changed_at=session.end)


def _place(world: World, clan: Clan, player: Player, position: int) -> Place:
    roll = draws(world.shape.seed, "place", player.index)
    if position == 0:
        return Place(player, FOUNDER, clan.created_at)
    role = ADMIN if position % 12 == 5 else MEMBER if position % 4 == 2 else BEGINNER
    return Place(player, role, between(roll[0], clan.created_at + 60, world.since - 86_400))
