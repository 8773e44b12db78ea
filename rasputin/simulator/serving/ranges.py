"""Which part of a file a request wants."""

from __future__ import annotations

import re

_RANGE = re.compile(rb"bytes=(\d*)-(\d*)")


class Unsatisfiable(Exception):
    """The part begins behind the end."""


def asked_range(headers: dict[bytes, bytes], tag: bytes, length: int) -> tuple[int, int] | None:
    """From and up to, not including; None for the whole file, also when it is no longer the one begun."""
    match = _RANGE.fullmatch(headers.get(b"range", b"").strip())
    if match is None or match.groups() == (b"", b""):
        return None
    if headers.get(b"if-range", tag) != tag:
        return None
    first, last = match.groups()
    if not first:
        return max(length - int(last), 0), length
    start, end = int(first), min(int(last) + 1, length) if last else length
    if start >= length or start >= end:
        raise Unsatisfiable
    return start, end
