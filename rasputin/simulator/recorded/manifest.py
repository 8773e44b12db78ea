"""Recorded manifests: the newest of the time, or one that is held; files as far as they were recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from rasputin.simulator.clock import stamp
from rasputin.simulator.recorded.moments import Told, latest
from rasputin.simulator.recorded.reading.definitions import Single
from rasputin.simulator.recorded.reading.releases import Release
from rasputin.simulator.replies.databases import zipped_database
from rasputin.simulator.replies.documents import Document, Documents
from rasputin.simulator.replies.envelope import Refusal, Reply, page, site_page
from rasputin.simulator.replies.manifest import ROOT
from rasputin.simulator.world.definitions.locales import ENGLISH

NOT_FOUND = 21


class Hold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The release that is the current one whatever the time."""

    version: str


class RecordedManifest:
    def __init__(self, releases: list[Release], single: Single) -> None:
        self._releases = releases
        self._single = single
        self._held: Release | None = None
        self._documents = Documents()
        self._tables: dict[tuple[str, str], dict[str, msgspec.Raw]] = {}

    def index(self, now: float) -> Any:
        return self._current(now).index

    def definition(self, table: str, key: str, locale: str, now: float) -> Any:
        """Of the current release, else one recorded by itself, else of the newest that has it."""
        found = next((one for one in self._found(table, key, now) if one is not None), None)
        if found is None:
            raise Refusal(NOT_FOUND)
        return found

    def file(self, locale: str, name: str, address: str, now: float) -> Document | Reply:
        path = f"{ROOT}/json/{locale}/{name}"
        named = next((found for release in self._releases if (found := _named(release, locale, path))), None)
        if named is None:
            return site_page()
        release, table = named
        if locale != ENGLISH or table not in release.tables:
            return page(404, "404 - File or directory not found.")
        return self._documents.get((release.version, table), lambda: [release.tables[table]()])

    def database(self, locale: str, name: str, now: float) -> Document | Reply:
        """The tables of a release whose index was made, in the one language that was recorded."""
        path = f"{ROOT}/sqlite/{locale}/{name}"
        made = (release for release in self._releases if release.made)
        named = [one for one in made if path == one.index["mobileWorldContentPaths"].get(locale)]
        if not named:
            return page(404, "404 - File or directory not found.")
        return self._documents.get(path, lambda: zipped_database(name, self._rows(named[0])))

    def control(self, method: str, body: bytes, now: float) -> dict[str, Any]:
        """Holds a release by its version (POST), or lets time decide again (DELETE); tells what there is."""
        if method == "POST":
            self._held = self._released(msgspec.json.decode(body, type=Hold).version)
        elif method == "DELETE":
            self._held = None
        return {
            "version": self._current(now).version,
            "held": self._held is not None,
            "releases": [_told(release) for release in self._releases],
        }

    def truth(self, locale: str, table: str, now: float) -> dict[str, Any]:
        """What the current release holds of what it names."""
        release = self._current(now)
        names = [name for name in release.tables if table in ("", name)]
        counts = {name: {"definitions": len(self._definitions(release, name))} for name in names}
        return {"version": release.version, "tables": counts}

    def _current(self, now: float) -> Release:
        if self._held:
            return self._held
        current: Release = latest([Told(release.moment, release) for release in self._releases], now)
        return current

    def _released(self, version: str) -> Release:
        for release in self._releases:
            if release.version == version:
                return release
        raise ValueError(f"No recorded manifest is {version}.")

    def _found(self, table: str, key: str, now: float) -> Iterator[Any]:
        yield self._definitions(self._current(now), table).get(key)
        yield self._single.get((table, key))
        yield from (self._definitions(release, table).get(key) for release in reversed(self._releases))

    def _definitions(self, release: Release, table: str) -> dict[str, msgspec.Raw]:
        if table not in release.tables:
            return {}
        key = release.version, table
        if key not in self._tables:
            self._tables[key] = msgspec.json.decode(release.tables[table](), type=dict[str, msgspec.Raw])
        return self._tables[key]

    def _rows(self, release: Release) -> Iterator[tuple[str, Iterator[tuple[str, bytes]]]]:
        for table in release.tables:
            definitions = self._definitions(release, table).items()
            yield table, ((key, bytes(definition)) for key, definition in definitions)


def _named(release: Release, locale: str, path: str) -> tuple[Release, str] | None:
    """The table at a path, if the release's index has it."""
    tables = release.index.get("jsonWorldComponentContentPaths", {}).get(locale, {})
    return next(((release, table) for table, named in tables.items() if named == path), None)


def _told(release: Release) -> dict[str, Any]:
    return {
        "version": release.version,
        "since": stamp(release.moment),
        "index": "made" if release.made else "recorded",
        "tables": sorted(release.tables),
    }
