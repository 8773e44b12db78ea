"""How far profiles (component 104) and characters (202) have come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasputin.simulator.replies.components import Glimpse
from rasputin.simulator.replies.weeks import week_milestones
from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.dice import between, chance, draws
from rasputin.simulator.world.records.fates import diligence
from rasputin.simulator.world.records.stems import stable_hash

ARTIFACT = 2894222926
POINTS, POWER = 3915124631, 243419342
MOST_POINTS = 12
SEASON_RANK, CHARACTER_LEVEL = 2000925172, 1716568313
# What reputations count: hash, points of an activity, points of a level, levels
REPUTATIONS = (
    (2083746873, 90, 1_000, 16),
    (3696598664, 110, 800, 16),
    (3008065600, 70, 900, 16),
    (457612306, 120, 1_100, 16),
    (2755675426, 60, 700, 16),
    (527867935, 85, 1_000, 16),
    (1471185389, 40, 600, 16),
    (599071390, 30, 500, 16),
)
EXPERIENCE, RANK_AT = 21_000, 100_000
FACTIONS = (24856709, 185244751, 828982195)
CHECKLISTS = ((365218222, 40), (1697465175, 60), (110198094, 12))
CHARACTER_CHECKLIST = (2360931290, 20)
TIERS = 5


def profile_progression(seen: Glimpse) -> dict[str, Any]:
    share = diligence(seen.world.shape.seed, seen.player)
    key = f"profile {seen.player.index}"
    played = sum(len(rows) for rows in seen.histories.values())
    points = min(MOST_POINTS, int(share * 9) + played // 20)
    return {
        "checklists": {str(found): _checklist(seen, key, found, size, share) for found, size in CHECKLISTS},
        "seasonalArtifact": {
            "artifactHash": ARTIFACT,
            "pointProgression": _progression(POINTS, points * 300_000, 300_000, MOST_POINTS),
            "pointsAcquired": points,
            "powerBonusProgression": _progression(POWER, played * EXPERIENCE, 2 * RANK_AT, -1),
            "powerBonus": played * EXPERIENCE // (2 * RANK_AT),
        },
    }


def character_progressions(seen: Glimpse) -> dict[str, Any]:
    return {str(character.character_id): _character(seen, character) for character in seen.characters}


def _character(seen: Glimpse, character: Character) -> dict[str, Any]:
    rows = seen.histories[character.character_id]
    share = diligence(seen.world.shape.seed, seen.player)
    checklist, size = CHARACTER_CHECKLIST
    key = f"character {character.character_id}"
    return {
        "progressions": _progressions(seen, character, len(rows)),
        "factions": {str(faction): _faction(faction, len(rows)) for faction in FACTIONS},
        "milestones": week_milestones(rows, seen.now),
        "quests": [],
        "uninstancedItemObjectives": {},
        "checklists": {str(checklist): _checklist(seen, key, checklist, size, share)},
        "seasonalArtifact": {
            "artifactHash": ARTIFACT,
            "pointsUsed": min(MOST_POINTS, len(rows) // 4),
            "resetCount": 0,
            "tiers": [_tier(number, len(rows)) for number in range(TIERS)],
        },
    }


def _progressions(seen: Glimpse, character: Character, played: int) -> dict[str, Any]:
    """Experience and reputations grow with every activity; a reputation at its end begins anew."""
    roll = draws(seen.world.shape.seed, "reputation", character.character_id)
    shown = {
        str(SEASON_RANK): _progression(
            SEASON_RANK, roll[8] % 60 * RANK_AT + played * EXPERIENCE, RANK_AT, -1
        ),
        str(CHARACTER_LEVEL): {**_progression(CHARACTER_LEVEL, 0, 0, 50), "level": 50, "stepIndex": 50},
    }
    for place, (known, worth, step, levels) in enumerate(REPUTATIONS):
        gained = between(roll[place], 0, 2 * step * levels) + played * worth
        resets, rest = divmod(gained, step * levels)
        shown[str(known)] = {**_progression(known, rest, step, levels), "currentResetCount": resets}
    return shown


def _progression(known: int, gained: int, step: int, levels: int) -> dict[str, Any]:
    """`levels` is -1 where they never end; a step of 0 means that there is nothing to gain."""
    reached = gained // step if step else 0
    level = reached if levels < 0 else min(reached, levels)
    ended = not step or level == levels
    return {
        "progressionHash": known,
        "dailyProgress": 0,
        "dailyLimit": 0,
        "weeklyProgress": 0,
        "weeklyLimit": 0,
        "currentProgress": gained,
        "level": level,
        "levelCap": levels,
        "stepIndex": level,
        "progressToNextLevel": 0 if ended else gained - level * step,
        "nextLevelAt": 0 if ended else step,
    }


def _faction(known: int, played: int) -> dict[str, Any]:
    return {
        "factionHash": known,
        "factionVendorIndex": -1,
        **_progression(stable_hash("faction", known), played * 50, 2_000, -1),
    }


def _checklist(seen: Glimpse, key: str, checklist: int, size: int, share: float) -> dict[str, bool]:
    rolls: Sequence[int] = [
        number
        for part in range(-(-size // 16))
        for number in draws(seen.world.shape.seed, key, checklist, part)
    ]
    return {str(stable_hash("check", checklist, n)): chance(rolls[n], share) for n in range(size)}


def _tier(number: int, played: int) -> dict[str, Any]:
    unlocked = number == 0 or played > number * 8
    return {
        "tierHash": stable_hash("tier", number),
        "isUnlocked": unlocked,
        "pointsToUnlock": 0 if unlocked else number * 2,
        "items": [
            {"itemHash": stable_hash("perk", number, place), "isActive": unlocked and place == played % 5}
            for place in range(5)
        ],
    }
