"""Reports that come late, in part, as another activity's, or without what they should hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasputin.simulator.clock import seconds, stamp
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.trouble.case import Case, Effect, Json

RAID = 4
NOT_FOUND, WITHHELD = 1653, 12
ANOTHER = 2_693_136_600


def end_of(played: Json) -> float:
    """When the activity of a report or of a history's row ended."""
    someone = played if "values" in played else next(iter(played["entries"]), {"values": {}})
    duration = someone["values"].get("activityDurationSeconds", {"basic": {"value": 0.0}})
    return seconds(played["period"]) + float(duration["basic"]["value"])


def late(case: Case) -> Any:
    if _is_struck(case):
        raise Refusal(NOT_FOUND)
    return case.response


def withheld(case: Case) -> Any:
    """As while a new raid's race is on."""
    if RAID in case.response["activityDetails"]["modes"] and _is_struck(case):
        raise Refusal(WITHHELD)
    return case.response


def _is_struck(case: Case) -> bool:
    instance_id = case.response["activityDetails"]["instanceId"]
    return case.befalls(instance_id) and case.lasts(end_of(case.response))


def _spoilt(spoil: Callable[[Json], None]) -> Effect:
    def effect(case: Case) -> Any:
        if _is_struck(case):
            spoil(case.response)
        return case.response

    return effect


def _keep_the_first(report: Json) -> None:
    del report["entries"][1:]


def _become_another(report: Json) -> None:
    report["period"] = stamp(seconds(report["period"]) - 3_600)
    report["activityDetails"] |= {"referenceId": ANOTHER, "directorActivityHash": ANOTHER}


def _empty_extended(report: Json) -> None:
    for entry in report["entries"]:
        entry["extended"] = None


def _hide_the_start(report: Json) -> None:
    report.pop("activityWasStartedFromBeginning", None)
    report.pop("startingPhaseIndex", None)


def _miscount(report: Json) -> None:
    told = float(len(report["entries"]) + 1)
    for entry in report["entries"]:
        entry["values"]["playerCount"]["basic"] = {"value": told, "displayValue": f"{told:.0f}"}


def _hide_the_duration(report: Json) -> None:
    for entry in report["entries"]:
        entry["values"].pop("activityDurationSeconds", None)


def _forget_who(report: Json) -> None:
    report["entries"][0]["player"]["destinyUserInfo"]["membershipId"] = "0"


def _repeat(report: Json) -> None:
    """The first entry and everybody's first weapon twice."""
    for entry in report["entries"]:
        weapons = (entry["extended"] or {}).get("weapons", [])
        weapons.extend(weapons[:1])
    report["entries"].append(report["entries"][0])


EFFECTS: dict[str, Effect] = {
    "late_report": late,
    "embargo": withheld,
    "partial_report": _spoilt(_keep_the_first),
    "other_activity": _spoilt(_become_another),
    "null_extended": _spoilt(_empty_extended),
    "unsaid_start": _spoilt(_hide_the_start),
    "wrong_player_count": _spoilt(_miscount),
    "unsaid_duration": _spoilt(_hide_the_duration),
    "nobody": _spoilt(_forget_who),
    "twice_in_report": _spoilt(_repeat),
}
