"""Historical statistics: the counters and medals that reports and statistics speak of, by their text ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rasputin.simulator.world.definitions.medals import MEDALS, TIERS, WITHOUT_PICTURE
from rasputin.simulator.world.definitions.modes import MODES
from rasputin.simulator.world.definitions.shapes import Json, icon

GENERAL, WEAPONS, MEDAL = 1, 2, 3
LEADERS, ACTIVITIES, UNIQUE = 101, 102, 103
COUNT, SECONDS, POINTS, METRES, RATIO, PERCENT, YES_NO, MILLISECONDS = 1, 3, 4, 6, 8, 7, 9, 12

# group: unit: ids
COUNTERS: dict[int, dict[int, str]] = {
    GENERAL: {
        COUNT: "activitiesCleared activitiesEntered activitiesWon assists bestSingleGameKills deaths kills "
        "opponentsDefeated objectivesCompleted precisionKills resurrectionsPerformed "
        "resurrectionsReceived suicides longestKillSpree orbsDropped orbsGathered publicEventsCompleted "
        "heroicPublicEventsCompleted adventuresCompleted fireTeamActivities highestCharacterLevel "
        "highestLightLevel invasions invasionKills invasionDeaths invaderKills invaderDeaths "
        "primevalKills blockerKills mobKills highValueKills motesPickedUp motesDeposited motesDenied "
        "motesLost bankOverage smallBlockersSent mediumBlockersSent largeBlockersSent primevalDamage "
        "roundsPlayed roundsWon zonesCaptured zonesNeutralized playerCount team standing",
        SECONDS: "secondsPlayed averageLifespan longestSingleLife totalActivityDurationSeconds "
        "activityDurationSeconds timePlayedSeconds startSeconds remainingTimeAfterQuitSeconds "
        "allParticipantsTimePlayed",
        POINTS: "score bestSingleGameScore teamScore",
        METRES: "averageDeathDistance averageKillDistance longestKillDistance totalDeathDistance "
        "totalKillDistance",
        RATIO: "averageScorePerKill averageScorePerLife efficiency killsDeathsRatio killsDeathsAssists "
        "combatRating winLossRatio",
        PERCENT: "primevalHealing",
        YES_NO: "completed completionReason",
        MILLISECONDS: "fastestCompletionMs",
    },
    WEAPONS: {
        COUNT: "weaponKillsAutoRifle weaponKillsBeamRifle weaponKillsBow weaponKillsGlaive "
        "weaponKillsFusionRifle weaponKillsHandCannon weaponKillsTraceRifle weaponKillsMachineGun "
        "weaponKillsPulseRifle weaponKillsRocketLauncher weaponKillsScoutRifle weaponKillsShotgun "
        "weaponKillsSniper weaponKillsSubmachinegun weaponKillsRelic weaponKillsSideArm weaponKillsSword "
        "weaponKillsAbility weaponKillsGrenade weaponKillsGrenadeLauncher weaponKillsSuper "
        "weaponKillsMelee",
    },
    MEDAL: {COUNT: "medalUnknown allMedalsEarned"},
    LEADERS: {COUNT: "lbSingleGameKills lbPrecisionKills lbAssists lbDeaths lbKills lbObjectivesCompleted"},
    ACTIVITIES: {
        COUNT: "activityCompletions activityDeaths activityKills activityWins activityGoalsMissed "
        "activitySpecialActions activityBestGoalsHit activityGoalsHit",
        SECONDS: "activitySecondsPlayed",
        POINTS: "activitySpecialScore activityBestSingleGameScore",
        RATIO: "activityKillsDeathsRatio activityKillsDeathsAssists",
        MILLISECONDS: "fastestCompletionMsForActivity",
    },
    UNIQUE: {
        COUNT: "uniqueWeaponAssists uniqueWeaponKills uniqueWeaponPrecisionKills",
        PERCENT: "uniqueWeaponKillsPrecisionKills",
    },
}
# The real manifest has their keys in place of their names.
UNNAMED = frozenset({"bankOverage", "primevalDamage", "roundsPlayed", "roundsWon", "fireTeamActivities"})
ALL_MODES = [mode.number for mode in MODES]
VERSUS_MODES = [mode.number for mode in MODES if mode.category == 2]


def counter_definitions() -> Iterator[Json]:
    """Unlike other definitions these have neither hash nor index."""
    for group, units in COUNTERS.items():
        for unit, ids in units.items():
            for stat in ids.split():
                yield _counter(stat, group, unit)
    for stat, (name, tier) in MEDALS.items():
        yield _medal(stat, name, tier)


def tier_definitions() -> Iterator[Json]:
    for index, (number, name) in enumerate(TIERS.items()):
        told = {"hash": number, "index": index, "redacted": False, "blacklisted": False}
        yield {"tierName": name, "order": index, **told}


def _counter(stat: str, group: int, unit: int) -> Json:
    return {
        **_stat(stat, group, ALL_MODES, _named(stat)),
        "statDescription": f"Counts {_words(stat).lower()}.",
        "unitType": unit,
        "unitLabel": {METRES: "m", POINTS: "p"}.get(unit, ""),
        "weight": 1,
    }


def _medal(stat: str, name: str, tier: int) -> Json:
    """Some of them have no description."""
    told: Json = {} if tier == 0 else {"statDescription": f"The medal called {name}."}
    shown: Json = {} if stat.startswith(WITHOUT_PICTURE) else {"iconImage": icon("medal", stat)}
    return {
        **_stat(stat, MEDAL, VERSUS_MODES, name),
        **told,
        **shown,
        "unitType": COUNT,
        "unitLabel": "",
        "weight": 1,
        "medalTierHash": list(TIERS)[tier],
    }


def _stat(stat: str, group: int, modes: list[int], name: str) -> Json:
    return {
        "statId": stat,
        "group": group,
        "periodTypes": [2, 1],
        "modes": modes,
        "category": 0,
        "statName": name,
    }


def _named(stat: str) -> str:
    return f"###historicalstats.StatName_{stat}###" if stat in UNNAMED else _words(stat)


def _words(stat: str) -> str:
    """`Weapon Kills Super` for weaponKillsSuper."""
    spaced = re.sub(r"([A-Z])", r" \1", stat.removeprefix("lb")).strip()
    return spaced[0].upper() + spaced[1:]
