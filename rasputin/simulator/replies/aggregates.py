"""Sums by activity and by weapon."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.replies.dress import clock_time
from rasputin.simulator.replies.shown import hundredths, percent, stopwatch, thousands, whole
from rasputin.simulator.replies.statistics import Shown, pair
from rasputin.simulator.world.totals import Best, Totals, Weapon

NO_BEST = Best()


def activity_values(totals: Totals) -> dict[str, Any]:
    """One activity's sums, in the order in which the API writes them. Nobody has goals any more."""
    deaths = totals.deaths or 1
    return {
        **_best("fastestCompletionMsForActivity", totals.fastest, stopwatch),
        **_plain("activityCompletions", totals.cleared),
        **_plain("activityDeaths", totals.deaths),
        **_plain("activityKills", totals.kills),
        **_plain("activitySecondsPlayed", totals.seconds, clock_time),
        **_plain("activityWins", totals.won),
        **_plain("activityGoalsMissed", 0),
        **_plain("activitySpecialActions", 0),
        **_best("activityBestGoalsHit", NO_BEST, whole),
        **_plain("activityGoalsHit", 0),
        **_plain("activitySpecialScore", 0),
        **_best("activityBestSingleGameScore", totals.best_score, thousands),
        **_plain("activityKillsDeathsRatio", totals.kills / deaths, hundredths),
        **_plain("activityAssists", totals.assists),
        **_plain("activityKillsDeathsAssists", (totals.kills + totals.assists / 2) / deaths, hundredths),
        **_plain("activityPrecisionKills", totals.precision),
    }


def weapon_values(weapon: Weapon) -> dict[str, Any]:
    return {
        **_plain("uniqueWeaponKills", weapon.kills),
        **_plain("uniqueWeaponPrecisionKills", weapon.precision),
        **_plain("uniqueWeaponKillsPrecisionKills", weapon.precision / (weapon.kills or 1), percent),
    }


def _plain(name: str, value: float, shown: Shown = whole) -> dict[str, Any]:
    return {name: {"statId": name, "basic": pair(value, shown)}}


def _best(name: str, best: Best, shown: Shown) -> dict[str, Any]:
    value = {"statId": name, "basic": pair(best.value, shown), "activityId": str(best.instance_id)}
    return {name: value}
