"""Recorded tables of definitions, each as the JSON file that Bungie has of it: an object by unsigned hash."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

import msgspec

from rasputin.simulator.recorded.reading.folder import Folder, Json
from rasputin.simulator.recorded.reading.left_out import LEFT_OUT

# Reads a table when it is asked for.
Load = Callable[[], bytes]

NOT_IN_INDEXES = ("DestinyHistoricalStatsDefinition", "DestinyEnemyRaceDefinition")
OTHER_NAMES = {"perk": "SandboxPerk"}
ZIPPED = "manifest/2019-09-30_d2-checklist_all-tables/destiny2.zip.gz"
IN_ZIP = (
    "Vendor", "Race", "Gender", "Class", "Activity", "ActivityType", "ActivityMode", "Milestone", "Faction",
    "Progression", "Stat", "Objective", "ActivityModifier", "Perk", "SocketType", "SocketCategory",
    "Checklist", "InventoryBucket", "EquipmentSlot", "PresentationNode", "Record", "Collectible",
    "HistoricalStats",
)  # fmt: skip
_OF_2017 = re.compile(rb'\s*\{\s*"Destiny\w+":\s*(\[.*\])\s*\}\s*', re.DOTALL)
_LAST_COMMA = re.compile(rb",\s*\]$")
_decode = msgspec.json.decode


def tables_in(folder: Folder, place: str, known: Iterable[str]) -> dict[str, Load]:
    """The tables among the files of a folder; file names have several forms."""
    tables = {table.casefold(): table for table in (*known, *NOT_IN_INDEXES)}
    names = {name: tables.get(_long(name).casefold()) for name in folder.names(f"{place}/*.json*")}
    return {
        table: partial(_as_table, folder.later(name))
        for name, table in names.items()
        if table and name not in LEFT_OUT
    }


def unzipped_tables(folder: Folder) -> dict[str, Load]:
    """All in one file, which is kept once it was read."""
    content = folder.later(ZIPPED)

    @cache
    def tables() -> dict[str, msgspec.Raw]:
        with zipfile.ZipFile(io.BytesIO(content())) as archive:
            (name,) = archive.namelist()
            return _decode(archive.read(name), type=dict[str, msgspec.Raw])

    def load(key: str) -> bytes:
        return bytes(tables()[key])

    return {_long(key): partial(load, key) for key in IN_ZIP}


def _long(name: str) -> str:
    """`destiny2-perk.json`, `Class.json`, `DestinyClassDefinition.json`: as Bungie names the table."""
    short = name.rpartition("/")[2].partition(".")[0].removeprefix("destiny2-")
    short = short.removeprefix("Destiny").removesuffix("Definition")
    return f"Destiny{OTHER_NAMES.get(short.casefold(), short)}Definition"


def _as_table(load: Load) -> bytes:
    """Rows of the sqlite world are put back; in those of 2017 the list has a comma too much."""
    content = load()
    old = _OF_2017.fullmatch(content)
    rows = _LAST_COMMA.sub(b"]", old[1]) if old else content
    if not rows.startswith(b"["):
        return content
    return msgspec.json.encode({_key(row): _definition(row["json"]) for row in _decode(rows)})


def _key(row: Json) -> str:
    return str(row["key"] if "key" in row else row["id"] % 2**32)


def _definition(json: Any) -> Any:
    return msgspec.Raw(json.encode()) if isinstance(json, str) else json
