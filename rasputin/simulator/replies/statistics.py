"""Sums over activities as historical statistics show them: the names, their order, and the values' dress."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from rasputin.simulator.replies.dress import clock_time
from rasputin.simulator.replies.shown import hundredths, stopwatch, tenths, thousands, whole
from rasputin.simulator.world.totals import Best, Totals

GENERAL, WEAPONS = 1, 2
USUAL_GROUPS = frozenset({GENERAL, WEAPONS})
# Which activities a statistic is told of: those that one can win, and the others.
WINNABLE, OTHERS = "winnable", "others"
EITHER = frozenset({WINNABLE, OTHERS})

Shown = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Statistic:
    """`average` shows the mean of a game where there is one. What has no `daily` is of all time only."""

    name: str
    value: Callable[[Totals], float]
    shown: Shown = whole
    average: Shown | None = None
    best: Callable[[Totals], Best] | None = None
    group: int = GENERAL
    daily: bool = True
    of: frozenset[str] = EITHER


def _best(name: str, best: Callable[[Totals], Best], shown: Shown = whole) -> Statistic:
    return Statistic(name, lambda totals: best(totals).value, shown, best=best, daily=False)


def _by(name: str, value: Callable[[Totals], float]) -> Statistic:
    return Statistic(name, value, whole, tenths, group=WEAPONS, daily=False)


STATISTICS = (
    Statistic("activitiesCleared", lambda t: t.cleared, of=frozenset({OTHERS})),
    Statistic("activitiesEntered", lambda t: t.entered),
    Statistic("activitiesWon", lambda t: t.won, of=frozenset({WINNABLE})),
    Statistic("assists", lambda t: t.assists, whole, tenths),
    Statistic("kills", lambda t: t.kills, whole, tenths),
    Statistic("secondsPlayed", lambda t: t.seconds, clock_time, clock_time),
    Statistic("deaths", lambda t: t.deaths, whole, tenths),
    Statistic("averageLifespan", lambda t: t.seconds / (t.deaths or 1), clock_time),
    Statistic("score", lambda t: t.score, thousands, thousands),
    Statistic(
        "averageScorePerKill", lambda t: t.score / (t.kills or 1), hundredths, of=frozenset({WINNABLE})
    ),
    Statistic(
        "averageScorePerLife", lambda t: t.score / (t.deaths or 1), hundredths, of=frozenset({WINNABLE})
    ),
    _best("bestSingleGameKills", lambda t: t.best_kills),
    _best("bestSingleGameScore", lambda t: t.best_score, thousands),
    Statistic("opponentsDefeated", lambda t: t.kills + t.assists),
    Statistic("efficiency", lambda t: (t.kills + t.assists) / (t.deaths or 1), hundredths),
    Statistic("killsDeathsRatio", lambda t: t.kills / (t.deaths or 1), hundredths),
    Statistic("killsDeathsAssists", lambda t: (t.kills + t.assists / 2) / (t.deaths or 1), hundredths),
    Statistic("precisionKills", lambda t: t.precision, whole, tenths),
    _by("weaponKillsAbility", lambda t: t.ability),
    _by("weaponKillsGrenade", lambda t: t.grenade),
    _by("weaponKillsSuper", lambda t: t.super),
    _by("weaponKillsMelee", lambda t: t.melee),
    Statistic(
        "winLossRatio", lambda t: t.won / ((t.entered - t.won) or 1), hundredths, of=frozenset({WINNABLE})
    ),
    Statistic("allParticipantsCount", lambda t: t.participants),
    _best("mostPrecisionKills", lambda t: t.best_precision),
    Statistic("teamScore", lambda t: t.team_score, thousands, thousands),
    Statistic("totalActivityDurationSeconds", lambda t: t.duration, clock_time, clock_time),
    _best("fastestCompletionMs", lambda t: t.fastest, stopwatch),
    Statistic("highestLightLevel", lambda t: t.highest_light),
)


def statistics_values(
    totals: Totals, groups: Collection[int], of: Collection[str], *, daily: bool = False
) -> dict[str, Any]:
    """The statistics by name, for the groups asked for and for what activities of these kinds have."""
    return {
        statistic.name: _value(statistic, totals)
        for statistic in STATISTICS
        if statistic.group in groups and not statistic.of.isdisjoint(of) and (statistic.daily or not daily)
    }


def _value(statistic: Statistic, totals: Totals) -> dict[str, Any]:
    value = statistic.value(totals)
    shown: dict[str, Any] = {"statId": statistic.name, "basic": pair(value, statistic.shown)}
    if statistic.average is not None:
        shown["pga"] = pair(value / (totals.entered or 1), statistic.average)
    if statistic.best is not None:
        shown["activityId"] = str(statistic.best(totals).instance_id)
    return shown


def pair(value: float, shown: Shown) -> dict[str, Any]:
    """A number, always a double, beside its text."""
    return {"value": float(value), "displayValue": shown(value)}
