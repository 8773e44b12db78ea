"""Definitions that the world never mentions: they fill it, and come, change and go with editions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from rasputin.simulator.world.definitions.editions import Edition, last_change
from rasputin.simulator.world.definitions.locales import marked
from rasputin.simulator.world.definitions.shapes import CLASSIFIED, Json, icon
from rasputin.simulator.world.dice import draws
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
# So many bodies there are in a table, and so many numbers differ in them.
BODIES = 64
MARKS = 12
FORM = (
    b'{"displayProperties":{"description":%b,"name":%b,"icon":%b,"hasIcon":true}%b'
    b',"hash":%d,"index":%d,"redacted":false,"blacklisted":false}'
)


class Filler(NamedTuple):
    """`bodies` are what definitions hold beside the usual properties, each definition one of them."""

    table: str
    size: int
    bodies: tuple[bytes, ...]


class Row(NamedTuple):
    key: int
    body: bytes


def filler(table: str, size: int, more: Json) -> Filler:
    """`more` are the properties beside the usual ones; texts from `@0` to `@11` in it stand for numbers."""
    form = b"," + _encode(more)[1:-1] if more else b""
    return Filler(table, size, tuple(_body(form, number) for number in range(BODIES if b"@" in form else 1)))


def _body(form: bytes, number: int) -> bytes:
    for place in range(MARKS):
        form = form.replace(b'"@%d"' % place, b"%d" % draws(number, "body", place)[0])
    return form


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
    text, title = _encode(marked(changed, locale)), _encode(marked(name, locale))
    body = filler.bodies[number % len(filler.bodies)]
    return Row(key, FORM % (text, title, _picture(number % 1_000), body, key, number))


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
