"""Files that Bungie serves beside its API, tables and pictures, streamed: any size, in little memory."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from rasputin.bungie.contenthead import (
    ENDPOINT,
    Head,
    check_start,
    inflated,
    read_head,
    refusal,
    unusable,
)
from rasputin.bungie.errors import BadRequest, TimedOut
from rasputin.bungie.transport import CHUNK, Transport, failures, mapped

if TYPE_CHECKING:
    from requests import Response

#: Bytes a second; a body that keeps coming more slowly than that is one that does not come.
SLOWEST: Final = 16 * 1024

_PATH: Final = re.compile(r"/[\x21-\x7e]+")


@dataclass(frozen=True, kw_only=True)
class Content:
    """A file on its way; iterate it, once, for the bytes from `offset` on, decompressed.

    offset     what was asked for where the server goes on from there, else 0: it starts anew
    length     bytes of the whole file, None when the server does not say (as of a compressed one)
    validator  names this state of the file; hand it in to go on only if it is still the same
    """

    path: str
    offset: int
    length: int | None
    validator: str | None
    pieces: Iterator[bytes]

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces

    @property
    def resumed(self) -> bool:
        """Whether the server goes on where it was asked to, so that what is kept so far stays good."""
        return self.offset > 0


class Wanted(NamedTuple):
    path: str
    offset: int = 0
    validator: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """A range counts the bytes that are sent, so it does not mix with compression."""
        if not self.offset:
            return {"Accept-Encoding": "gzip"}
        only_if = {} if self.validator is None else {"If-Range": self.validator}
        return {"Accept-Encoding": "identity", "Range": f"bytes={self.offset:d}-"} | only_if


@contextmanager
def opened(transport: Transport, wanted: Wanted) -> Iterator[Content]:
    """The file, from the first bytes that are there; the connection is closed with the block."""
    if not _PATH.fullmatch(wanted.path) or wanted.offset < 0:
        raise BadRequest(f"{wanted.path!r} from {wanted.offset} is no file", endpoint=ENDPOINT)
    download = _Download(transport, wanted)
    with closing(download.pieces()) as pieces:
        first = next(pieces, b"")
        head = download.head
        yield Content(
            path=wanted.path,
            offset=head.offset,
            length=head.length,
            validator=head.validator,
            pieces=chain([first] if first else [], pieces),
        )


class _Download:
    """One request for a file; its head is known once the first piece has come."""

    def __init__(self, transport: Transport, wanted: Wanted) -> None:
        self.head = Head(offset=0, length=None, validator=None)
        self._transport = transport
        self._wanted = wanted

    def pieces(self) -> Generator[bytes, None, None]:
        with self._transport.passage(host="www", endpoint=ENDPOINT):
            try:
                yield from self._received()
            except GeneratorExit:
                return  # the caller has enough, or trouble of its own: no fault of Bungie's

    def _received(self) -> Iterator[bytes]:
        with self._transport.file(self._wanted.path, self._wanted.headers, ENDPOINT) as response:
            body = inflated(response, self._sent(response))
            head = read_head(response, self._wanted.offset)
            if head is None:
                raise refusal(response, body)
            self.head = head
            if response.status_code != 416:
                yield from self._checked(response, body)

    def _checked(self, response: Response, body: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces, once the first looks like a file, and a complaint if they end too early."""
        first = next(body, b"")
        if not self.head.offset:
            check_start(response, self._wanted.path, first)
        position = self.head.offset
        for piece in chain([first] if first else [], body):
            position += len(piece)
            yield piece
        if self.head.length not in (None, position):
            raise unusable(response, "was cut off")

    def _sent(self, response: Response) -> Iterator[bytes]:
        """The body as it was sent. Only the waiting for it counts, not what the caller does meanwhile."""
        received, waited = 0, 0.0
        while True:
            before = time.monotonic()
            piece = _read(response)
            waited += time.monotonic() - before
            received += len(piece)
            if waited > self._transport.patience + received / SLOWEST:
                raise TimedOut("the file came too slowly", endpoint=ENDPOINT)
            if not piece:
                return
            yield piece


def _read(response: Response) -> bytes:
    try:
        piece: bytes = response.raw.read1(CHUNK, decode_content=False)
    except failures() as error:
        failure = mapped(error, ENDPOINT)
    else:
        return piece
    raise failure
