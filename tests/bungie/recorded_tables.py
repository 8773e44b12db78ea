"""The recorded tables of the manifest, by folder, and the table that each file holds."""

import re
from typing import Final

from rasputin.bungie.types.definitions import DEFINITIONS

#: Folders whose files hold a table each, as an object by hash or as rows of the sqlite world.
FOLDERS: Final = (
    "manifest/2019-06-23_d2-additional-info",
    "manifest/2022-01-26_101192.22.01.12.2200_sqlite-rows_d2-inventory-watcher",
    "manifest/2023-02-01_d2-checklist",
    "manifest/2024-10-03_228353.24.09.19.1730_d2-checklist_small-tables",
    "manifest/2026-06-23_244164.26.06.16.2053_flat-destiny",
)
UNREAD_FOLDERS: Final[dict[str, str]] = {
    "manifest/2017-12-04_ilsilentii-JSON-Files": "no JSON, as that project published it",
    "manifest/2019-09-30_d2-checklist_all-tables": "pruned by that project",
    "manifest/derived": "made out of manifests by other projects",
}
#: A definition by itself.
SINGLE: Final[dict[str, str]] = {
    "profile/WorthyD-d2-clandashboard/seal_node_gilded_Conqueror.json": "DestinyPresentationNodeDefinition",
    "profile/WorthyD-d2-clandashboard/seal_node_nongilded.json": "DestinyPresentationNodeDefinition",
}
#: A few definitions of each of these tables, with numbers that the project made up.
SLICES: Final = tuple(
    "mixed/TheDescend-elevatorbot/data.json#https://www.bungie.net/common/destiny2_content/json/en/"
    f"Destiny{table}Definition-724760e3-1eeb-4614-923b-bbd4ea7e95c9.json?"
    for table in (
        "Activity",
        "ActivityMode",
        "ActivityType",
        "Collectible",
        "InventoryBucket",
        "InventoryItem",
        "Lore",
        "PresentationNode",
        "Record",
        "SeasonPass",
    )
)
_TABLES: Final = {table.casefold(): table for table in DEFINITIONS}


def table_of(name: str) -> str | None:
    """The table in a file of that name; None when it holds none that has a Struct."""
    found = re.match(
        r"(?:destiny2-|destiny)?([a-z]+?)(?:definition)?[-.]", name.rpartition("/")[2].casefold()
    )
    return None if found is None else _TABLES.get(f"destiny{found[1]}definition")
