"""A downloaded table of the manifest, read without ever holding it in memory as a whole."""

import mmap
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec

from rasputin.bungie.types.definitions import unsigned
from rasputin.bungie.wire import BROKEN

NUL = "\\u0000"  # PostgreSQL holds no such letter


class BrokenTable(ValueError):
    """The file is no table of definitions; the message says what it is."""


class Entry(NamedTuple):
    """A definition as it stands in the file."""

    key: str
    content_hash: str
    json: bytes


class Row(msgspec.Struct, gc=False):
    """A row of the sqlite world: the signed hash, or a statistic's key, beside the JSON or its text."""

    json: msgspec.Raw
    id: int | None = None
    key: str | None = None


def entries(file: Path) -> Iterator[Entry]:
    """All definitions of a table, an object by hash or rows of the sqlite world.

    Raises BrokenTable for a file that is cut off, HTML, or anything else.
    """
    if not file.stat().st_size:
        raise BrokenTable("the file is empty")
    with file.open("rb") as opened:
        # Not closed by hand: the pieces are views into the map, which ends with the last of them.
        content = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    found = _split(content)
    for key in list(found):
        yield _entry(key, found.pop(key))


def _split(content: mmap.mmap) -> dict[str, msgspec.Raw]:
    try:
        if content[:1] == b"[":
            return {_key(row): row.json for row in msgspec.json.decode(content, type=list[Row])}
        return msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except BROKEN as error:
        start = bytes(content[:60]).decode("utf-8", "replace").strip()
        raise BrokenTable(f"not a table of definitions ({error}): it begins with {start!r}") from error


def _key(row: Row) -> str:
    return row.key or "" if row.id is None else str(unsigned(row.id))


def _entry(key: str, raw: msgspec.Raw) -> Entry:
    try:
        json = _text(bytes(raw)).encode()
    except BROKEN as error:
        raise BrokenTable(f"the definition {key} cannot be read ({error}): {bytes(raw)[:60]!r}") from error
    if json[:1] != b"{":
        raise BrokenTable(f"the definition {key} is no object: {json[:60]!r}")
    return Entry(key, blake2b(json, digest_size=16).hexdigest(), json)


def _text(json: bytes) -> str:
    """What finds the pieces of a table looks at no letters: here it shows whether they are UTF-8."""
    text = msgspec.json.decode(json, type=str) if json[:1] == b'"' else json.decode()
    return msgspec.json.encode(_without_nul(msgspec.json.decode(text))).decode() if NUL in text else text


def _without_nul(value: object) -> object:
    if isinstance(value, dict):
        return {key.replace("\0", ""): _without_nul(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    return value.replace("\0", "") if isinstance(value, str) else value
