"""The manifest of the simulated game, and what goes wrong with it on command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from rasputin.simulator.answers.releases import Releases
from rasputin.simulator.clock import stamp
from rasputin.simulator.replies.databases import world_database
from rasputin.simulator.replies.documents import Document, Documents
from rasputin.simulator.replies.envelope import Refusal, Reply, page, site_page
from rasputin.simulator.replies.manifest import AGGREGATE, content_name, index_reply, world_name
from rasputin.simulator.world.definitions.editions import Edition
from rasputin.simulator.world.definitions.library import Library, members
from rasputin.simulator.world.definitions.locales import ENGLISH, LOCALES

NO_JSON = b"Object reference not set to an instance of an object."


class WorldManifest:
    """`large` has the real game's sizes."""

    def __init__(self, *, large: bool = False, settled: bool = False) -> None:
        self._library = Library(large=large)
        self._large = large
        self._releases = Releases(settled=settled)
        self._documents = Documents()

    def index(self, now: float) -> Any:
        edition = self._releases.told(now)
        return index_reply(edition.version, self._library.guid(edition), self._library.names(edition))

    def definition(self, table: str, key: str, locale: str, now: float) -> Any:
        known = locale if locale in LOCALES else ENGLISH
        found = self._library.definition(table, key, self._releases.newest(now), known)
        if found is None:
            raise Refusal(21)
        return msgspec.Raw(found)

    def file(self, locale: str, name: str, address: str, now: float) -> Document | Reply:
        """A table or all of them as JSON; the address is what was asked, its query included."""
        named = content_name(name)
        edition = self._edition(named.guid, now) if named else None
        if named is None or edition is None or locale not in LOCALES:
            return page(404, "404 - File or directory not found.")
        tables = self._library.names(edition)
        if named.table not in (AGGREGATE, *tables):
            return site_page()
        if self._releases.is_missing(address, named.table, edition, now):
            return page(404, "404 - File or directory not found.")
        return self._spoilt(named.table, self._table(named.table, edition, locale))

    def database(self, locale: str, name: str, now: float) -> Document | Reply:
        """The sqlite world, zipped; a large manifest has none."""
        named = (e for e in self._releases.known(now) if name == world_name(self._library.guid(e), locale))
        edition = None if self._large else next(named, None)
        if edition is None:
            return page(404, "404 - File or directory not found.")
        return self._documents.get(
            (edition, locale), lambda: world_database(self._library, edition, locale, name)
        )

    def control(self, method: str, body: bytes, now: float) -> dict[str, Any]:
        """Turns switches (POST) or all of them back (DELETE), and tells how things are."""
        if method == "POST":
            self._releases.turn(msgspec.json.decode(body, type=dict[str, Any]), now)
        elif method == "DELETE":
            self._releases.turn_back()
        edition = self._releases.newest(now)
        return {
            "number": edition.number,
            "silent": edition.silent,
            "version": edition.version,
            "guid": self._library.guid(edition),
            "released_at": stamp(edition.released),
            "indexes": self._releases.indexes,
            "switches": msgspec.structs.asdict(self._releases.switches),
        }

    def truth(self, locale: str, table: str, now: float) -> dict[str, Any]:
        """What the newest edition holds; of a large one only the table asked for is weighed."""
        edition = self._releases.newest(now)
        names = [name for name in self._library.names(edition) if table in ("", name)]
        weighed = bool(table) or not self._large
        return {
            "version": edition.version,
            "guid": self._library.guid(edition),
            "edition": edition.label,
            "tables": {name: self._told(name, edition, locale, weighed=weighed) for name in names},
        }

    def _told(self, table: str, edition: Edition, locale: str, *, weighed: bool) -> dict[str, Any]:
        count = {"definitions": self._library.count(table, edition)}
        if not weighed:
            return count
        document = self._table(table, edition, locale)
        return {**count, "bytes": document.length, "sha256": document.sha256}

    def _edition(self, guid: str, now: float) -> Edition | None:
        return next((e for e in self._releases.known(now) if self._library.guid(e) == guid), None)

    def _table(self, table: str, edition: Edition, locale: str) -> Document:
        return self._documents.get((table, edition, locale), lambda: self._pieces(table, edition, locale))

    def _pieces(self, table: str, edition: Edition, locale: str) -> Iterator[bytes]:
        if table != AGGREGATE:
            return self._library.pieces(table, edition, locale)
        return members(
            (name, self._library.pieces(name, edition, locale)) for name in self._library.names(edition)
        )

    def _spoilt(self, table: str, document: Document) -> Document | Reply:
        switches = self._releases.switches
        if table in switches.html:
            return site_page()
        if table in switches.garbled:
            return Reply(200, NO_JSON, None)
        if table in switches.broken:
            return document.cut(document.length // 2)
        return document
