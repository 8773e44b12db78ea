"""Records that a project cut out of profiles, one title's at a time: put back under their owners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasputin.simulator.clock import seconds
from rasputin.simulator.recorded.moments import Told
from rasputin.simulator.recorded.reading.folder import Folder, Json

DASHBOARD = "profile/WorthyD-d2-clandashboard"
DESTINATIONS = f"{DASHBOARD}/clan_seal_Destinations.json"
TITLES = tuple(
    f"{DASHBOARD}/{name}.json"
    for name in ("player_seals_records", "seal_members_gilded_Conqueror", "seal_members_nongilded")
)
# About when they were recorded.
IN_2020, IN_2022 = seconds("2020-10-01T00:00:00Z"), seconds("2022-01-01T00:00:00Z")
PRIVATE = 2


def read_seals(folder: Folder) -> Iterator[tuple[Json, Told]]:
    """Cards with the one component that is left."""
    for member in folder.document(DESTINATIONS)["members"]:
        yield _put_back(member, IN_2020)
    for name in TITLES:
        for title in folder.document(name):
            for member in title["profiles"]:
                yield _put_back(member, IN_2022)


def _put_back(member: Json, moment: float) -> tuple[Json, Told]:
    card: Any = member["profile"]["data"]["userInfo"]
    return card, Told(moment, {"profileRecords": {**member["profileRecords"], "privacy": PRIVATE}})
