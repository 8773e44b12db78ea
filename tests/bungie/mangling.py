"""Strategies that spoil good replies as a network, a proxy or a bug would."""

import copy
import gzip
from itertools import repeat
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from tests.bungie.bungie_server import Answering
from tests.bungie.seeds import UNKNOWN, seeds

_DEEP: Final = 3000

#: What may stand where a value belongs; much of it is no JSON, or what no column holds.
TOKENS: Final = (
    b"",
    b",",
    b"NaN",
    b"-Infinity",
    b"tru",
    b"undefined",
    b"'7'",
    b"01",
    b"0x1F",
    b"+1",
    b"1.",
    b"-0",
    b"-0.0",
    b"1e5",
    b"7.5",
    b"1e400",
    b"-1e400",
    b"1e-400",
    b"2147483648",
    b"4294967296",
    b"9223372036854775808",
    b"-9223372036854775809",
    b"18446744073709551616",
    b"9" * 400,
    b"-" + b"9" * 5000,
    b'"' + b"9" * 5000 + b'"',
    b'"9223372036854775808"',
    b'"1e3"',
    b'"NaN"',
    b'"Infinity"',
    b'"\xd9\xa7"',
    b'"0001-01-01T00:00:00Z"',
    b'"9999-12-31T23:59:59.999999999-23:59"',
    b'"2024-02-30T25:61:61Z"',
    b'"\\u0000"',
    b'"\\ud83d"',
    b'"\xff\xfe"',
    b'"\xed\xa0\xbd"',
    b'"\n"',
    b'"without an end',
    b'"' + b"x" * 70_000 + b'"',
    b"/* */7",
    b"[" * _DEEP,
    b"[" * _DEEP + b"]" * _DEEP,
    b'{"data":' * _DEEP + b"7" + b"}" * _DEEP,
    b'{"data":{},"data":[],"data":7}',
)
_ODD: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from(([], {}, [None], [[]], {"data": None}, {"7": None}, {"": 7}, {"x": 7})).map(
        copy.deepcopy
    ),
    st.sampled_from(TOKENS).map(msgspec.Raw),
)


def with_unknown(operation: str, token: bytes) -> bytes:
    """A good reply of an operation, but for this value of a field that no type declares."""
    document = copy.deepcopy(seeds(operation)[0])
    container = next((container for container, key in _places(document) if key == UNKNOWN), document)
    container[UNKNOWN] = msgspec.Raw(token)
    return msgspec.json.encode(document)


@st.composite
def bodies(draw: st.DrawFn, operation: str) -> bytes:
    """Replies of an operation, or files: some spoiled in places, some cut off or with bytes between."""
    known = seeds(operation)
    document = copy.deepcopy(known[draw(st.integers(0, len(known) - 1))])
    for _ in range(draw(st.sampled_from((0, 1, 1, 1, 2, 4)))):
        if places := _places(document):
            _spoil(draw, *places[draw(st.integers(0, len(places) - 1))])
    return _damaged(draw, msgspec.json.encode(document))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [pair for key in keys for pair in ((value, key), *_places(value[key]))]


def _spoil(draw: st.DrawFn, container: Any, key: Any) -> None:
    how = draw(st.sampled_from(("replace", "replace", "drop", "repeat", "wrap")))
    if how == "drop":
        container.pop(key)
    elif how == "repeat":
        # A raw value may hold more than a value: here the key again, with something else.
        odd = msgspec.json.encode(draw(_ODD))
        pair = msgspec.json.encode(container[key]) + b"," + msgspec.json.encode(str(key)) + b":" + odd
        container[key] = msgspec.Raw(pair)
    else:
        container[key] = draw(_ODD) if how == "replace" else [{"data": container[key]}]


def _damaged(draw: st.DrawFn, body: bytes) -> bytes:
    if draw(st.integers(0, 5)) == 0:
        body = body[: draw(st.integers(0, len(body)))]
    if draw(st.integers(0, 5)) == 0:
        at = draw(st.integers(0, len(body)))
        body = body[:at] + draw(st.binary(max_size=4)) + body[at:]
    return body


STATUSES: Final = st.sampled_from(
    (*repeat(200, 12), 201, 301, 400, 401, 403, 404, 410, 429, 500, 502, 503, 504, 524, 599)
)
_HEADERS: Final = st.sampled_from(
    (
        {},
        {},
        {"Content-Type": "text/html"},
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "br"},
        {"Retry-After": "9" * 50},
        {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"},
        {"Location": "http://[::1"},
        {"X-Long": "x" * 70_000},
        {"Transfer-Encoding": "chunked"},
    )
)


@st.composite
def answers(draw: st.DrawFn, operation: str) -> Answering:
    """What a server does with such a body: odd headers and lengths, real or false gzip, hanging up."""
    body, headers = draw(bodies(operation)), draw(_HEADERS)
    if draw(st.integers(0, 4)) == 0:
        packed = gzip.compress(body)
        body = packed[: draw(st.integers(0, len(packed)))] if draw(st.booleans()) else packed
        headers = {"Content-Encoding": "gzip"}
    announced = draw(st.sampled_from((None, None, None, len(body) + 9, max(len(body) - 9, 1))))
    return Answering(
        body,
        status=draw(STATUSES | st.sampled_from((204, 304))),
        headers=headers,
        announced=announced,
        chunked=announced is None and draw(st.booleans()),
        hang_up=draw(st.integers(0, 19)) == 0,
    )
