"""Post-game reports and history rows, rendered from the world's numbers.

They are written as text, piece by piece: a crawl reads every report once, and this is four times as
fast as building objects and encoding them.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from rasputin.simulator.clock import seconds as seconds_of
from rasputin.simulator.clock import stamp
from rasputin.simulator.replies.cards import report_card
from rasputin.simulator.replies.dress import (
    fireteam,
    percent,
    plain,
    ratio,
    reason,
    seconds,
    standing,
    team,
    thousands,
    yes_no,
)
from rasputin.simulator.world.catalogue import TEAM_NAMES
from rasputin.simulator.world.people import People
from rasputin.simulator.world.plan import Instance, Part
from rasputin.simulator.world.scores import Detail, Score, Scores, TeamScore

Statistic = tuple[str, str]

CHALLENGES_TOLD = seconds_of("2025-07-15T17:00:00Z")
SCOREBOARDS_TOLD = seconds_of("2025-08-19T17:00:00Z")


class Reports:
    def __init__(self, people: People, scores: Scores) -> None:
        self._people = people
        self._scores = scores

    def report(self, instance: Instance) -> bytes:
        entries = b",".join([self._entry(instance, part) for part in instance.parts])
        teams = ",".join([_team(side) for side in self._scores.told_teams(instance)])
        details = _details(instance, self._host_type(instance))
        head = (
            f'{{"period":"{stamp(instance.start)}","startingPhaseIndex":{instance.begun.phase},'
            f'"activityWasStartedFromBeginning":{_boolean(instance.begun.from_beginning)},'
            f'{_challenge(instance)}"activityDetails":{details},"entries":['
        )
        return b'%b%b],"teams":[%b]}' % (head.encode(), entries, teams.encode())

    def row(self, instance: Instance, part: Part) -> msgspec.Raw:
        """One entry of a history."""
        score = self._scores.score(instance, part)
        kind = self._people.player(part.player).guise(instance.start).membership_type
        values = ",".join(
            [f'"{name}":{{"statId":"{name}","basic":{text}}}' for name, text in _history(instance, score)]
        )
        head = f'{{"period":"{stamp(instance.start)}","activityDetails":{_details(instance, kind)}'
        return msgspec.Raw(f'{head},"values":{{{values}}}}}'.encode())

    def _host_type(self, instance: Instance) -> int:
        host = self._people.player(instance.parts[0].player)
        return 0 if host.stripped else host.guise(instance.start).membership_type

    def _entry(self, instance: Instance, part: Part) -> bytes:
        """The card alone may hold letters beyond ASCII: as text it would widen, and slow, all the rest."""
        score, detail = self._scores.entry(instance, part)
        player = self._people.player(part.player)
        guise = player.guises[0] if len(player.guises) == 1 else player.guise(instance.start)
        emblem, _ = player.characters[part.slot].emblem
        head = f'{{"standing":{score.standing or 0},"score":{{"basic":{thousands[score.score]}}},"player":{{'
        tail = (
            f',"lightLevel":{detail.light},"emblemHash":{emblem}}},"characterId":"{part.character_id}",'
            f'"values":{_values(instance, score)},"extended":{_extended(instance, score, detail)}}}'
        )
        return b"".join((head.encode(), report_card(player, guise, part.slot), tail.encode()))


def _details(instance: Instance, membership_type: int) -> str:
    kind = instance.kind
    return (
        f'{{"referenceId":{instance.reference},"directorActivityHash":{instance.director},'
        f'"instanceId":"{instance.instance_id}","mode":{kind.mode},'
        f'"modes":[{",".join(map(str, kind.modes))}],"isPrivate":{_boolean(kind.private)},'
        f'"membershipType":{membership_type if instance.hosted else 0}}}'
    )


def _challenge(instance: Instance) -> str:
    """What reports tell since a summer."""
    if instance.start < CHALLENGES_TOLD:
        return ""
    skulls = ",".join(map(str, instance.skulls))
    return f'"activityDifficultyTier":{instance.tier},"selectedSkullHashes":[{skulls}],'


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _values(instance: Instance, score: Score) -> str:
    """The values of a report's entry, in the order in which the API writes them."""
    kills, deaths, assists = score.kills, score.deaths, score.assists
    defeated = kills + assists
    lives = deaths or 1
    averages = _averages_text(score) if instance.kind.scored else ""
    order = _order_text(score) if instance.kind.versus else ""
    return (
        f'{{"assists":{{"basic":{plain[assists]}}},'
        f'"completed":{{"basic":{yes_no[score.completed]}}},'
        f'"deaths":{{"basic":{plain[deaths]}}},'
        f'"kills":{{"basic":{plain[kills]}}},'
        f'"opponentsDefeated":{{"basic":{plain[defeated]}}},'
        f'"efficiency":{{"basic":{ratio[defeated / lives]}}},'
        f'"killsDeathsRatio":{{"basic":{ratio[kills / lives]}}},'
        f'"killsDeathsAssists":{{"basic":{ratio[(kills + assists / 2) / lives]}}},'
        f'"score":{{"basic":{thousands[score.score]}}},{averages}'
        f'"activityDurationSeconds":{{"basic":{seconds[instance.duration]}}},{order}'
        f'"completionReason":{{"basic":{reason[score.completion_reason]}}},'
        f'"fireteamId":{{"basic":{fireteam(score.fireteam_id)}}},'
        f'"startSeconds":{{"basic":{seconds[score.start_seconds]}}},'
        f'"timePlayedSeconds":{{"basic":{seconds[score.time_played_seconds]}}},'
        f'"playerCount":{{"basic":{plain[score.player_count]}}},'
        f'"teamScore":{{"basic":{thousands[score.team_score]}}}}}'
    )


def _averages_text(score: Score) -> str:
    return (
        f'"averageScorePerKill":{{"basic":{ratio[score.score / (score.kills or 1)]}}},'
        f'"averageScorePerLife":{{"basic":{ratio[score.score / (score.deaths + 1)]}}},'
    )


def _order_text(score: Score) -> str:
    if score.standing is None:
        return ""
    side = "" if score.team is None else f'"team":{{"basic":{team[score.team]}}},'
    return f'"standing":{{"basic":{standing[score.standing]}}},{side}'


def _history(instance: Instance, score: Score) -> list[Statistic]:
    """The values of a history row, in the order in which the API writes them."""
    deaths = score.deaths or 1
    defeated = score.kills + score.assists
    order = [] if score.standing is None else [("standing", standing[score.standing])]
    return [
        ("assists", plain[score.assists]),
        ("score", thousands[score.score]),
        ("kills", plain[score.kills]),
        ("averageScorePerKill", ratio[score.score / (score.kills or 1)]),
        ("deaths", plain[score.deaths]),
        ("averageScorePerLife", ratio[score.score / (score.deaths + 1)]),
        ("completed", yes_no[score.completed]),
        ("opponentsDefeated", plain[defeated]),
        ("efficiency", ratio[defeated / deaths]),
        ("killsDeathsRatio", ratio[score.kills / deaths]),
        ("killsDeathsAssists", ratio[(score.kills + score.assists / 2) / deaths]),
        ("activityDurationSeconds", seconds[instance.duration]),
        *order,
        ("team", team[score.team or 0]),
        ("completionReason", reason[score.completion_reason]),
        ("fireteamId", fireteam(score.fireteam_id)),
        ("startSeconds", seconds[score.start_seconds]),
        ("timePlayedSeconds", seconds[score.time_played_seconds]),
        ("playerCount", plain[score.player_count]),
        ("teamScore", thousands[score.team_score]),
    ]


def _extended(instance: Instance, score: Score, detail: Detail) -> str:
    others = ""
    for name, number in detail.extended:
        others += f',"{name}":{{"basic":{plain[number]}}}'
    values = (
        f'"values":{{"precisionKills":{{"basic":{plain[detail.precision_kills]}}},'
        f'"weaponKillsGrenade":{{"basic":{plain[detail.grenade_kills]}}},'
        f'"weaponKillsMelee":{{"basic":{plain[detail.melee_kills]}}},'
        f'"weaponKillsSuper":{{"basic":{plain[detail.super_kills]}}},'
        f'"weaponKillsAbility":{{"basic":{plain[detail.ability_kills]}}}{others}}}'
    )
    if instance.kind.teams and instance.start >= SCOREBOARDS_TOLD:
        values += f',"scoreboardValues":{{"score":{{"basic":{thousands[score.score]}}}}}'
    if not detail.weapons:
        return f"{{{values}}}"
    weapons = ",".join(
        [
            f'{{"referenceId":{weapon},"values":{_weapon_values(kills, precision)}}}'
            for weapon, kills, precision in detail.weapons
        ]
    )
    return f'{{"weapons":[{weapons}],{values}}}'


@lru_cache(maxsize=20_000)
def _weapon_values(kills: int, precision: int) -> str:
    return (
        f'{{"uniqueWeaponKills":{{"basic":{plain[kills]}}},'
        f'"uniqueWeaponPrecisionKills":{{"basic":{plain[precision]}}},'
        f'"uniqueWeaponKillsPrecisionKills":{{"basic":{percent[precision / kills]}}}}}'
    )


def _team(side: TeamScore) -> str:
    name = TEAM_NAMES.get(side.team_id, str(side.team_id))
    return (
        f'{{"teamId":{side.team_id},"standing":{{"basic":{standing[side.standing]}}},'
        f'"score":{{"basic":{thousands[side.score]}}},"teamName":"{name}"}}'
    )
