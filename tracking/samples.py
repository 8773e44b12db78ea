"""Made-up replies to train the archive's dictionary on: a report's shape, and nobody's data.

What compresses well is what recurs in all reports: names, how numbers are written beside their display, and
which values are common. So numbers here are drawn as small as those of most players are.
"""

import json
import random
from typing import Any

SEED = 20170906

CLASSES = (("Titan", 3655393761), ("Hunter", 671679327), ("Warlock", 2271682572))
RACES = (3887404748, 2803282938, 898834093)
GENDERS = (3111576190, 2204441813)
MODES = ((4, [7, 4]), (2, [7, 2]), (82, [7, 82]), (73, [5, 73]), (10, [5, 10]), (84, [5, 84]), (63, [64, 63]))
REASONS = ("Objective Completed", "Failed", "Unknown")
EXTENDED = ("Grenade", "Melee", "Super", "Ability")
MEDALS = ("allMedalsEarned", "Medal_PvP_Kills", "precisionKills")

Statistic = dict[str, dict[str, Any]]


def made_up_reply(number: int) -> bytes:
    """The reply of a report that never was, as Bungie writes them; a function of its number."""
    dice = random.Random(SEED + number)  # noqa: S311 - nothing is secret
    mode, modes = dice.choice(MODES)
    report = {
        "period": f"20{dice.randrange(17, 30)}-{_two(dice, 1, 12)}-{_two(dice, 1, 28)}T{_clock(dice)}Z",
        "startingPhaseIndex": 0,
        "activityWasStartedFromBeginning": dice.random() < 0.7,
        "activityDetails": _details(dice, mode, modes),
        "entries": [_entry(dice, versus=5 in modes) for _ in range(dice.choice((1, 3, 3, 6, 6, 12)))],
        "teams": [_team(dice, place) for place in range(2)] if 5 in modes else [],
    }
    envelope = {"ErrorCode": 1, "ThrottleSeconds": 0, "ErrorStatus": "Success", "Message": "Ok"}
    whole = {"Response": report, **envelope, "MessageData": {}}
    return json.dumps(whole, separators=(",", ":")).encode()


def _details(dice: random.Random, mode: int, modes: list[int]) -> dict[str, Any]:
    reference = _hash(dice)
    return {
        "referenceId": reference,
        "directorActivityHash": reference,
        "instanceId": str(dice.randrange(10**9, 17 * 10**9)),
        "mode": mode,
        "modes": modes,
        "isPrivate": False,
        "membershipType": 3,
    }


def _entry(dice: random.Random, *, versus: bool) -> dict[str, Any]:
    kills, deaths, assists = _small(dice, 300), _small(dice, 30), _small(dice, 60)
    seconds, least = dice.randrange(120, 7200), max(deaths, 1)
    values = {
        "assists": _number(assists),
        "completed": _yes(dice.random() < 0.8),
        "deaths": _number(deaths),
        "kills": _number(kills),
        "opponentsDefeated": _number(kills + assists),
        "efficiency": _ratio((kills + assists) / least),
        "killsDeathsRatio": _ratio(kills / least),
        "killsDeathsAssists": _ratio((kills + assists / 2) / least),
        "score": _number(_small(dice, 100)),
        "activityDurationSeconds": _duration(seconds),
        "completionReason": _shown(reason := dice.choice((0, 0, 0, 1, 2)), REASONS[reason]),
        "fireteamId": _shown(dice.randrange(10**19), "-2147483648"),
        "startSeconds": _duration(dice.choice((0, 0, 0, seconds // 3))),
        "timePlayedSeconds": _duration(seconds),
        "playerCount": _number(dice.choice((1, 3, 6, 12))),
        "teamScore": _number(_small(dice, 150)),
    }
    weapons = [_weapon(dice) for _ in range(dice.randrange(1, 6))]
    told = ("precisionKills", *(f"weaponKills{kind}" for kind in EXTENDED), *(MEDALS if versus else ()))
    return {
        "standing": (won := dice.randrange(2)) if versus else 0,
        "score": _number(_small(dice, 100) if versus else 0),
        "player": _player(dice),
        "characterId": str(2305843009200000000 + dice.randrange(4 * 10**8)),
        "values": values | (_rivalry(dice, won) if versus else {}),
        "extended": {"weapons": weapons, "values": {name: _number(_small(dice, 40)) for name in told}},
    }


def _rivalry(dice: random.Random, won: int) -> dict[str, Statistic]:
    return {
        "averageScorePerKill": _ratio(dice.random() * 3),
        "averageScorePerLife": _ratio(dice.random() * 9),
        "standing": _shown(won, ("Victory", "Defeat")[won]),
        "team": _shown(17 + won, ("Alpha", "Bravo")[won]),
    }


def _player(dice: random.Random) -> dict[str, Any]:
    (class_name, class_hash), platform = dice.choice(CLASSES), dice.choice((1, 2, 3, 3, 6))
    name = f"{dice.randrange(16**6):x}"
    card = {
        "iconPath": f"/common/destiny2_content/icons/{dice.randrange(16**32):032x}.jpg",
        "crossSaveOverride": dice.choice((0, platform)),
        "applicableMembershipTypes": dice.choice(([platform], [3, 1], [2, 3, 1], [3, 6, 1])),
        "isPublic": dice.random() < 0.9,
        "membershipType": platform,
        "membershipId": str(4611686018400000000 + dice.randrange(14 * 10**7)),
        "displayName": name,
        "bungieGlobalDisplayName": name,
        "bungieGlobalDisplayNameCode": dice.randrange(1, 10_000),
    }
    return {
        "destinyUserInfo": card,
        "characterClass": class_name,
        "classHash": class_hash,
        "raceHash": dice.choice(RACES),
        "genderHash": dice.choice(GENDERS),
        "characterLevel": 50,
        "lightLevel": dice.randrange(900, 2100, 10),
        "emblemHash": _hash(dice),
    }


def _weapon(dice: random.Random) -> dict[str, Any]:
    kills = 1 + _small(dice, 100)
    precise = dice.randrange(kills + 1)
    values = {
        "uniqueWeaponKills": _number(kills),
        "uniqueWeaponPrecisionKills": _number(precise),
        "uniqueWeaponKillsPrecisionKills": _shown(precise / kills, f"{precise / kills:.0%}"),
    }
    return {"referenceId": _hash(dice), "values": values}


def _team(dice: random.Random, place: int) -> dict[str, Any]:
    return {
        "teamId": 17 + place,
        "standing": _shown(place, ("Victory", "Defeat")[place]),
        "score": _number(dice.randrange(150)),
        "teamName": ("Alpha", "Bravo")[place],
    }


def _shown(value: float, display: str) -> Statistic:
    return {"basic": {"value": float(value), "displayValue": display}}


def _number(value: int) -> Statistic:
    return _shown(value, str(value))


def _ratio(value: float) -> Statistic:
    return _shown(value, f"{value:.2f}")


def _yes(value: bool) -> Statistic:
    return _shown(value, "Yes" if value else "No")


def _duration(seconds: int) -> Statistic:
    minutes = seconds // 60
    long = f"{minutes // 60}h {minutes % 60}m"
    return _shown(seconds, long if minutes >= 60 else f"{minutes}m {seconds % 60}s")


def _small(dice: random.Random, most: int) -> int:
    """The smaller, the more often."""
    return int(most * dice.random() ** 3)


def _hash(dice: random.Random) -> int:
    return dice.randrange(10**8, 2**32)


def _two(dice: random.Random, least: int, most: int) -> str:
    return f"{dice.randint(least, most):02}"


def _clock(dice: random.Random) -> str:
    return f"{_two(dice, 0, 23)}:{_two(dice, 0, 59)}:{_two(dice, 0, 59)}"
