"""Several recordings of one account put together: of each component the newest."""

from __future__ import annotations

from collections.abc import Sequence

from rasputin.simulator.recorded.moments import Told, known
from rasputin.simulator.recorded.reading.folder import Json

RECORDS = "profileRecords"
BY_CHARACTER = (
    "characters",
    "characterProgressions",
    "characterActivities",
    "characterEquipment",
    "characterInventories",
)


def components_at(recordings: Sequence[Told], now: float) -> Json:
    """Only recordings of the same characters: two people may have got one made-up id."""
    profiles = [told.reply for told in known(recordings, now)]
    playing = next((names for profile in reversed(profiles) if (names := character_ids(profile))), set())
    found: Json = {}
    for profile in profiles:
        names = character_ids(profile)
        if not names or names & playing:
            found = _joined(found, profile)
    return found


def character_ids(profile: Json) -> set[str]:
    """All that it shows or names."""
    named = profile.get("profile", {}).get("data", {}).get("characterIds", [])
    shown = (profile.get(key, {}).get("data", {}) for key in BY_CHARACTER)
    return {*named, *(character_id for data in shown for character_id in data)}


def _joined(older: Json, newer: Json) -> Json:
    joined = {**older, **newer}
    if "data" in older.get(RECORDS, {}) and "data" in newer.get(RECORDS, {}):
        joined[RECORDS] = {**newer[RECORDS], "data": _records(older[RECORDS]["data"], newer[RECORDS]["data"])}
    return joined


def _records(older: Json, newer: Json) -> Json:
    """Recordings have a record or two of some thousands: those of all are there."""
    return {**older, **newer, "records": {**older["records"], **newer["records"]}}
