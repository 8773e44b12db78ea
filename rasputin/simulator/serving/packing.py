"""Replies made into bytes: headers as Bungie's servers send them, zipped where asked for."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from isal import isal_zlib

from rasputin.simulator.replies.envelope import Reply
from rasputin.simulator.serving.messages import Sent, Streamed, chunks, message, status_line
from rasputin.simulator.serving.visit import Visit

CACHE_BYTES = 64 * 2**20
SMALLEST_ZIPPED = 500
FASTEST, GZIP = 0, 31  # a quarter of the time that zlib takes, for a body larger by a fifth
EDGE_HEADERS = (
    b"cache-control: private\r\n"
    b"expires: -1\r\n"
    b"cf-cache-status: DYNAMIC\r\n"
    b"server: cloudflare\r\n"
    b"cf-ray: 0000000000000000-SIM\r\n"
)
API_HEADERS = EDGE_HEADERS + (
    b"vary: Origin\r\n"
    b"x-bungienext-mid2: 122\r\n"
    b"x-content-type-options: nosniff\r\n"
    b"x-frame-options: SAMEORIGIN\r\n"
    b"bnetlb: LB01\r\n"
)
ZIPPED = b"content-encoding: gzip\r\n"


class Packed(NamedTuple):
    """A reply, perhaps zipped, with its header lines but the length, and the whole as it is sent."""

    reply: Reply
    head: bytes
    sent: Sent


def pack(reply: Reply, visit: Visit) -> Packed:
    head = _head(reply, visit)
    if reply.stream:
        return Packed(reply, head, _streamed(reply, head))
    if visit.wants_zip and len(reply.body) >= SMALLEST_ZIPPED:
        body = isal_zlib.compress(reply.body, FASTEST, wbits=GZIP)
        reply = Reply(reply.status, body, reply.code, reply.content_type, reply.location, reply.headers)
        head += ZIPPED
    return Packed(reply, head, message(reply.status, head, reply.body))


def _streamed(reply: Reply, head: bytes) -> Streamed:
    """Without a length, a reply in chunks."""
    assert reply.stream is not None  # noqa: S101 - only called with one
    pieces, length = reply.stream
    line = status_line(reply.status)
    if length is None:
        return Streamed(b"%b%btransfer-encoding: chunked\r\n\r\n" % (line, head), lambda: chunks(pieces()))
    return Streamed(b"%b%bcontent-length: %d\r\n\r\n" % (line, head, length), pieces)


def _head(reply: Reply, visit: Visit) -> bytes:
    head = b"content-type: %b\r\n" % reply.content_type
    if reply.code is None:
        head += reply.headers or EDGE_HEADERS
    else:
        told = (reply.headers or API_HEADERS, reply.code, visit.true_address)
        head += b"%bx-ventcore-status: %d\r\nx-selfurl: %b\r\n" % told
    if reply.location:
        head += b"location: %b\r\n" % reply.location.encode()
    return head


class Cache:
    """Packed replies, the least recently used thrown out when they weigh too much together."""

    def __init__(self, most: int = CACHE_BYTES) -> None:
        self._most = most
        self._weight = 0
        self._kept: OrderedDict[tuple[bytes, bool], Packed] = OrderedDict()

    def get(self, key: tuple[bytes, bool]) -> Packed | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: tuple[bytes, bool], packed: Packed) -> None:
        self._kept[key] = packed
        self._weight += len(packed.reply.body)
        while self._weight > self._most:
            _, dropped = self._kept.popitem(last=False)
            self._weight -= len(dropped.reply.body)
