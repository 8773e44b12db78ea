"""The sqlite world: all tables of a language in one database file, zipped under its own name."""

from __future__ import annotations

import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from rasputin.simulator.world.definitions.editions import Edition
from rasputin.simulator.world.definitions.library import Library

SIGN = 2**31

Rows = Iterator[tuple[str, bytes]]


def world_database(library: Library, edition: Edition, locale: str, name: str) -> Iterator[bytes]:
    names = library.names(edition)
    return zipped_database(name, ((table, library.rows(table, edition, locale)) for table in names))


def zipped_database(name: str, tables: Iterable[tuple[str, Rows]]) -> Iterator[bytes]:
    """Tables by name, their rows by key."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with closing(sqlite3.connect(path)) as database:
            for table, rows in tables:
                _fill(database, table, rows)
            database.commit()
        packed = Path(folder) / "packed"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(path, name)
        yield packed.read_bytes()


def _fill(database: sqlite3.Connection, table: str, rows: Rows) -> None:
    """Ids are signed; statistics have a text for a key."""
    by_text = table == "DestinyHistoricalStatsDefinition"
    column = "key TEXT" if by_text else "id INTEGER"
    database.execute(f"CREATE TABLE {table} ({column} PRIMARY KEY NOT NULL, json BLOB)")
    told = ((key if by_text else signed(int(key)), body.decode()) for key, body in rows)
    database.executemany(f"INSERT INTO {table} VALUES (?, ?)", told)  # noqa: S608 - names of our own


def signed(key: int) -> int:
    return key - 2 * SIGN if key >= SIGN else key
