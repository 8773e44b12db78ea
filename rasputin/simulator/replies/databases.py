"""The sqlite world: all tables of a language in one database file, zipped under its own name."""

from __future__ import annotations

import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from rasputin.simulator.world.definitions.editions import Edition
from rasputin.simulator.world.definitions.library import Library

SIGN = 2**31


def world_database(library: Library, edition: Edition, locale: str, name: str) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with closing(sqlite3.connect(path)) as database:
            for table in library.names(edition):
                _fill(database, table, library.rows(table, edition, locale))
            database.commit()
        packed = Path(folder) / "packed"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(path, name)
        yield packed.read_bytes()


def _fill(database: sqlite3.Connection, table: str, rows: Iterator[tuple[str, bytes]]) -> None:
    """Ids are signed; statistics have a text for a key."""
    by_text = table == "DestinyHistoricalStatsDefinition"
    column = "key TEXT" if by_text else "id INTEGER"
    database.execute(f"CREATE TABLE {table} ({column} PRIMARY KEY NOT NULL, json BLOB)")
    told = ((key if by_text else signed(int(key)), body.decode()) for key, body in rows)
    database.executemany(f"INSERT INTO {table} VALUES (?, ?)", told)  # noqa: S608 - names of our own


def signed(key: int) -> int:
    return key - 2 * SIGN if key >= SIGN else key
