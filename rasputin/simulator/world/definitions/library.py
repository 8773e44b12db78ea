"""All definitions of an edition: what tables there are, and their rows as JSON in a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from uuid import UUID

import msgspec

from rasputin.simulator.world.definitions import fillers
from rasputin.simulator.world.definitions.editions import Edition
from rasputin.simulator.world.definitions.locales import ENGLISH, translated
from rasputin.simulator.world.definitions.shapes import Json
from rasputin.simulator.world.definitions.sizes import LARGE, USUAL
from rasputin.simulator.world.definitions.tables import Table, key_of, tables

_encode = msgspec.json.Encoder().encode
ROWS_IN_PIECE = 250
KEPT_LANGUAGES = 3

Rows = dict[str, bytes]


class Library:
    """Everything is made when asked for; only what the world refers to is kept, in a few languages."""

    def __init__(self, *, large: bool = False) -> None:
        self._tables = tables(LARGE if large else USUAL)
        self._usual = Library() if large else self
        self._steady = lru_cache(maxsize=len(self._tables) * KEPT_LANGUAGES)(self._steady_rows)
        self._guid = lru_cache(maxsize=16)(self._make_guid)

    def names(self, edition: Edition) -> list[str]:
        return [name for name, table in self._tables.items() if table.there(edition)]

    def guid(self, edition: Edition) -> str:
        """Which content it is: another for every change in any table."""
        return self._guid(edition)

    def count(self, name: str, edition: Edition) -> int:
        table = self._tables[name]
        own = self._own(table, edition, ENGLISH)
        numbers = (int(key) for key in own if key.isdecimal())
        hidden = sum(fillers.number_of(table.filler, key, edition) is not None for key in numbers)
        return len(own) + table.filler.size - hidden

    def rows(self, name: str, edition: Edition, locale: str) -> Iterator[tuple[str, bytes]]:
        table = self._tables[name]
        own = self._own(table, edition, locale)
        yield from own.items()
        for key, body in fillers.rows(table.filler, edition, locale):
            if str(key) not in own:
                yield str(key), body

    def pieces(self, name: str, edition: Edition, locale: str) -> Iterator[bytes]:
        """A table as one JSON object, a few hundred rows at a time."""
        rows = (b'"%b":%b' % (key.encode(), body) for key, body in self.rows(name, edition, locale))
        return object_of(rows)

    def definition(self, name: str, key: str, edition: Edition, locale: str) -> bytes | None:
        """One row, None when there is none."""
        table = self._tables.get(name)
        if table is None or not table.there(edition):
            return None
        own = self._own(table, edition, locale)
        if key in own or not key.isdecimal():
            return own.get(key)
        number = fillers.number_of(table.filler, int(key), edition)
        return None if number is None else fillers.row(table.filler, number, edition, locale).body

    def _own(self, table: Table, edition: Edition, locale: str) -> Rows:
        steady = self._steady(table.name, locale)
        return steady | rendered(table.timed(edition), locale) if table.timed else steady

    def _steady_rows(self, name: str, locale: str) -> Rows:
        steady = self._tables[name].steady
        return rendered(steady(), locale) if steady else {}

    def _make_guid(self, edition: Edition) -> str:
        """From all content; of a large manifest only from as much as the usual one has."""
        content = blake2b(str(len(self._tables)).encode(), digest_size=16)
        for name in self._usual.names(edition):
            for piece in self._usual.pieces(name, edition, ENGLISH):
                content.update(piece)
        return str(UUID(bytes=content.digest()))


def members(tables: Iterable[tuple[str, Iterator[bytes]]]) -> Iterator[bytes]:
    """Tables as one JSON object."""
    start = b"{"
    for name, pieces in tables:
        yield b'%b"%b":' % (start, name.encode())
        yield from pieces
        start = b","
    yield b"}"


def rendered(definitions: Iterable[Json], locale: str) -> Rows:
    return {key_of(definition): _encode(translated(definition, locale)) for definition in definitions}


def object_of(rows: Iterator[bytes]) -> Iterator[bytes]:
    """`{` row, row ... `}`."""
    start = b"{"
    while batch := list(islice(rows, ROWS_IN_PIECE)):
        yield start + b",".join(batch)
        start = b","
    yield b"}" if start == b"," else b"{}"
