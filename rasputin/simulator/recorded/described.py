"""What there is to ask for when recorded replies are served."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.clock import stamp
from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.recorded.reading.errors import ERRORS
from rasputin.simulator.recorded.reading.folder import Json
from rasputin.simulator.recorded.reading.left_out import LEFT_OUT
from rasputin.simulator.recorded.recordings import Recordings


def describe(recordings: Recordings) -> dict[str, Any]:
    """Ids are texts, but those of errors."""
    accounts = Accounts(recordings)
    return {
        "recorded": True,
        "clans": [_clan(recordings, group_id) for group_id in recordings.clans.groups],
        "members": list(map(str, accounts)),
        "report_players": list(map(str, accounts.players)),
        "reports": list(map(str, recordings.reports)),
        "profiles": {
            str(membership_id): [
                {"recorded_at": stamp(told.moment), "components": sorted(told.reply)} for told in recorded
            ]
            for membership_id, recorded in recordings.profiles.items()
        },
        "histories": [
            {"membership_id": str(membership_id), "character_id": character_id, "rows": len(rows)}
            for membership_id, characters in recordings.histories.items()
            for character_id, rows in characters.items()
        ],
        **_others(recordings),
        "left_out": LEFT_OUT,
    }


def _clan(recordings: Recordings, group_id: int) -> Json:
    return {
        "group_id": str(group_id),
        "name": recordings.clans.groups[group_id]["detail"]["name"],
        "members": len(recordings.clans.rosters[group_id]["results"]),
    }


def _others(recordings: Recordings) -> Json:
    identities, sums = recordings.identities, recordings.sums
    return {
        "linked_profiles": list(map(str, identities.linked)),
        "memberships": list(map(str, identities.memberships)),
        "searches": [{"name": name, "code": code} for name, code in identities.searches],
        "groups_of_member": list(map(str, recordings.clans.of_member)),
        "account_stats": list(map(str, sums.accounts)),
        "activity_stats": list(sums.by_activity),
        "manifests": [release.version for release in recordings.releases],
        "definitions": [{"table": table, "hash": key} for table, key in recordings.definitions],
        "errors": [{"id": error.id, "status": error.status, "file": error.name} for error in ERRORS],
    }
