"""The mix of reports that both store figures are measured with, fixed for good.

40 % six-player raids, 40 % twelve-player Crucible, 20 % solo; four weapons a player. Every report is a
function of its number alone.
"""

import json
import random
from typing import Any

PLAYERS = 20_000
FIRST_INSTANCE = 16_000_000_000
CLASSES = ((3655393761, "Titan"), (671679327, "Hunter"), (2271682572, "Warlock"))
PVE = [
    *("assists", "completed", "deaths", "kills", "opponentsDefeated", "efficiency", "killsDeathsRatio"),
    *("killsDeathsAssists", "score", "activityDurationSeconds", "completionReason", "fireteamId"),
    *("startSeconds", "timePlayedSeconds", "playerCount", "teamScore"),
]
PVP = [*PVE, "averageScorePerKill", "averageScorePerLife", "standing", "team"]
EXTENDED = ("precisionKills", *(f"weaponKills{kind}" for kind in ("Grenade", "Melee", "Super", "Ability")))
MEDALS = ("medalMultiKill", "medalStreak5x", "allMedalsEarned")


def body(number: int) -> bytes:
    """The reply that carries report `number`, compact as Bungie's."""
    dice = random.Random(number)
    kind = number % 5
    report = (
        _solo(number, dice) if kind == 4 else _crucible(number, dice) if kind % 2 else _raid(number, dice)
    )
    envelope = {"Response": report, "ErrorCode": 1, "ThrottleSeconds": 0, "ErrorStatus": "Success"}
    return json.dumps({**envelope, "Message": "Ok", "MessageData": {}}, separators=(",", ":")).encode()


def _raid(number: int, dice: random.Random) -> dict[str, Any]:
    return _report(number, dice, players=6, mode=4, modes=[7, 4], names=PVE, teams=[])


def _crucible(number: int, dice: random.Random) -> dict[str, Any]:
    teams = [
        {
            "teamId": team,
            "standing": _stat(place),
            "score": _stat(dice.randint(50, 150)),
            "teamName": str(team),
        }
        for place, team in enumerate((17, 18))
    ]
    return _report(number, dice, players=12, mode=73, modes=[5, 73], names=PVP, teams=teams)


def _solo(number: int, dice: random.Random) -> dict[str, Any]:
    return _report(number, dice, players=1, mode=2, modes=[7, 2], names=PVE, teams=[])


def _report(
    number: int,
    dice: random.Random,
    *,
    players: int,
    mode: int,
    modes: list[int],
    names: list[str],
    teams: list[dict[str, Any]],
) -> dict[str, Any]:
    minute = number % 1440
    reference = dice.randint(10**8, 4 * 10**9)
    return {
        "period": f"2025-0{1 + number % 9}-{1 + number % 28:02}T{minute // 60:02}:{minute % 60:02}:00Z",
        "startingPhaseIndex": 0,
        "activityWasStartedFromBeginning": True,
        "activityDetails": {
            "referenceId": reference,
            "directorActivityHash": reference,
            "instanceId": str(FIRST_INSTANCE + number),
            "mode": mode,
            "modes": modes,
            "isPrivate": False,
            "membershipType": 3,
        },
        "entries": [
            _entry(place, who, dice, names) for place, who in enumerate(dice.sample(range(PLAYERS), players))
        ],
        "teams": teams,
    }


def _entry(place: int, who: int, dice: random.Random, names: list[str]) -> dict[str, Any]:
    class_hash, class_name = CLASSES[who % 3]
    values = {name: _stat(dice.randint(0, 60)) for name in names} | {
        "completed": _stat(1),
        "completionReason": _stat(0),
    }
    if "team" in values:
        values |= {"team": _stat(17 + place % 2), "standing": _stat(place % 2)}
    medals = {name: _stat(dice.randint(1, 9)) for name in MEDALS} if "team" in values else {}
    return {
        "standing": place % 2 if "team" in values else 0,
        "score": _stat(0),
        "player": {
            "destinyUserInfo": {
                "iconPath": f"/common/destiny2_content/icons/{who:032x}.jpg",
                "crossSaveOverride": 3,
                "applicableMembershipTypes": [3],
                "isPublic": True,
                "membershipType": 3,
                "membershipId": str(4611686018400000000 + who),
                "displayName": f"player {who}",
                "bungieGlobalDisplayName": f"player {who}",
                "bungieGlobalDisplayNameCode": who % 9999 + 1,
            },
            "characterClass": class_name,
            "classHash": class_hash,
            "raceHash": 898834093,
            "genderHash": 3111576190,
            "characterLevel": 50,
            "lightLevel": 2000 + who % 40,
            "emblemHash": dice.randint(10**8, 4 * 10**9),
        },
        "characterId": str(2305843009300000000 + who),
        "values": values,
        "extended": {
            "weapons": [_weapon(dice) for _ in range(4)],
            "values": {name: _stat(dice.randint(0, 30)) for name in EXTENDED} | medals,
        },
    }


def _weapon(dice: random.Random) -> dict[str, Any]:
    kills = dice.randint(1, 30)
    return {
        "referenceId": dice.randint(10**8, 4 * 10**9),
        "values": {
            "uniqueWeaponKills": _stat(kills),
            "uniqueWeaponPrecisionKills": _stat(kills // 2),
            "uniqueWeaponKillsPrecisionKills": _stat(0.5),
        },
    }


def _stat(value: float) -> dict[str, Any]:
    return {"basic": {"value": float(value), "displayValue": str(value)}}
