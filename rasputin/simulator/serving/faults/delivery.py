"""How an answer goes over the wire under a rule: late, slowly, cut off, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from rasputin.simulator.replies.envelope import Reply
from rasputin.simulator.serving.faults.rule import Rule
from rasputin.simulator.serving.messages import End, Sent, Streamed, chunks, status_line
from rasputin.simulator.serving.packing import Packed

DROPS_A_SECOND = 10
CLOSING = b"connection: close\r\n"
CHUNKED = b"transfer-encoding: chunked\r\n"

Pieces = Callable[[], Iterator[bytes]]


class Body(NamedTuple):
    """`framing` are the header lines that say where it ends."""

    pieces: Pieces
    framing: bytes
    end: End


def delivered(rule: Rule, packed: Packed) -> Sent:
    if rule.hang is not None:
        return Streamed(b"", _nothing, wait=rule.delay + rule.hang, end=End.CLOSE)
    if rule.reset and rule.cut is None:
        return Streamed(b"", _nothing, wait=rule.delay, end=End.RESET)
    if not (rule.delay or rule.drip or rule.length != "sent") and rule.cut is None:
        return packed.sent
    return _piecemeal(rule, packed)


def _piecemeal(rule: Rule, packed: Packed) -> Streamed:
    pieces, framing, end = _body(rule, packed.reply)
    pause = 0.0
    if rule.drip is not None:
        drop = max(1, rule.drip // DROPS_A_SECOND)
        pieces, pause = partial(_drops, pieces, drop), drop / rule.drip
    head = b"%b%b%b\r\n" % (status_line(packed.reply.status), packed.head, framing)
    return Streamed(head, pieces, rule.delay, pause, End.RESET if rule.reset else end)


def _body(rule: Rule, reply: Reply) -> Body:
    pieces, whole = reply.stream or (lambda: iter((reply.body,)), len(reply.body))
    sent = whole
    if rule.cut is not None:
        pieces = partial(_first, pieces, rule.cut)
        sent = None if whole is None else min(rule.cut, whole)
    if rule.length == "none":
        return Body(pieces, CLOSING, End.CLOSE)
    if rule.length == "sent":
        return _honest(pieces, sent)
    return _claiming(pieces, whole)


def _honest(pieces: Pieces, length: int | None) -> Body:
    """The body is said to be as long as it is."""
    if length is None:
        return Body(lambda: chunks(pieces()), CHUNKED, End.KEEP)
    return Body(pieces, _length(length), End.KEEP)


def _claiming(pieces: Pieces, length: int | None) -> Body:
    """The body is said to be as long as it would be, and ends before."""
    if length is None:
        return Body(lambda: chunks(pieces(), ended=False), CHUNKED, End.CLOSE)
    return Body(pieces, _length(length), End.CLOSE)


def _length(length: int) -> bytes:
    return b"content-length: %d\r\n" % length


def _first(pieces: Pieces, most: int) -> Iterator[bytes]:
    """The first bytes of a body."""
    left = most
    for piece in pieces():
        if left <= 0:
            return
        yield piece[:left]
        left -= len(piece)


def _drops(pieces: Pieces, size: int) -> Iterator[bytes]:
    for piece in pieces():
        for start in range(0, len(piece), size):
            yield piece[start : start + size]


def _nothing() -> Iterator[bytes]:
    return iter(())
