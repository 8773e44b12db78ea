"""What everybody achieved in an activity: the plain numbers behind history rows and reports."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rasputin.simulator.catalogue import FIRST_TEAM, GAMBIT, WEAPONS, Kind
from rasputin.simulator.dice import between, draws, small_draws
from rasputin.simulator.people import People, Player
from rasputin.simulator.plan import SATURATED, Instance, Part

NOT_FINISHED = 255
_TOP = 2**16
_WEAPON_COUNT = len(WEAPONS)


class Score(NamedTuple):
    """One character's numbers as the game reports them: long times already cut to 32,767 seconds."""

    kills: int
    deaths: int
    assists: int
    score: int
    completed: bool
    completion_reason: int
    start_seconds: int
    time_played_seconds: int
    standing: int | None
    team: int | None
    team_score: int
    player_count: int
    fireteam_id: int


class TeamScore(NamedTuple):
    team_id: int
    standing: int
    score: int


class Detail(NamedTuple):
    """What only the report tells of a character. Weapons are (hash, kills, precision kills)."""

    light: int
    precision_kills: int
    grenade_kills: int
    melee_kills: int
    super_kills: int
    ability_kills: int
    weapons: tuple[tuple[int, int, int], ...]
    extended: tuple[tuple[str, int], ...]


class Scores:
    def __init__(self, seed: int, people: People) -> None:
        self._seed = seed
        self._people = people
        self.teams = lru_cache(maxsize=4_096)(self._teams)
        self._places = lru_cache(maxsize=1_024)(self._ranking)

    def score(self, instance: Instance, part: Part) -> Score:
        roll = small_draws(self._seed, instance.instance_id, part.character_id)
        return self._score(instance, part, roll)

    def entry(self, instance: Instance, part: Part) -> tuple[Score, Detail]:
        roll = small_draws(self._seed, instance.instance_id, part.character_id)
        score = self._score(instance, part, roll)
        return score, _detail(self._people.player(part.player), instance, part, roll, score.kills)

    def _score(self, instance: Instance, part: Part, roll: tuple[int, ...]) -> Score:
        kind = instance.kind
        tens = part.played / 600
        skill = self._people.player(part.player).skill
        kills = _rate(roll[0], kind.kills, tens * skill)
        deaths = _rate(roll[1], kind.deaths, tens / skill)
        assists = int(roll[2] * kind.kills[1] * tens / (3 * _TOP))
        return Score(  # by position: reports need a great many of them quickly
            kills,
            deaths,
            assists,
            _points(kind, roll[3], kills, assists) if kind.scored else 0,
            part.completed,
            0 if instance.finished else NOT_FINISHED,
            min(part.start, SATURATED),
            min(part.played, SATURATED),
            self._standing(instance, part) if kind.versus else None,
            None if part.team is None else FIRST_TEAM + part.team,
            self._team_score(instance, part) if kind.scored else 0,
            len(instance.parts) if instance.counted else -1,
            part.fireteam,
        )

    def _standing(self, instance: Instance, part: Part) -> int | None:
        if instance.kind.places:
            return self._places(instance).index(part.character_id)
        if part.team is None:
            return None
        return 0 if part.team == instance.winner else 1

    def _ranking(self, instance: Instance) -> tuple[int, ...]:
        points = {
            part.character_id: draws(self._seed, "place", instance.instance_id, part.character_id)[0]
            for part in instance.parts
        }
        return tuple(sorted(points, key=points.__getitem__))

    def _team_score(self, instance: Instance, part: Part) -> int:
        if part.team is not None:
            return self.teams(instance)[part.team].score
        if instance.kind.places:
            return 0
        roll = draws(self._seed, "team", instance.instance_id)
        return between(roll[0], 28_000, 180_000)

    def _teams(self, instance: Instance) -> tuple[TeamScore, ...]:
        if not instance.kind.teams:
            return ()
        roll = draws(self._seed, "team", instance.instance_id)
        best = _winning_score(instance.kind, roll[0])
        lost = between(roll[1], best // 5, best - 1)
        return tuple(
            TeamScore(
                team_id=FIRST_TEAM + team,
                standing=0 if team == instance.winner else 1,
                score=best if team == instance.winner else lost,
            )
            for team in range(2)
        )


def _rate(roll: int, ten_minutes: tuple[int, int], factor: float) -> int:
    low, high = ten_minutes
    return int((low + (high - low) * roll / _TOP) * factor)


def _points(kind: Kind, roll: int, kills: int, assists: int) -> int:
    if kind.versus:
        return kills + assists // 2
    return kills * _some(roll, 180, 900) + assists * 50


def _some(roll: int, low: int, high: int) -> int:
    return low + roll * (high - low + 1) // _TOP


def _detail(player: Player, instance: Instance, part: Part, roll: tuple[int, ...], kills: int) -> Detail:
    grenade = roll[4] * (kills // 8 + 1) // _TOP
    melee = roll[5] * (kills // 9 + 1) // _TOP
    super_ = roll[6] * (kills // 6 + 1) // _TOP
    ability = roll[7] * (kills // 30 + 1) // _TOP
    weapons = _weapons(player, roll, kills - grenade - melee - super_ - ability)
    return Detail(
        light=player.characters[part.slot].light + _some(roll[8], -12, 4),
        precision_kills=sum([weapon[2] for weapon in weapons]),
        grenade_kills=grenade,
        melee_kills=melee,
        super_kills=super_,
        ability_kills=ability,
        weapons=weapons,
        extended=_extended(instance.kind, roll, kills) if instance.kind.teams else (),
    )


def _weapons(player: Player, roll: tuple[int, ...], armed: int) -> tuple[tuple[int, int, int], ...]:
    """Up to four weapons: the loved ones, which everybody sees again, and one that changes."""
    first = player.index * 7 + player.characters[0].class_type + roll[9] % 3
    low, middle, high = sorted([roll[n] * (armed + 1) // _TOP for n in (10, 11, 12)])
    shares = (
        (first, armed - high),
        (first + 13, middle - low),
        (first + 29, high - middle),
        (first + 37 + roll[13] % 17, low),
    )
    headshots = roll[14]
    return tuple(
        [
            (WEAPONS[place % _WEAPON_COUNT], kills, headshots * (kills + 1) // _TOP)
            for place, kills in shares
            if kills
        ]
    )


def _winning_score(kind: Kind, roll: int) -> int:
    if kind is GAMBIT:
        return between(roll, 60, 140)
    return between(roll, 90, 150) if kind.size > 6 else between(roll, 3, 5)


def _extended(kind: Kind, roll: tuple[int, ...], kills: int) -> tuple[tuple[str, int], ...]:
    """Counters that only modes with teams have."""
    if kind is GAMBIT:
        return (
            ("invasions", _some(roll[15], 0, 4)),
            ("invasionKills", _some(roll[16], 0, 6)),
            ("motesDeposited", _some(roll[17], 0, 60)),
            ("motesLost", _some(roll[18], 0, 12)),
            ("mobKills", kills),
        )
    medals = ("allMedalsEarned", _some(roll[15], 0, 5))
    return (medals, ("zonesCaptured", _some(roll[16], 0, 9))) if kind.size == 12 else (medals,)
