"""Recorded releases of the manifest: indexes, and tables that need one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from typing import Any

import msgspec

from rasputin.simulator.clock import seconds
from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.folder import Folder, Json
from rasputin.simulator.recorded.reading.tables import Load, tables_in, unzipped_tables
from rasputin.simulator.replies.manifest import ROOT, index_reply

NEWEST = "manifest/2026-06-23_244164.26.06.16.2053_flat-destiny"
INDEXES = {
    "2018-01-12": "profile/chrispaskvan-destiny-ghost-api/manifest2Response.json",
    "2022-06-21": "manifest/index/EndGameGl-DotNetBungieAPI/DestinyManifest.json",
    **{
        name[:10]: f"manifest/index/flat-destiny/manifest_{name}.json"
        for name in (
            "2023-04-12_114609.23.03.26.1900-1-bnet.49479",
            "2024-06-12_226126.24.06.06.1800-1-bnet.55806",
            "2025-07-15_235077.25.06.28.1930-2-bnet.60807",
            "2025-12-02_239055.25.11.18.1646-4-bnet.62950",
            "2026-06-16_244122.26.06.10.2000-1-bnet.65386",
        )
    },
    "2026-06-23": f"{NEWEST}/manifest.json",
}
# Folders of tables without an index, and the file that names their version; without one it is the date.
FOLDERS = {
    "2017-12-04": ("manifest/2017-12-04_ilsilentii-JSON-Files", None),
    "2019-06-23": ("manifest/2019-06-23_d2-additional-info", None),
    "2022-01-26": (
        "manifest/2022-01-26_101192.22.01.12.2200_sqlite-rows_d2-inventory-watcher",
        "downloaded_manifest_version.json",
    ),
    "2023-02-01": ("manifest/2023-02-01_d2-checklist", "destiny2-version.json"),
    "2024-10-03": (
        "manifest/2024-10-03_228353.24.09.19.1730_d2-checklist_small-tables",
        "destiny2-version.json",
    ),
}
ZIPPED_DAY = ("2019-09-30", "2019-09-30")
BOT_CONTENT = f"{ROOT}/json/en/"
BOT_DAY = "2021-11-15"
STATISTICS = "DestinyHistoricalStatsDefinition"


@dataclass(frozen=True, slots=True)
class Release:
    """`tables` are the recorded ones, all English. `made` are indexes that name just these."""

    moment: float
    index: Json
    tables: Mapping[str, Load]
    made: bool = False

    @property
    def version(self) -> str:
        return str(self.index["version"])


def read_releases(folder: Folder, bot: Bot) -> list[Release]:
    """Oldest first."""
    recorded = {day: folder.reply(name) for day, name in INDEXES.items()}
    known = {table for index in recorded.values() for table in _named(index)}
    found = [Release(_moment(day), index, {}) for day, index in recorded.items()]
    found[-1] = replace(found[-1], tables=tables_in(folder, NEWEST, known))
    found += [_of_bot(bot), _made(*ZIPPED_DAY, unzipped_tables(folder))]
    for day, (name, version_file) in FOLDERS.items():
        version = _version(folder.document(f"{name}/{version_file}")) if version_file else day
        found.append(_made(day, version, tables_in(folder, name, known)))
    return sorted(found, key=lambda release: release.moment)


def _moment(day: str) -> float:
    return seconds(f"{day}T00:00:00Z")


def _named(index: Json) -> Iterator[str]:
    """The tables; the index of 2018 has none."""
    yield from index.get("jsonWorldComponentContentPaths", {}).get("en", {})


def _version(told: Any) -> str:
    return str(told["version"] if isinstance(told, dict) else told)


def _made(day: str, version: str, tables: dict[str, Load]) -> Release:
    """With an index made for it, which like Bungie's has no statistics and unlike those one language."""
    digest = blake2b(version.encode(), digest_size=16).hexdigest()
    guid = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))
    index = index_reply(version, guid, sorted(tables.keys() - {STATISTICS}))
    for paths in ("mobileWorldContentPaths", "jsonWorldContentPaths", "jsonWorldComponentContentPaths"):
        index[paths] = {"en": index[paths]["en"]}
    return Release(_moment(day), index, tables, made=True)


def _of_bot(bot: Bot) -> Release:
    tables = {
        name.partition("-")[0]: partial(msgspec.json.encode, table)
        for name, table in bot.starting(BOT_CONTENT).items()
    }
    return Release(_moment(BOT_DAY), bot.reply("/Destiny2/Manifest/"), tables)
