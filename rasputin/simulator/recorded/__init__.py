"""Answers made from recorded replies under their own ids, and from what those say about others."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.answers.game import NO_UPKEEP, Upkeep, WorldGame
from rasputin.simulator.answers.manifest import WorldManifest
from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.recorded.activities import RecordedActivities
from rasputin.simulator.recorded.clans import RecordedClans
from rasputin.simulator.recorded.players import RecordedPlayers
from rasputin.simulator.recorded.recordings import Recordings
from rasputin.simulator.recorded.statistics import RecordedStatistics
from rasputin.simulator.serving.routes import Source


def recorded_source(recordings: Recordings, manifest: WorldManifest, upkeep: Upkeep = NO_UPKEEP) -> Source:
    accounts = Accounts(recordings)
    return Source(
        players=RecordedPlayers(accounts),
        activities=RecordedActivities(accounts, recordings.reports),
        clans=RecordedClans(recordings.groups, recordings.rosters),
        game=WorldGame(upkeep),
        manifest=manifest,
        statistics=RecordedStatistics(accounts),
    )


def describe(recordings: Recordings) -> dict[str, Any]:
    """What there is to ask for."""
    accounts = Accounts(recordings)
    return {
        "recorded": True,
        "clans": [
            {
                "group_id": str(group_id),
                "name": group["detail"]["name"],
                "members": len(recordings.rosters[group_id]["results"]),
            }
            for group_id, group in recordings.groups.items()
        ],
        "members": [str(membership_id) for membership_id in accounts.profiles],
        "report_players": [str(membership_id) for membership_id in accounts.histories],
        "reports": [str(instance_id) for instance_id in recordings.reports],
    }
