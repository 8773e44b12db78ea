"""Records that a project cut out of profiles, one title's at a time: put back under their owners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasputin.simulator.clock import seconds
from rasputin.simulator.recorded.moments import Told
from rasputin.simulator.recorded.reading.folder import Folder, Json

DASHBOARD = "profile/WorthyD-d2-clandashboard"
# About when they were recorded; the scores show in which order.
DESTINATIONS = f"{DASHBOARD}/clan_seal_Destinations.json", seconds("2020-10-01T00:00:00Z")
TITLES = (
    (f"{DASHBOARD}/seal_members_gilded_Conqueror.json", seconds("2022-01-01T00:00:00Z")),
    (f"{DASHBOARD}/seal_members_nongilded.json", seconds("2022-01-01T00:00:00Z")),
    (f"{DASHBOARD}/player_seals_records.json", seconds("2022-01-02T00:00:00Z")),
)
PRIVATE = 2


def read_seals(folder: Folder) -> Iterator[tuple[Json, Told]]:
    """Cards with the records that are left."""
    name, moment = DESTINATIONS
    for member in folder.document(name)["members"]:
        yield _put_back(member, moment)
    for name, moment in TITLES:
        for title in folder.document(name):
            for member in title["profiles"]:
                yield _put_back(member, moment)


def _put_back(member: Json, moment: float) -> tuple[Json, Told]:
    """Records of characters are empty in that project's other profiles too."""
    card: Any = member["profile"]["data"]["userInfo"]
    records = {**member["profileRecords"], "privacy": PRIVATE}
    return card, Told(
        moment, {"profileRecords": records, "characterRecords": {"data": {}, "privacy": PRIVATE}}
    )
