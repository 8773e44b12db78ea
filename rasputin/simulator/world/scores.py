"""What everybody achieved in an activity: the plain numbers behind history rows and reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from rasputin.simulator.world.catalogue import FIRST_TEAM, KINDS, WEAPONS
from rasputin.simulator.world.dice import rows_of_draws
from rasputin.simulator.world.kind import Kind
from rasputin.simulator.world.people import People, Player
from rasputin.simulator.world.plan import SATURATED, Instance, Part
from rasputin.simulator.world.pvp import GAMBIT

NOT_FINISHED = 255
_BITS = 16
_TOP = 2**_BITS

Roll = Sequence[int]
Weapon = tuple[int, int, int]


def _around(place: int) -> tuple[int, int, int, tuple[int, ...]]:
    """Three weapons that go with one another, and those from which a fourth is chosen."""
    first, second, third, *others = (
        WEAPONS[(place + step) % len(WEAPONS)] for step in (0, 13, 29, *range(37, 54))
    )
    return first, second, third, tuple(others)


LOADOUTS = tuple(map(_around, range(len(WEAPONS))))


class Score(msgspec.Struct, frozen=True, gc=False):
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


class Detail(msgspec.Struct, frozen=True, gc=False):
    """What only the report tells of a character. Weapons are (hash, kills, precision kills)."""

    light: int
    precision_kills: int
    grenade_kills: int
    melee_kills: int
    super_kills: int
    ability_kills: int
    weapons: tuple[Weapon, ...]
    extended: tuple[tuple[str, int], ...]


class _Side(NamedTuple):
    """What everybody in a team shares; who is in none has no standing by it."""

    team_id: int | None
    standing: int | None
    score: int


class _Pace(NamedTuple):
    """What a second brings of each: the least, and how much chance adds for every part of 65,536."""

    kills: float
    more_kills: float
    deaths: float
    more_deaths: float
    assists: float


def _pace(kind: Kind) -> _Pace:
    least_kills, most_kills = kind.kills
    least_deaths, most_deaths = kind.deaths
    return _Pace(
        kills=least_kills / 600,
        more_kills=(most_kills - least_kills) / (600 * _TOP),
        deaths=least_deaths / 600,
        more_deaths=(most_deaths - least_deaths) / (600 * _TOP),
        assists=most_kills / (3 * 600 * _TOP),
    )


PACES = {kind.name: _pace(kind) for kind in KINDS}


class _Common(msgspec.Struct, frozen=True, gc=False):
    """What everybody in an instance shares: sides by team, places and chance by character."""

    versus: bool
    completion_reason: int
    player_count: int
    pace: _Pace
    places: dict[int, int]
    teams: tuple[TeamScore, ...]
    sides: dict[int | None, _Side]
    rolls: Mapping[int, Roll]


class Scores:
    def __init__(self, seed: int, people: People) -> None:
        self._seed = seed
        self._people = people
        self._common = lru_cache(maxsize=1_024)(self._in_common)

    def score(self, instance: Instance, part: Part) -> Score:
        common = self._common(instance)
        roll = common.rolls[part.character_id]
        return _score(self._people.player(part.player), instance.kind, common, part, roll)

    def entry(self, instance: Instance, part: Part) -> tuple[Score, Detail]:
        player, common = self._people.player(part.player), self._common(instance)
        roll = common.rolls[part.character_id]
        score = _score(player, instance.kind, common, part, roll)
        return score, _detail(player, instance.kind, part.slot, roll, score.kills)

    def entries(self, instance: Instance) -> Iterator[tuple[Part, Player, Score, Detail]]:
        """What a report tells of everybody in it."""
        kind, common, player_of = instance.kind, self._common(instance), self._people.player
        for part, roll in zip(instance.parts, common.rolls.values(), strict=True):
            player = player_of(part.player)
            score = _score(player, kind, common, part, roll)
            yield part, player, score, _detail(player, kind, part.slot, roll, score.kills)

    def told_teams(self, instance: Instance) -> tuple[TeamScore, ...]:
        """The teams that the report lists."""
        return self._common(instance).teams if instance.sided else ()

    def _in_common(self, instance: Instance) -> _Common:
        kind, characters = instance.kind, [part.character_id for part in instance.parts]
        own, *others = rows_of_draws(self._seed, instance.instance_id, len(characters) + 1)
        teams = _teams(kind, instance.winner, own) if kind.teams else ()
        rolls = dict(zip(characters, others, strict=True))
        return _Common(  # by position: reports need a great many of these quickly
            kind.versus,
            0 if instance.finished else NOT_FINISHED,
            len(characters) if instance.counted else -1,
            PACES[kind.name],
            _ranking(rolls) if kind.places and kind.ranked else {},
            teams,
            _sides(kind, teams, own),
            rolls,
        )


def _teams(kind: Kind, winner: int, roll: Roll) -> tuple[TeamScore, ...]:
    best = _winning_score(kind, roll[0])
    lost = _some(roll[1], best // 5, best - 1)
    return tuple(
        [
            TeamScore(FIRST_TEAM + team, 0, best) if team == winner else TeamScore(FIRST_TEAM + team, 1, lost)
            for team in range(2)
        ]
    )


def _sides(kind: Kind, teams: tuple[TeamScore, ...], roll: Roll) -> dict[int | None, _Side]:
    """A party has a score of its own where nobody is against it."""
    alone = _some(roll[2], 28_000, 180_000) if kind.scored and not kind.versus else 0
    sides: dict[int | None, _Side] = {None: _Side(None, None, alone)}
    for number, (team_id, standing, score) in enumerate(teams):
        sides[number] = _Side(team_id, standing, score if kind.scored else alone)
    return sides


def _ranking(rolls: Mapping[int, Roll]) -> dict[int, int]:
    """Everybody's place, the first one 0."""
    order = sorted(rolls, key=lambda character_id: rolls[character_id][18])
    return {character_id: place for place, character_id in enumerate(order)}


def _score(player: Player, kind: Kind, common: _Common, part: Part, roll: Roll) -> Score:
    _, _, character_id, start, played, team, fireteam, completed = part
    skill = player.skill
    least_kills, more_kills, least_deaths, more_deaths, more_assists = common.pace
    kills = int((least_kills + more_kills * roll[0]) * played * skill)
    deaths = int((least_deaths + more_deaths * roll[1]) * played / skill)
    assists = int(more_assists * roll[2] * played)
    team_id, standing, team_score = common.sides[team]
    return Score(  # by position as well
        kills,
        deaths,
        assists,
        _points(common.versus, roll[3], kills, assists) if kind.scored else 0,
        completed,
        common.completion_reason,
        start if start < SATURATED else SATURATED,
        played if played < SATURATED else SATURATED,
        common.places.get(character_id) if kind.places else standing,
        team_id,
        team_score,
        common.player_count,
        fireteam,
    )


def _points(versus: bool, roll: int, kills: int, assists: int) -> int:
    if versus:
        return kills + assists // 2
    return kills * _some(roll, 180, 900) + assists * 50


def _some(roll: int, low: int, high: int) -> int:
    return low + (roll * (high - low + 1) >> _BITS)


def _detail(player: Player, kind: Kind, slot: int, roll: Roll, kills: int) -> Detail:
    grenade = roll[4] * (kills // 8 + 1) >> _BITS
    melee = roll[5] * (kills // 9 + 1) >> _BITS
    super_ = roll[6] * (kills // 6 + 1) >> _BITS
    ability = roll[7] * (kills // 30 + 1) >> _BITS
    precision, weapons = _weapons(player, roll, kills - grenade - melee - super_ - ability)
    return Detail(  # by position as well
        player.characters[slot].light + (roll[8] * 17 >> _BITS) - 12,
        precision,
        grenade,
        melee,
        super_,
        ability,
        weapons,
        _extended(kind, roll, kills) if kind.teams else (),
    )


def _weapons(player: Player, roll: Roll, armed: int) -> tuple[int, tuple[Weapon, ...]]:
    """Precision kills, and up to four weapons: the loved ones, which everybody sees again, and one that
    changes.
    """
    which, first, second, third, other, headshots = roll[9:15]
    loved, next_best, spare, others = LOADOUTS[(player.index * 7 + which % 3) % len(LOADOUTS)]
    rest = armed * first >> _BITS + 1  # the loved one has half of all, or more
    some = rest * second >> _BITS
    few = (rest - some) * third >> _BITS
    shares = (
        (loved, armed - rest),
        (next_best, some),
        (spare, few),
        (others[other % 17], rest - some - few),
    )
    precision, weapons = 0, []
    for weapon, kills in shares:
        if kills:
            precise = headshots * (kills + 1) >> _BITS
            precision += precise
            weapons.append((weapon, kills, precise))
    return precision, tuple(weapons)


def _winning_score(kind: Kind, roll: int) -> int:
    if kind is GAMBIT:
        return _some(roll, 60, 140)
    return _some(roll, 90, 150) if kind.size > 6 else _some(roll, 3, 5)


def _extended(kind: Kind, roll: Roll, kills: int) -> tuple[tuple[str, int], ...]:
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
