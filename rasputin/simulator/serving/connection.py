"""HTTP/1.1 on a socket, and no more of it than the simulator needs.

A general server spends more time on a request than the rest of the simulator on a kept report.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import cast

import httptools

from rasputin.simulator.serving.messages import CONTINUE, END_OF_HEAD, Asked, End, Sent, Streamed, refused

LONGEST_TARGET = 16_384
LONGEST_HEADERS = 32_768
LONGEST_BODY = 1_048_576
LINGER_NOT = struct.pack("ii", 1, 0)  # a close is then a reset

Answering = Callable[[Asked], Sent]


class TooLong(Exception):
    """A request that no server reads to its end."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Connection(asyncio.Protocol):
    """One client. Requests that come before the reply to the last one wait for their turn."""

    def __init__(self, answer: Answering) -> None:
        self._answer = answer
        self._waiting: deque[tuple[Asked, bool]] = deque()
        self._busy: asyncio.Task[None] | None = None
        self._full: asyncio.Future[None] | None = None
        self.on_message_begin()

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
        except httptools.HttpParserCallbackError as error:
            if not isinstance(error.__context__, TooLong):
                self._transport.close()
                raise  # a mistake of the simulator's own: the loop prints it
            self._refuse(error.__context__.status)
        except httptools.HttpParserUpgrade:
            self._transport.close()
        except httptools.HttpParserError:
            self._refuse(400)

    def _refuse(self, status: int) -> None:
        self._transport.write(refused(status))
        self._transport.close()

    def on_message_begin(self) -> None:
        self._target, self._headers, self._body = b"", dict[bytes, bytes](), b""
        self._headers_length = 0

    def on_url(self, piece: bytes) -> None:
        self._target += piece
        if len(self._target) > LONGEST_TARGET:
            raise TooLong(414)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.lower()] = value
        self._headers_length += len(name) + len(value)
        if self._headers_length > LONGEST_HEADERS:
            raise TooLong(431)

    def on_headers_complete(self) -> None:
        if self._headers.get(b"expect", b"").lower() == b"100-continue":
            self._transport.write(CONTINUE)

    def on_body(self, piece: bytes) -> None:
        self._body += piece
        if len(self._body) > LONGEST_BODY:
            raise TooLong(413)

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
            self._busy = asyncio.ensure_future(self._reply_slowly(asked, reply, last))

    def _write(self, asked: Asked, reply: bytes, last: bool) -> None:
        if asked.method == "HEAD":
            reply = reply[: reply.index(END_OF_HEAD) + len(END_OF_HEAD)]
        self._transport.write(reply)
        if last:
            self._transport.close()

    async def _reply_slowly(self, asked: Asked, reply: Streamed, last: bool) -> None:
        try:
            await self._stream(asked, reply)
        except Exception:
            self._transport.close()
            raise
        self._finish(End.CLOSE if last and reply.end is End.KEEP else reply.end)
        self._busy = None
        while self._waiting and not self._busy and not self._transport.is_closing():
            self._reply(*self._waiting.popleft())

    async def _stream(self, asked: Asked, reply: Streamed) -> None:
        await asyncio.sleep(reply.wait)
        self._transport.write(reply.head)
        for piece in reply.pieces() if asked.method != "HEAD" else ():
            self._transport.write(piece)
            await (self._full or asyncio.sleep(reply.pause))

    def _finish(self, end: End) -> None:
        if end is End.RESET:
            reset(self._transport)
        elif end is End.CLOSE:
            self._transport.close()


def reset(transport: asyncio.Transport) -> None:
    """The client hears that the connection is lost, not that it ended."""
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    transport.abort()
