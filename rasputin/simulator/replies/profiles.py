"""Profiles as the API shows them at a time."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.clock import stamp, stamp_milliseconds
from rasputin.simulator.replies.cards import platform_card
from rasputin.simulator.replies.components import PRIVATE, PUBLIC, Component, Glimpse, glimpse
from rasputin.simulator.replies.dates import character_played, player_played
from rasputin.simulator.replies.metrics import metrics_component
from rasputin.simulator.replies.nodes import character_nodes, profile_nodes
from rasputin.simulator.replies.playing import character_activities
from rasputin.simulator.replies.progress import character_progressions, profile_progression
from rasputin.simulator.replies.records import character_records, profile_records
from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.definitions.seasons import owned_seasons, season_at
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.worn import worn_title
from rasputin.simulator.world.world import Row, World

NAMES = {
    "profiles": 100,
    "profileprogression": 104,
    "characters": 200,
    "characterprogressions": 202,
    "characteractivities": 204,
    "presentationnodes": 700,
    "records": 900,
    "metrics": 1100,
}
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
    seen = glimpse(world, player, now)
    return {
        "responseMintedTimestamp": stamp_milliseconds(now),
        "secondaryComponentsMintedTimestamp": stamp_milliseconds(now),
        **{part.key: part.shown(seen) for part in COMPONENTS if part.number in components},
    }


def _profile(seen: Glimpse) -> dict[str, Any]:
    guise = seen.player.guise(seen.now)
    seasons, current = owned_seasons(seen.now), season_at(seen.now)
    return {
        "userInfo": platform_card(seen.player, guise),
        "dateLastPlayed": stamp(player_played(seen)),
        "versionsOwned": 4095,
        "characterIds": [str(character.character_id) for character in seen.characters],
        "seasonHashes": [season.hash for season in seasons],
        "seasonPassHashes": [season.pass_hash for season in seasons],
        "eventCardHashesOwned": [],
        "currentSeasonHash": current.hash,
        "currentSeasonPassHash": current.pass_hash,
        "currentSeasonRewardPowerCap": 2050,
        "currentGuardianRank": 6,
        "lifetimeHighestGuardianRank": 8,
        "renewedGuardianRank": 6,
    }


def _characters(seen: Glimpse) -> dict[str, Any]:
    return {str(character.character_id): _character(seen, character) for character in seen.characters}


def _character(seen: Glimpse, character: Character) -> dict[str, Any]:
    player, rows = seen.player, seen.histories[character.character_id]
    session = rows[0].part.played // 60 if rows else 5
    title = worn_title(seen.world, player, character, seen.now)
    race_hash, race_type = character.race
    gender_hash, gender_type = character.gender
    return {
        "membershipId": str(player.membership_id),
        "membershipType": player.guise(seen.now).membership_type,
        "characterId": str(character.character_id),
        "dateLastPlayed": stamp(character_played(seen, character)),
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
        **({"titleRecordHash": title} if title else {}),
    }


def minutes_played(character: Character, rows: list[Row]) -> int:
    return character.minutes_before + sum(row.part.played for row in rows) // 60


# All that a profile can show, in the order in which it does.
COMPONENTS = (
    Component(100, "profile", PUBLIC, _profile),
    Component(104, "profileProgression", PRIVATE, profile_progression),
    Component(700, "profilePresentationNodes", PRIVATE, profile_nodes),
    Component(900, "profileRecords", PRIVATE, profile_records),
    Component(1100, "metrics", PRIVATE, metrics_component),
    Component(200, "characters", PUBLIC, _characters),
    Component(202, "characterProgressions", PRIVATE, character_progressions),
    Component(204, "characterActivities", PRIVATE, character_activities),
    Component(700, "characterPresentationNodes", PRIVATE, character_nodes),
    Component(900, "characterRecords", PRIVATE, character_records),
)
