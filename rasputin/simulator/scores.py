"""What everybody achieved in an activity: the plain numbers behind history rows and reports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rasputin.simulator.catalogue import FIRST_TEAM, GAMBIT, WEAPONS, Kind
from rasputin.simulator.dice import between, draws
from rasputin.simulator.people import People, Player
from rasputin.simulator.plan import SATURATED, Instance, Part

NOT_FINISHED = 255
_TOP = 2**32


@dataclass(frozen=True, slots=True)
class Score:
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


@dataclass(frozen=True, slots=True)
class TeamScore:
    team_id: int
    standing: int
    score: int


@dataclass(frozen=True, slots=True)
class Detail:
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
        kind = instance.kind
        roll = draws(self._seed, "score", instance.instance_id, part.character_id)
        tens = part.played / 600
        skill = self._people.player(part.player).skill
        kills = _rate(roll[0], kind.kills, tens * skill)
        deaths = _rate(roll[1], kind.deaths, tens / skill)
        assists = _rate(roll[2], (kind.kills[0] // 6, kind.kills[1] // 3), tens)
        return Score(
            kills=kills,
            deaths=deaths,
            assists=assists,
            score=_points(kind, roll[3], kills, assists),
            completed=part.completed,
            completion_reason=0 if instance.finished else NOT_FINISHED,
            start_seconds=min(part.start, SATURATED),
            time_played_seconds=min(part.played, SATURATED),
            standing=self._standing(instance, part),
            team=None if part.team is None else FIRST_TEAM + part.team,
            team_score=self._team_score(instance, part),
            player_count=len(instance.parts) if instance.counted else -1,
            fireteam_id=part.fireteam,
        )

    def detail(self, instance: Instance, part: Part, kills: int) -> Detail:
        player = self._people.player(part.player)
        roll = draws(self._seed, "detail", instance.instance_id, part.character_id)
        grenade, melee, super_, ability = (_upto(roll[n], kills // d) for n, d in enumerate((8, 9, 6, 30)))
        armed = kills - grenade - melee - super_ - ability
        weapons = self._weapons(player, roll, armed)
        return Detail(
            light=player.characters[part.slot].light + between(roll[4], -12, 4),
            precision_kills=sum(precision for _, _, precision in weapons),
            grenade_kills=grenade,
            melee_kills=melee,
            super_kills=super_,
            ability_kills=ability,
            weapons=weapons,
            extended=_extended(instance.kind, roll, kills),
        )

    def _weapons(self, player: Player, roll: tuple[int, ...], armed: int) -> tuple[tuple[int, int, int], ...]:
        """Up to four weapons: the loved one, which everybody sees again, and some others."""
        if armed == 0:
            return ()
        favourite = player.index * 7 + player.characters[0].class_type
        chosen = dict.fromkeys(
            WEAPONS[(favourite + step) % len(WEAPONS)]
            for step in (roll[5] % 3, 11 + roll[6] % 7, 23 + roll[7] % 5, 37 + roll[8] % 17)
        )
        kills = _split(armed, (roll[9], roll[10], roll[11]))
        used = ((weapon, count) for weapon, count in zip(chosen, kills, strict=True) if count)
        return tuple((weapon, count, _upto(roll[12], count)) for weapon, count in used)

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
        if not instance.kind.scored or instance.kind.places:
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


def _upto(roll: int, most: int) -> int:
    return between(roll, 0, most)


def _points(kind: Kind, roll: int, kills: int, assists: int) -> int:
    if not kind.scored:
        return 0
    if kind.versus:
        return kills + assists // 2
    return kills * between(roll, 180, 900) + assists * 50


def _winning_score(kind: Kind, roll: int) -> int:
    if kind is GAMBIT:
        return between(roll, 60, 140)
    return between(roll, 90, 150) if kind.size > 6 else between(roll, 3, 5)


def _split(total: int, rolls: tuple[int, ...]) -> tuple[int, ...]:
    marks = sorted(_upto(roll, total) for roll in rolls)
    bounds = [0, *marks, total]
    return tuple(sorted((high - low for low, high in pairwise(bounds)), reverse=True))


def _extended(kind: Kind, roll: tuple[int, ...], kills: int) -> tuple[tuple[str, int], ...]:
    """Counters that only some modes have."""
    if kind is GAMBIT:
        return (
            ("invasions", _upto(roll[13], 4)),
            ("invasionKills", _upto(roll[14], 6)),
            ("motesDeposited", _upto(roll[15], 60)),
            ("motesLost", _upto(roll[4], 12)),
            ("mobKills", kills),
        )
    if kind.size == 12:
        medals = _upto(roll[13], 5)
        return (("allMedalsEarned", medals), ("zonesCaptured", _upto(roll[14], 9)))
    if kind.teams:
        return (("allMedalsEarned", _upto(roll[13], 4)),)
    return ()
