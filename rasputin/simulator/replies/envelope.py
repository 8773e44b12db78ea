"""Bungie's envelope around every answer, and what is sent in place of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from rasputin.simulator.replies.codes import code as known

_encode = msgspec.json.Encoder().encode

SUCCESS_END = b',"ErrorCode":1,"ThrottleSeconds":0,"ErrorStatus":"Success","Message":"Ok","MessageData":{}}'
SUCCESS_START = b'{"Response":'


class Stream(NamedTuple):
    """A body too big to be held: `pieces` begins it anew each time. Without a length it is sent in chunks."""

    pieces: Callable[[], Iterator[bytes]]
    length: int | None


class Reply(NamedTuple):
    """What goes over the wire; `code` is Bungie's, None for pages that are not JSON.

    `headers` are further header lines, each with its end. With a `stream` there is no other body.
    """

    status: int
    body: bytes
    code: int | None = 1
    content_type: bytes = b"application/json; charset=utf-8"
    location: str | None = None
    headers: bytes = b""
    stream: Stream | None = None


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Ends an endpoint with one of Bungie's error codes."""

    code: int
    data: dict[str, str] = field(default_factory=dict)


def success(response: Any) -> Reply:
    return success_body((_encode(response),))


def success_body(pieces: Iterable[bytes]) -> Reply:
    """Of a response that is JSON already, in pieces."""
    return Reply(200, b"".join((SUCCESS_START, *pieces, SUCCESS_END)))


def failure(
    code: int,
    *,
    data: dict[str, str] | None = None,
    status: int | None = None,
    throttle_seconds: int = 0,
    message: str | None = None,
) -> Reply:
    name, usual, text = known(code)
    envelope = {
        "ErrorCode": code,
        "ThrottleSeconds": throttle_seconds,
        "ErrorStatus": name,
        "Message": text or name if message is None else message,
        "MessageData": data or {},
    }
    return Reply(status or usual, _encode(envelope), code)


def page(status: int, title: str) -> Reply:
    """An HTML page such as the servers in front of the API give."""
    body = f"<html>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n"
    return Reply(status, body.encode(), None, b"text/html; charset=UTF-8")


def site_page() -> Reply:
    """What the web site gives for every path that it does not know: the page that starts its own program."""
    body = b'<!doctype html><html lang="en"><head><title>Bungie.net</title></head><body></body></html>'
    return Reply(200, body, None, b"text/html; charset=UTF-8")


def redirect(location: str) -> Reply:
    moved = page(301, "301 Moved Permanently")
    return Reply(301, moved.body, None, moved.content_type, location)
