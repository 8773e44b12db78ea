"""HTTP/1.1 on a socket, and no more of it than the simulator needs.

A general server spends more time on a request than the rest of the simulator on a kept report.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from http import HTTPStatus
from typing import NamedTuple, cast

import httptools

BACKLOG = 2_048
STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}
END_OF_HEAD = b"\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Asked(NamedTuple):
    """A whole request. Names of headers are in lower case."""

    address: str
    method: str
    target: bytes
    headers: dict[bytes, bytes]
    body: bytes


class Streamed(NamedTuple):
    """A reply whose body is sent as its pieces come, no faster than the client takes them."""

    head: bytes
    pieces: Callable[[], Iterator[bytes]]


# The bytes of a whole reply at once or a streamed one, or, when it is to come late, an awaitable of it.
Sent = bytes | Streamed
Answering = Callable[[Asked], Sent | Awaitable[Sent]]


def message(status: int, head: bytes, body: bytes) -> bytes:
    """A whole reply; `head` is its header lines, each with its end, without the length."""
    line = STATUS_LINES.get(status) or b"HTTP/1.1 %d \r\n" % status
    return b"%b%bcontent-length: %d\r\n\r\n%b" % (line, head, len(body), body)


def streamed(status: int, head: bytes, pieces: Callable[[], Iterator[bytes]], length: int | None) -> Streamed:
    """Without a length, a reply in chunks."""
    line = STATUS_LINES[status]
    if length is None:
        whole = b"%b%btransfer-encoding: chunked\r\n\r\n" % (line, head)
        return Streamed(whole, lambda: _chunks(pieces()))
    return Streamed(b"%b%bcontent-length: %d\r\n\r\n" % (line, head, length), pieces)


def _chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        if piece:
            yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


class Connection(asyncio.Protocol):
    """One client. Requests that come before the reply to the last one wait for their turn."""

    def __init__(self, answer: Answering) -> None:
        self._answer = answer
        self._waiting: deque[tuple[Asked, bool]] = deque()
        self._busy: asyncio.Task[None] | None = None
        self._full: asyncio.Future[None] | None = None
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._body = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but its class
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if peer else ""
        self._parser = httptools.HttpRequestParser(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._busy:
            self._busy.cancel()

    def pause_writing(self) -> None:
        self._full = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        if self._full and not self._full.done():
            self._full.set_result(None)
        self._full = None

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserCallbackError:
            self._transport.close()
            raise  # a mistake of the simulator's own: the loop prints it
        except httptools.HttpParserUpgrade:
            self._transport.close()
        except httptools.HttpParserError:
            self._transport.write(BAD_REQUEST)
            self._transport.close()

    def on_message_begin(self) -> None:
        self._target, self._headers, self._body = b"", {}, b""

    def on_url(self, piece: bytes) -> None:
        self._target += piece

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.lower()] = value

    def on_headers_complete(self) -> None:
        if self._headers.get(b"expect", b"").lower() == b"100-continue":
            self._transport.write(CONTINUE)

    def on_body(self, piece: bytes) -> None:
        self._body += piece

    def on_message_complete(self) -> None:
        method = self._parser.get_method().decode("ascii")
        asked = Asked(self._address, method, self._target, self._headers, self._body)
        last = not self._parser.should_keep_alive()
        if self._busy:
            self._waiting.append((asked, last))
        else:
            self._reply(asked, last)

    def _reply(self, asked: Asked, last: bool) -> None:
        reply = self._answer(asked)
        if isinstance(reply, bytes):
            self._write(asked, reply, last)
        else:
            self._busy = asyncio.ensure_future(self._reply_late(asked, reply, last))

    async def _reply_late(self, asked: Asked, reply: Streamed | Awaitable[Sent], last: bool) -> None:
        sent = reply if isinstance(reply, Streamed) else await reply
        if isinstance(sent, bytes):
            self._write(asked, sent, last)
        else:
            await self._stream(asked, sent, last)
        self._busy = None
        while self._waiting and not self._busy:
            self._reply(*self._waiting.popleft())

    def _write(self, asked: Asked, reply: bytes, last: bool) -> None:
        if asked.method == "HEAD":
            reply = reply[: reply.index(END_OF_HEAD) + len(END_OF_HEAD)]
        self._transport.write(reply)
        if last:
            self._transport.close()

    async def _stream(self, asked: Asked, reply: Streamed, last: bool) -> None:
        self._transport.write(reply.head)
        for piece in reply.pieces() if asked.method != "HEAD" else ():
            self._transport.write(piece)
            await (self._full or asyncio.sleep(0))
        if last:
            self._transport.close()


def serve(answer: Answering, host: str, port: int) -> None:
    """Answers until the process is told to end."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(answer, host, port))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    made: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return made


async def _serve(answer: Answering, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    with suppress(NotImplementedError):  # on Windows, where the process is simply ended
        for told in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(told, ended.set)
    server = await loop.create_server(lambda: Connection(answer), host, port, backlog=BACKLOG)
    await ended.wait()
    server.close()
