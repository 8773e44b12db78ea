"""Definitions that the world never mentions: they fill it, and come, change and go with editions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from rasputin.simulator.world.definitions.editions import Edition, last_change
from rasputin.simulator.world.definitions.locales import marked
from rasputin.simulator.world.definitions.shapes import CLASSIFIED, Json, icon
from rasputin.simulator.world.ids import Scatter
from rasputin.simulator.world.records.stems import FIRST, SECOND

_encode = msgspec.json.Encoder().encode

# So many are new in each edition, and as many of the oldest gone.
NEW = 3
# Each changes once in so many editions.
PERIOD = 50
# One in so many is classified, one in so many has no name.
SECRETS = 40
NAMELESS = 97
HASHES = 4_000_000_000
PLACES = tuple(b"v%d" % place for place in range(12))


class Filler(NamedTuple):
    """`form` is a definition with marks in the places where definitions differ."""

    table: str
    size: int
    form: bytes
    varied: int


class Row(NamedTuple):
    key: int
    body: bytes


def filler(table: str, size: int, more: Json) -> Filler:
    """`more` are the properties beside the usual ones; texts from `@0` to `@11` in it stand for numbers."""
    head = b'{"displayProperties":{"description":%(text)b,"name":%(name)b,"icon":%(icon)b,"hasIcon":true}'
    tail = b',"hash":%(key)d,"index":%(index)d,"redacted":false,"blacklisted":false}'
    body = _encode(more)[1:-1].replace(b"%", b"%%")
    varied = [place for place in range(len(PLACES)) if b'"@%d"' % place in body]
    for place in varied:
        body = body.replace(b'"@%d"' % place, b"%%(%b)d" % PLACES[place])
    return Filler(table, size, head + (b"," + body if body else b"") + tail, len(varied))


def rows(filler: Filler, edition: Edition, locale: str) -> Iterator[Row]:
    """The first is always there, and its description is the edition, so that tables can be told apart."""
    if filler.size:
        yield row(filler, 0, edition, locale)
    for number in numbers(filler, edition):
        yield row(filler, number, edition, locale)


def numbers(filler: Filler, edition: Edition) -> range:
    """All but the first."""
    begin = 1 + edition.number * NEW
    return range(begin, begin + max(filler.size - 1, 0))


def number_of(filler: Filler, key: int, edition: Edition) -> int | None:
    """The number of the filler that has this hash, if it is there."""
    scatter = _scatter(filler.table)
    number = scatter.back(key) if key < scatter.size else -1
    there = number in numbers(filler, edition) or (number == 0 and filler.size > 0)
    return number if there else None


def row(filler: Filler, number: int, edition: Edition, locale: str) -> Row:
    key = _scatter(filler.table).out(number)
    if number and number % SECRETS == 0:
        return Row(key, _secret(key, number, locale))
    changed = last_change(number, edition, PERIOD) if number else edition.label
    name = "" if number and number % NAMELESS == 0 else f"{_stem(number)} {number}"
    told: dict[bytes, bytes | int] = {
        b"name": _encode(marked(name, locale)),
        b"text": _encode(marked(changed, locale)),
        b"icon": _picture(number % 1_000),
        b"key": key,
        b"index": number,
    }
    for place in range(filler.varied):
        told[PLACES[place]] = key * (place + 3) % 2**32
    return Row(key, filler.form % told)


def _stem(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {SECOND[number // 64 % len(SECOND)]}"


def _secret(key: int, number: int, locale: str) -> bytes:
    shown = {"description": "", "name": marked(CLASSIFIED, locale), "hasIcon": False}
    told = {"displayProperties": shown, "hash": key, "index": number, "redacted": True, "blacklisted": False}
    return _encode(told)


@cache
def _picture(number: int) -> bytes:
    return _encode(icon("filler", number))


@cache
def _scatter(table: str) -> Scatter:
    return Scatter(HASHES, 0, table)
