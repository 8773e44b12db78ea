"""The entries of a report: pieces of text that are ready, or nearly, and are joined once for all of it.

A crawl reads every report once, and this is five times as fast as building objects and encoding them.
"""

from __future__ import annotations

from functools import lru_cache

from rasputin.simulator.clock import seconds as seconds_of
from rasputin.simulator.replies.dress import (
    Dress,
    clock_time,
    fireteam,
    percent,
    plain,
    ratio,
    reason,
    standing,
    team,
    thousands,
    told,
    yes_no,
)
from rasputin.simulator.world import catalogue
from rasputin.simulator.world.plan import Instance
from rasputin.simulator.world.scores import Detail, Score, Weapon

SCOREBOARDS_TOLD = seconds_of("2025-08-19T17:00:00Z")

# Numbers that come in a great many kinds: statistics share them, each with its name before it.
PLAIN = Dress(plain, "", "},")
RATIO = Dress(ratio, "", "},")
POINTS = Dress(thousands, "", "},")
TIME = Dress(clock_time, "", "},")

COMPLETED = told("completed", yes_no)
STANDING = told("standing", standing)
TEAM = told("team", team)
REASON = told("completionReason", reason)
PLAYER_COUNT = told("playerCount", plain)
TEAM_SCORE = told("teamScore", thousands, after="")
ABILITY = told("weaponKillsAbility", plain, after="")

WEAPONS = {weapon: b'{"referenceId":%d,"values":{' % weapon for weapon in catalogue.WEAPONS}


class Extras(dict[str, Dress]):
    """By name: counters that only some modes have, each behind a comma."""

    def __missing__(self, name: str) -> Dress:
        dress = self[name] = Dress(plain, f',"{name}":{{"basic":', "}")
        return dress


EXTRAS = Extras()

Shared = tuple[bytes, bytes, bytes]


def shared_values(instance: Instance, score: Score) -> Shared:
    """What an entry has in common with those of the same standing and team: first, before its fireteam,
    and last.
    """
    order = side = b""
    if score.standing is not None and instance.kind.versus:
        order = STANDING[score.standing]
        side = b"" if score.team is None else TEAM[score.team]
    before = (
        b'"activityDurationSeconds":{"basic":',
        TIME[instance.duration],
        order,
        side,
        REASON[score.completion_reason],
        b'"fireteamId":{"basic":',
    )
    first = b'{"standing":%d,"score":{"basic":' % (score.standing or 0)
    return first, b"".join(before), PLAYER_COUNT[score.player_count] + TEAM_SCORE[score.team_score]


def entry_values(score: Score, shared: Shared, *, scored: bool) -> tuple[bytes, ...]:
    """The values of an entry, in the order in which the API writes them."""
    kills, deaths, assists, points = score.kills, score.deaths, score.assists, score.score
    defeated, lives = kills + assists, deaths or 1
    return (
        b'"assists":{"basic":',
        PLAIN[assists],
        COMPLETED[score.completed],
        b'"deaths":{"basic":',
        PLAIN[deaths],
        b'"kills":{"basic":',
        PLAIN[kills],
        b'"opponentsDefeated":{"basic":',
        PLAIN[defeated],
        b'"efficiency":{"basic":',
        RATIO[defeated / lives],
        b'"killsDeathsRatio":{"basic":',
        RATIO[kills / lives],
        b'"killsDeathsAssists":{"basic":',
        RATIO[(kills + assists / 2) / lives],
        b'"score":{"basic":',
        POINTS[points],
        _per_score(points, kills, deaths) if scored else b"",
        shared[1],
        fireteam(score.fireteam_id),
        b'},"startSeconds":{"basic":',
        TIME[score.start_seconds],
        b'"timePlayedSeconds":{"basic":',
        TIME[score.time_played_seconds],
        shared[2],
    )


def _per_score(points: int, kills: int, deaths: int) -> bytes:
    """What only activities with points tell."""
    by_kill, by_life = RATIO[points / (kills or 1)], RATIO[points / (deaths + 1)]
    return b'"averageScorePerKill":{"basic":%b"averageScorePerLife":{"basic":%b' % (by_kill, by_life)


def extended_values(instance: Instance, score: Score, detail: Detail) -> tuple[bytes, ...]:
    """What the game counts besides: weapons, if any were used, and how kills were made."""
    scoreboard = b""
    if instance.kind.teams and instance.start >= SCOREBOARDS_TOLD:
        scoreboard = b',"scoreboardValues":{"score":{"basic":%b}' % POINTS[score.score][:-1]
    return (
        b'},"extended":{',
        _weapons(detail.weapons) if detail.weapons else b"",
        b'"values":{',
        b'"precisionKills":{"basic":',
        PLAIN[detail.precision_kills],
        b'"weaponKillsGrenade":{"basic":',
        PLAIN[detail.grenade_kills],
        b'"weaponKillsMelee":{"basic":',
        PLAIN[detail.melee_kills],
        b'"weaponKillsSuper":{"basic":',
        PLAIN[detail.super_kills],
        ABILITY[detail.ability_kills],
        b"".join([EXTRAS[name][number] for name, number in detail.extended]) if detail.extended else b"",
        b"}",
        scoreboard,
        b"}},",
    )


def _weapons(used: tuple[Weapon, ...]) -> bytes:
    told = [WEAPONS[weapon] + _weapon_values(kills, precision) for weapon, kills, precision in used]
    return b'"weapons":[%b],' % b",".join(told)


@lru_cache(maxsize=20_000)
def _weapon_values(kills: int, precision: int) -> bytes:
    share = precision / kills
    told = (PLAIN[kills], PLAIN[precision], share, percent(share).encode())
    return (
        b'"uniqueWeaponKills":{"basic":%b"uniqueWeaponPrecisionKills":{"basic":%b'
        b'"uniqueWeaponKillsPrecisionKills":{"basic":{"value":%r,"displayValue":"%b"}}}}' % told
    )
