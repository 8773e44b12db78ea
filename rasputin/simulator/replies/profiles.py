"""Profiles and linked accounts as the API shows them at a time."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.clock import stamp, stamp_milliseconds
from rasputin.simulator.replies.cards import PLATFORM_ICONS, bungie_card, user_card
from rasputin.simulator.replies.settings import PAST_SEASONS, SEASON
from rasputin.simulator.world.people import Character, Player
from rasputin.simulator.world.world import Row, World

NAMES = {"profiles": 100, "characters": 200}
NO_PROGRESS = {
    "progressionHash": 1716568313,
    "dailyProgress": 0,
    "dailyLimit": 0,
    "weeklyProgress": 0,
    "weeklyLimit": 0,
    "currentProgress": 0,
    "level": 50,
    "levelCap": 50,
    "stepIndex": 50,
    "progressToNextLevel": 0,
    "nextLevelAt": 0,
}


def component_numbers(asked: str) -> set[int]:
    """The components by number; they may be asked by name, and unknown ones are no error."""
    words = (word.strip().lower() for word in asked.split(","))
    return {int(word) if word.isdigit() else NAMES.get(word, -1) for word in words if word}


def profile_reply(world: World, player: Player, components: set[int], now: float) -> dict[str, Any]:
    histories = {c.character_id: world.history(c.character_id, now) for c in player.characters}
    reply: dict[str, Any] = {
        "responseMintedTimestamp": stamp_milliseconds(now),
        "secondaryComponentsMintedTimestamp": stamp_milliseconds(now),
    }
    if 100 in components:
        reply["profile"] = {"data": _profile(world, player, histories), "privacy": 1}
    if 200 in components:
        reply["characters"] = {"data": _characters(world, player, histories), "privacy": 1}
    return reply


def linked_profiles_reply(world: World, player: Player, now: float) -> dict[str, Any]:
    histories = {c.character_id: world.history(c.character_id, now) for c in player.characters}
    profile = {
        "dateLastPlayed": stamp(_last_played(world, player, histories)),
        "isOverridden": False,
        "isCrossSavePrimary": len(player.applicable_types) > 1,
        **user_card(player, PLATFORM_ICONS[player.membership_type]),
    }
    reply: dict[str, Any] = {"profiles": [profile]}
    bungie = bungie_card(player)
    if bungie:
        reply["bnetMembership"] = bungie
    return {**reply, "profilesWithErrors": []}


def _profile(world: World, player: Player, histories: dict[int, list[Row]]) -> dict[str, Any]:
    return {
        "userInfo": user_card(player, PLATFORM_ICONS[player.membership_type]),
        "dateLastPlayed": stamp(_last_played(world, player, histories)),
        "versionsOwned": 4095,
        "characterIds": [str(character.character_id) for character in player.characters],
        "seasonHashes": [*PAST_SEASONS, SEASON],
        "eventCardHashesOwned": [],
        "currentSeasonHash": SEASON,
        "currentSeasonRewardPowerCap": 2050,
        "currentGuardianRank": 6,
        "lifetimeHighestGuardianRank": 8,
        "renewedGuardianRank": 6,
    }


def _characters(world: World, player: Player, histories: dict[int, list[Row]]) -> dict[str, Any]:
    return {
        str(character.character_id): _character(world, player, character, histories[character.character_id])
        for character in player.characters
    }


def _character(world: World, player: Player, character: Character, rows: list[Row]) -> dict[str, Any]:
    session = rows[0].part.played // 60 if rows else 5
    race_hash, race_type = character.race
    gender_hash, gender_type = character.gender
    return {
        "membershipId": str(player.membership_id),
        "membershipType": player.membership_type,
        "characterId": str(character.character_id),
        "dateLastPlayed": stamp(_last_end(rows) or world.last_seen_before(player) - character.slot * 86_400),
        "minutesPlayedThisSession": str(session),
        "minutesPlayedTotal": str(minutes_played(character, rows)),
        "light": character.light,
        "stats": {"1935470627": character.light},
        "raceHash": race_hash,
        "genderHash": gender_hash,
        "classHash": character.class_hash,
        "raceType": race_type,
        "classType": character.class_type,
        "genderType": gender_type,
        "emblemPath": character.emblem[1],
        "emblemBackgroundPath": character.emblem[1],
        "emblemHash": character.emblem[0],
        "emblemColor": {"red": 12, "green": 16, "blue": 40, "alpha": 255},
        "levelProgression": NO_PROGRESS,
        "baseCharacterLevel": 50,
        "percentToNextLevel": 0.0,
    }


def minutes_played(character: Character, rows: list[Row]) -> int:
    return character.minutes_before + sum(row.part.played for row in rows) // 60


def _last_end(rows: list[Row]) -> int:
    return max((row.instance.start + row.part.start + row.part.played for row in rows), default=0)


def _last_played(world: World, player: Player, histories: dict[int, list[Row]]) -> int:
    return max(map(_last_end, histories.values())) or world.last_seen_before(player)
