"""Requests and replies as they are on the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from http import HTTPStatus
from typing import NamedTuple

STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}
END_OF_HEAD = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Asked(NamedTuple):
    """A whole request. Names of headers are in lower case."""

    address: str
    method: str
    target: bytes
    headers: dict[bytes, bytes]
    body: bytes


class End(Enum):
    """What becomes of the connection after a reply."""

    KEEP = "keep"
    CLOSE = "close"
    RESET = "reset"


class Streamed(NamedTuple):
    """A reply whose body is sent as its pieces come, no faster than the client takes them.

    It begins after `wait` seconds and rests for `pause` seconds after each piece. Without a head there is
    no reply at all.
    """

    head: bytes
    pieces: Callable[[], Iterator[bytes]]
    wait: float = 0.0
    pause: float = 0.0
    end: End = End.KEEP


# The bytes of a whole reply at once, or one that takes its time.
Sent = bytes | Streamed


def message(status: int, head: bytes, body: bytes) -> bytes:
    """A whole reply; `head` is its header lines, each with its end, without the length."""
    return b"%b%bcontent-length: %d\r\n\r\n%b" % (status_line(status), head, len(body), body)


def status_line(status: int) -> bytes:
    return STATUS_LINES.get(status) or b"HTTP/1.1 %d \r\n" % status


def chunks(pieces: Iterator[bytes], *, ended: bool = True) -> Iterator[bytes]:
    """A body of unknown length, as HTTP frames it."""
    for piece in pieces:
        if piece:
            yield b"%x\r\n%b\r\n" % (len(piece), piece)
    if ended:
        yield LAST_CHUNK


def refused(status: int) -> bytes:
    """What a server says to a request that it does not read to its end."""
    title = f"{status} {HTTPStatus(status).phrase}"
    body = f"<html>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n".encode()
    head = b"content-type: text/html\r\nserver: cloudflare\r\nconnection: close\r\n"
    return message(status, head, body)
