"""Maintenance: which part of the API a request belongs to, and what a part that is down still says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from rasputin.simulator.replies.envelope import Reply, failure, success
from rasputin.simulator.serving.faults.call import Call
from rasputin.simulator.serving.routing import SITE, STATS
from rasputin.simulator.serving.visit import Visit

SYSTEM_DISABLED = 5
SWITCHES = {
    "destiny": ("Destiny2", "D2Profiles", "D2Characters", "Activities"),
    "groups": ("Groups", "Clans"),
    "users": ("Profiles",),
    "manifest": ("Content",),
    "stats": ("PGCR",),
}
PARTS = {
    "/destiny2/manifest/": "manifest",
    "/destiny2/": "destiny",
    "/groupv2/": "groups",
    "/user/": "users",
}
ALL = "all"
LINKED = "/linkedprofiles/"
NOT_OF_A_CARD = (
    "dateLastPlayed",
    "isOverridden",
    "isCrossSavePrimary",
    "platformSilver",
    "unpairedGameVersions",
)


def is_down(systems: Collection[str], visit: Visit) -> bool:
    """Settings and alerts belong to no part: they tell of the maintenance."""
    part = _part(visit)
    return part is not None and (part in systems or ALL in systems)


def _part(visit: Visit) -> str | None:
    if visit.root == SITE:
        return None
    if visit.root == STATS:
        return "stats"
    path = visit.path.lower()
    return next((part for start, part in PARTS.items() if path.startswith(start)), None)


def switched_off(systems: Collection[str]) -> frozenset[str]:
    """The flags of the settings that are false then."""
    parts = SWITCHES if ALL in systems else systems
    return frozenset(name for part in parts for name in SWITCHES[part])


def closed(call: Call) -> Reply:
    """The answer of what is down. Linked profiles lie: a success, in which every profile is an error."""
    if call.visit.path.lower().endswith(LINKED) and call.reply.code == 1:
        return success(_with_errors(msgspec.json.decode(call.reply.body)["Response"]))
    return failure(SYSTEM_DISABLED)


def _with_errors(response: dict[str, Any]) -> dict[str, Any]:
    failed = [_error(profile) for profile in response["profiles"]]
    known = response.get("profilesWithErrors") or []
    return {**response, "profiles": [], "profilesWithErrors": failed + known}


def _error(profile: dict[str, Any]) -> dict[str, Any]:
    card = {name: value for name, value in profile.items() if name not in NOT_OF_A_CARD}
    return {"errorCode": SYSTEM_DISABLED, "infoCard": card}
