"""The recorded tables of the manifest, each put back into a form in which Bungie serves it."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from manifest.tables import short

FULL = {
    "2019-06": "manifest/2019-06-23_d2-additional-info",
    "2022-01": "manifest/2022-01-26_101192.22.01.12.2200_sqlite-rows_d2-inventory-watcher",
    "2023-02": "manifest/2023-02-01_d2-checklist",
    "2024-10": "manifest/2024-10-03_228353.24.09.19.1730_d2-checklist_small-tables",
    "2026-06": "manifest/2026-06-23_244164.26.06.16.2053_flat-destiny",
}
ROWS_2017 = "manifest/2017-12-04_ilsilentii-JSON-Files"
ZIP_2019 = "manifest/2019-09-30_d2-checklist_all-tables/destiny2.zip.gz"
NO_TABLES = {
    "cache-lite": "that project's own extract",
    "destiny2coresettings": "a part of /Settings/",
    "recordseasons": "that project's own list",
    "pursuittags": "that project's own list",
    "version": "the version alone",
    "fake-milestones": "made up by that project",
    "downloaded_manifest_version": "the version alone",
    "manifest": "the index",
    "DestinyTalentGridDefinition": "the site's page, recorded in place of a table that is gone (2026)",
    "DestinyNodeStepSummaryDefinition": "the site's page, recorded in place of a table that is gone (2026)",
}
#: Names of files that are written small.
SPELLED = (
    *("Activity", "ActivityMode", "ActivityModifier", "ActivityType", "Checklist", "Class", "Collectible"),
    *("EnergyType", "EquipmentSlot", "Faction", "Gender", "HistoricalStats", "InventoryBucket"),
    *("InventoryItem", "ItemTierType", "Milestone", "Objective", "Perk", "PlugSet", "PowerCap"),
    *("PresentationNode", "Progression", "Race", "Record", "Season", "SeasonPass", "SocketCategory"),
    *("SocketType", "Stat", "Vendor"),
)
BY_SMALL_NAME = {name.casefold(): name for name in SPELLED}


class Recorded(NamedTuple):
    table: str
    content: bytes


def tables(folder: Path, year: str) -> Iterator[Recorded]:
    """The tables of one recording."""
    if year == "2017-12":
        yield from _rows_of_2017(folder / ROWS_2017)
    elif year == "2019-09":
        yield from _zip_of_2019(folder / ZIP_2019)
    else:
        yield from _files(folder / FULL[year])


def _files(folder: Path) -> Iterator[Recorded]:
    for file in sorted(folder.iterdir()):
        name = file.name.removeprefix("destiny2-").split(".")[0]
        html = name in NO_TABLES and not (name.startswith("DestinyTalent") and "2026" not in folder.name)
        if not html:
            table = BY_SMALL_NAME.get(name.casefold(), short(name))
            yield Recorded(
                table, gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            )


def _rows_of_2017(folder: Path) -> Iterator[Recorded]:
    """Published with a comma behind the last row, and wrapped in an object."""
    for file in sorted(folder.iterdir()):
        text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        document = json.loads(re.sub(rb",\s*\]\s*\}\s*$", b"]}", text.strip()))
        for name, rows in document.items():
            yield Recorded(short(name), json.dumps(rows).encode())


def _zip_of_2019(file: Path) -> Iterator[Recorded]:
    archive = zipfile.ZipFile(io.BytesIO(gzip.decompress(file.read_bytes())))
    document = json.loads(archive.read(archive.namelist()[0]))
    for name, table in document.items():
        if isinstance(table, dict) and name != "RecordSeasons":
            yield Recorded(name, json.dumps(table).encode())
