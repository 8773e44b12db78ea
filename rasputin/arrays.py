"""Columns of values as PostgreSQL's binary arrays, each packed in one go.

The driver asks for a dumper value by value; a report has three hundred of them, and this takes a third of
the time.
"""

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
from psycopg.adapt import Dumper, PyFormat
from psycopg.postgres import types
from psycopg.pq import Format

NULL = struct.pack(">i", -1)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
DAY, SECOND = 86_400_000_000, 1_000_000  # in microseconds
LENGTH = struct.Struct(">i").pack
HEAD = struct.Struct(">iiIii").pack  # dimensions, whether there are nulls, type, length, first index

Elements = Callable[[Sequence[Any]], list[bytes]]


class Packed:
    """An array as it goes to PostgreSQL."""

    __slots__ = ("content", "oid")

    def __init__(self, oid: int, content: bytes) -> None:
        self.oid = oid
        self.content = content


class PackedDumper(Dumper):
    """Tells the driver the type of a packed array; nothing is left to do."""

    format = Format.BINARY

    def get_key(self, obj: Packed, format: PyFormat) -> Any:
        return self.cls, obj.oid

    def upgrade(self, obj: Packed, format: PyFormat) -> "PackedDumper":
        dumper = type(self)(self.cls)
        dumper.oid = obj.oid
        return dumper

    def dump(self, obj: Packed) -> bytes:
        return obj.content


class ShownDumper(Dumper):
    """For the log of queries only, which writes parameters out as text."""

    format = Format.TEXT

    def dump(self, obj: Packed) -> bytes:
        return b"%d packed bytes" % len(obj.content)


def pack(column_type: str, values: Sequence[Any]) -> Packed | None:
    """None where the column is of another type than those below, or a value of another than the column."""
    kind = KINDS.get(column_type.partition("(")[0])
    if kind is None or not values:
        return None
    try:
        elements = kind.elements(values)
    except (struct.error, TypeError, AttributeError, ValueError, OverflowError, RecursionError):
        return None
    head = HEAD(1, None in values, kind.oid, len(values), 1)
    return Packed(kind.array_oid, head + b"".join(elements))


def _numbers(code: str) -> Elements:
    number, size = struct.Struct(f">i{code}").pack, struct.calcsize(f">{code}")
    return lambda values: [NULL if value is None else number(size, value) for value in values]


def _sized(encode: Callable[[Any], bytes]) -> Elements:
    def elements(values: Sequence[Any]) -> list[bytes]:
        encoded = [None if value is None else encode(value) for value in values]
        return [NULL if value is None else LENGTH(len(value)) + value for value in encoded]

    return elements


def _moments(values: Sequence[datetime | None]) -> list[bytes]:
    """Rows of one report share their moments."""
    moment = struct.Struct(">iq").pack
    known = {value: NULL if value is None else moment(8, _microseconds(value)) for value in set(values)}
    return [known[value] for value in values]


def _microseconds(value: datetime) -> int:
    passed = value - EPOCH
    return passed.days * DAY + passed.seconds * SECOND + passed.microseconds


_json = msgspec.json.Encoder().encode


class Kind(NamedTuple):
    oid: int
    array_oid: int
    elements: Elements


def _kind(name: str, elements: Elements) -> Kind:
    known = types[name]
    return Kind(known.oid, known.array_oid, elements)


KINDS = {
    "smallint": _kind("int2", _numbers("h")),
    "integer": _kind("int4", _numbers("i")),
    "bigint": _kind("int8", _numbers("q")),
    "boolean": _kind("bool", _numbers("?")),
    "varchar": _kind("varchar", _sized(str.encode)),
    "text": _kind("text", _sized(str.encode)),
    "timestamp with time zone": _kind("timestamptz", _moments),
    "bytea": _kind("bytea", _sized(bytes)),
    "jsonb": _kind("jsonb", _sized(lambda value: b"\x01" + _json(value))),  # the version of the format
}
