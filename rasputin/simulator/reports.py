"""Post-game reports and history rows, rendered from the world's numbers."""

from __future__ import annotations

from typing import Any

import msgspec

from rasputin.simulator.cards import report_card
from rasputin.simulator.catalogue import TEAM_NAMES
from rasputin.simulator.clock import stamp
from rasputin.simulator.people import People
from rasputin.simulator.plan import Instance, Part
from rasputin.simulator.scores import Detail, Score, Scores, TeamScore
from rasputin.simulator.statistics import (
    Format,
    basic,
    clock_time,
    divided,
    fireteam,
    named,
    percent,
    plain,
    ratio,
    reason,
    standing,
    team_name,
    thousands,
    yes_no,
)

_encode = msgspec.json.Encoder().encode
Statistic = tuple[str, float, Format]


class Reports:
    def __init__(self, people: People, scores: Scores) -> None:
        self._people = people
        self._scores = scores

    def report(self, instance: Instance) -> bytes:
        body = {
            "period": stamp(instance.start),
            "startingPhaseIndex": instance.phase,
            "activityWasStartedFromBeginning": instance.from_beginning,
            "activityDifficultyTier": 0,
            "selectedSkullHashes": [],
            "activityDetails": _details(instance, self._host_type(instance)),
            "entries": [self._entry(instance, part) for part in instance.parts],
            "teams": [_team(team) for team in self._scores.teams(instance)],
        }
        return _encode(body)

    def row(self, instance: Instance, part: Part) -> dict[str, Any]:
        """One entry of a history."""
        score = self._scores.score(instance, part)
        statistics = _history_statistics(instance, score)
        return {
            "period": stamp(instance.start),
            "activityDetails": _details(instance, self._people.player(part.player).membership_type),
            "values": {name: named(name, number, shown) for name, number, shown in statistics},
        }

    def _host_type(self, instance: Instance) -> int:
        host = self._people.player(instance.parts[0].player)
        return 0 if host.stripped else host.membership_type

    def _entry(self, instance: Instance, part: Part) -> dict[str, Any]:
        score = self._scores.score(instance, part)
        detail = self._scores.detail(instance, part, score.kills)
        statistics = _report_statistics(instance, score)
        player = self._people.player(part.player)
        return {
            "standing": score.standing or 0,
            "score": basic(score.score, thousands),
            "player": report_card(player, part.slot, detail.light),
            "characterId": str(part.character_id),
            "values": {name: basic(number, shown) for name, number, shown in statistics},
            "extended": _extended(detail),
        }


def _details(instance: Instance, membership_type: int) -> dict[str, Any]:
    return {
        "referenceId": instance.reference,
        "directorActivityHash": instance.director,
        "instanceId": str(instance.instance_id),
        "mode": instance.kind.mode,
        "modes": instance.kind.modes,
        "isPrivate": instance.kind.private,
        "membershipType": membership_type,
    }


def _report_statistics(instance: Instance, score: Score) -> list[Statistic]:
    fought = _fight(score)
    averages = _averages(score) if instance.kind.scored else []
    return [
        ("assists", score.assists, plain),
        ("completed", score.completed, yes_no),
        ("deaths", score.deaths, plain),
        ("kills", score.kills, plain),
        *fought,
        ("score", score.score, thousands),
        *averages,
        ("activityDurationSeconds", instance.duration, clock_time),
        *_order(score, teamless=False),
        ("completionReason", score.completion_reason, reason),
        *_presence(score),
    ]


def _history_statistics(instance: Instance, score: Score) -> list[Statistic]:
    per_kill, per_life = _averages(score)
    return [
        ("assists", score.assists, plain),
        ("score", score.score, thousands),
        ("kills", score.kills, plain),
        per_kill,
        ("deaths", score.deaths, plain),
        per_life,
        ("completed", score.completed, yes_no),
        *_fight(score),
        ("activityDurationSeconds", instance.duration, clock_time),
        *_order(score, teamless=True),
        ("completionReason", score.completion_reason, reason),
        *_presence(score),
    ]


def _averages(score: Score) -> list[Statistic]:
    return [
        ("averageScorePerKill", divided(score.score, score.kills), ratio),
        ("averageScorePerLife", score.score / (score.deaths + 1), ratio),
    ]


def _fight(score: Score) -> list[Statistic]:
    defeated = score.kills + score.assists
    return [
        ("opponentsDefeated", defeated, plain),
        ("efficiency", divided(defeated, score.deaths), ratio),
        ("killsDeathsRatio", divided(score.kills, score.deaths), ratio),
        ("killsDeathsAssists", divided(score.kills + score.assists / 2, score.deaths), ratio),
    ]


def _order(score: Score, *, teamless: bool) -> list[Statistic]:
    """Standing and team; a history has an empty team even where there are none."""
    order: list[Statistic] = [] if score.standing is None else [("standing", score.standing, standing)]
    if score.team is not None or teamless:
        order.append(("team", score.team or 0, team_name))
    return order


def _presence(score: Score) -> list[Statistic]:
    return [
        ("fireteamId", score.fireteam_id, fireteam),
        ("startSeconds", score.start_seconds, clock_time),
        ("timePlayedSeconds", score.time_played_seconds, clock_time),
        ("playerCount", score.player_count, plain),
        ("teamScore", score.team_score, thousands),
    ]


def _extended(detail: Detail) -> dict[str, Any]:
    values = {
        "precisionKills": basic(detail.precision_kills, plain),
        "weaponKillsGrenade": basic(detail.grenade_kills, plain),
        "weaponKillsMelee": basic(detail.melee_kills, plain),
        "weaponKillsSuper": basic(detail.super_kills, plain),
        "weaponKillsAbility": basic(detail.ability_kills, plain),
    }
    for name, number in detail.extended:
        values[name] = basic(number, plain)
    if not detail.weapons:
        return {"values": values}
    return {"weapons": [_weapon(*weapon) for weapon in detail.weapons], "values": values}


def _weapon(weapon: int, kills: int, precision: int) -> dict[str, Any]:
    return {
        "referenceId": weapon,
        "values": {
            "uniqueWeaponKills": basic(kills, plain),
            "uniqueWeaponPrecisionKills": basic(precision, plain),
            "uniqueWeaponKillsPrecisionKills": basic(divided(precision, kills), percent),
        },
    }


def _team(team: TeamScore) -> dict[str, Any]:
    return {
        "teamId": team.team_id,
        "standing": basic(team.standing, standing),
        "score": basic(team.score, thousands),
        "teamName": TEAM_NAMES.get(team.team_id, str(team.team_id)),
    }
