"""From the JSON of definitions to Structs: one at a time, or a table that fits into memory."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from rasputin.bungie.errors import Undecodable
from rasputin.bungie.types.definitions import DEFINITIONS, AnyDefinition, Definition, unsigned
from rasputin.bungie.wire import BROKEN, tidy

D = TypeVar("D", bound=AnyDefinition)

Key = int | str


class Row(msgspec.Struct, frozen=True, gc=False):
    """A row of the sqlite world: a signed id (or the key of a statistic) beside the JSON as text."""

    json: str | dict[str, Any]
    id: int | None = None
    key: str | None = None


def kind_of(table: str) -> type[AnyDefinition]:
    """The Struct for the entries of that table."""
    return DEFINITIONS.get(table, Definition)


def read_definition(kind: type[D], source: bytes | str | Mapping[str, Any]) -> D:
    """One definition, from its JSON as text or read; Undecodable for what cannot be one."""
    if isinstance(source, Mapping):
        return _converted(kind, source, b"")
    body = source.encode() if isinstance(source, str) else source
    # As with replies: PostgreSQL cannot hold U+0000, the slow reading drops it.
    if b"\\u0000" not in body:
        try:
            return msgspec.json.decode(body, type=kind, strict=False)
        except BROKEN:
            pass
    return _read_again(kind, body)


def read_table(table: str, body: bytes) -> dict[Key, AnyDefinition]:
    """A table of that name, its entries in their Struct; see `read_entries`."""
    return read_entries(kind_of(table), body)


def read_entries(kind: type[D], body: bytes) -> dict[Key, D]:
    """A table by unsigned hash (statistics: by their id), from either form in which it comes.

    JSON of the manifest is an object keyed by hash; rows of the sqlite world are a list of `id` and `json`.
    """
    return {key: read_definition(kind, source) for key, source in _entries(body)}


def _entries(body: bytes) -> Iterator[tuple[Key, bytes | str | Mapping[str, Any]]]:
    try:
        found = msgspec.json.decode(body, type=dict[str, msgspec.Raw] | list[Row])
    except BROKEN as problem:
        raise _undecodable(body, problem) from problem
    if isinstance(found, dict):
        for text, raw in found.items():
            yield _key(text), bytes(raw)
        return
    for row in found:
        yield (row.key or "") if row.id is None else unsigned(row.id), row.json


def _key(text: str) -> Key:
    """A hash as a number; statistics have names for keys."""
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) else text


def _read_again(kind: type[D], body: bytes) -> D:
    """The slow reading, for one with nulls or U+0000 in it."""
    try:
        document = msgspec.json.decode(body)
    except BROKEN as problem:
        raise _undecodable(body, problem) from problem
    return _converted(kind, document, body)


def _converted(kind: type[D], document: Any, body: bytes) -> D:
    try:
        return msgspec.convert(tidy(document), kind, strict=False, str_keys=True)
    except BROKEN as problem:
        raise _undecodable(body, problem) from problem


def _undecodable(body: bytes, problem: Exception) -> Undecodable:
    error = Undecodable(str(problem)[:500], endpoint="definition")
    error.body = body
    return error
