"""The core settings: which systems are switched on, and the roots of the game's trees."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

SEASON = 2758726572
PAST_SEASONS = (2809059433, 2809059432, 2758726568, 2758726569, 2758726570, 2758726571)
SYSTEMS = (
    "Activities",
    "Authentication",
    "Clans",
    "Content",
    "D2Characters",
    "D2Profiles",
    "Destiny2",
    "GlobalMasterControl",
    "Groups",
    "PGCR",
    "Profiles",
)


def settings_reply(down: Collection[str] = ()) -> dict[str, Any]:
    """`down` names the systems that are switched off."""
    return {
        "environment": "live",
        "systems": {name: {"enabled": name not in down, "parameters": {}} for name in SYSTEMS},
        "destiny2CoreSettings": {
            "collectionRootNode": 3790247699,
            "badgesRootNode": 498211331,
            "recordsRootNode": 1866538467,
            "medalsRootNode": 3901403713,
            "metricsRootNode": 1074663644,
            "activeTriumphsRootNodeHash": 1866538467,
            "activeSealsRootNodeHash": 616318467,
            "legacyTriumphsRootNodeHash": 3215903653,
            "legacySealsRootNodeHash": 1881970629,
            "currentSeasonHash": SEASON,
            "seasonalChallengesPresentationNodeHash": 3443694067,
            "futureSeasonHashes": [],
            "pastSeasonHashes": list(PAST_SEASONS),
        },
    }
