"""Files that Bungie serves beside its API, tables and pictures, streamed: any size, in little memory."""

import re
import time
import zlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from requests import Response

from rasputin.bungie.errors import BadRequest, BungieError, NotFound, TimedOut, Unavailable
from rasputin.bungie.transport import CHUNK, FAILURES, Transport, mapped
from rasputin.bungie.wire import PAGE_ERRORS, Answer, page_error

ENDPOINT: Final = "content"
#: Bytes a second; a body that keeps coming more slowly than that is one that does not come.
SLOWEST: Final = 16 * 1024

# No key goes to these files, so a refusal concerns this file and neither the key nor everybody's pace.
_KINDS: Final = PAGE_ERRORS | {401: Unavailable, 403: Unavailable}
_PATH: Final = re.compile(r"/[\x21-\x7e]+")
_RANGE: Final = re.compile(r"bytes (?:(?P<first>[0-9]{1,18})-[0-9]{1,18}|\*)/(?:(?P<length>[0-9]{1,18})|\*)")
_HTML: Final = re.compile(rb"\s*<(!doctype html|html|head)\b", re.IGNORECASE)


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
        yield Content(
            path=wanted.path,
            offset=download.offset,
            length=download.length,
            validator=download.validator,
            pieces=chain([first] if first else [], pieces),
        )


class _Download:
    """One request for a file; what the head says stands here once the first piece has come."""

    offset = 0
    length: int | None = None
    validator: str | None = None

    def __init__(self, transport: Transport, wanted: Wanted) -> None:
        self._transport = transport
        self._wanted = wanted
        self._waited = 0.0

    def pieces(self) -> Generator[bytes, None, None]:
        with self._transport.passage(host="www", endpoint=ENDPOINT):
            try:
                yield from self._body()
            except GeneratorExit:
                return  # the caller has enough, or trouble of its own: no fault of Bungie's

    def _body(self) -> Iterator[bytes]:
        with self._transport.file(self._wanted.path, self._wanted.headers, ENDPOINT) as response:
            pieces = _inflated(response, self._raw(response))
            if response.status_code == 416 and self._is_at_the_end(response):
                return
            if response.status_code not in (200, 206):
                raise _refusal(response, pieces)
            self._read_head(response)
            yield from self._checked(response, pieces)

    def _is_at_the_end(self, response: Response) -> bool:
        """Whether everything before the offset is all that there is."""
        found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        self.length = None if found is None or found["length"] is None else int(found["length"])
        self.offset = self._wanted.offset
        self.validator = _validator(response.headers)
        return self.length == self.offset

    def _read_head(self, response: Response) -> None:
        headers = response.headers
        self.validator = _validator(headers)
        if response.status_code == 200:
            size = headers.get("Content-Length", "")
            plain = not _is_gzip(response) and re.fullmatch(r"[0-9]{1,18}", size)
            self.length = int(size) if plain else None
            return
        found = _RANGE.fullmatch(headers.get("Content-Range", ""))
        if found is None or found["first"] is None or int(found["first"]) != self._wanted.offset:
            raise _unusable(response, "holds another part of the file than was asked for")
        self.offset = self._wanted.offset
        self.length = None if found["length"] is None else int(found["length"])

    def _checked(self, response: Response, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces, once the first looks like a file, and a complaint if they end too early."""
        first = next(pieces, b"")
        _check_start(response, self._wanted.path, first if self.offset == 0 else b"{")
        position = self.offset
        for piece in chain([first] if first else [], pieces):
            position += len(piece)
            yield piece
        if self.length is not None and position != self.length:
            raise _unusable(response, "was cut off")

    def _raw(self, response: Response) -> Iterator[bytes]:
        received = 0
        while piece := self._timed_read(response):
            received += len(piece)
            if self._waited > self._transport.patience + received / SLOWEST:
                raise TimedOut("the file came too slowly", endpoint=ENDPOINT)
            yield piece

    def _timed_read(self, response: Response) -> bytes:
        """Up to a chunk as it was sent; only the waiting counts, not what the caller does meanwhile."""
        before = time.monotonic()
        try:
            piece: bytes = response.raw.read1(CHUNK, decode_content=False)
        except FAILURES as error:
            failure = mapped(error, ENDPOINT)
        else:
            self._waited += time.monotonic() - before
            return piece
        raise failure


def _inflated(response: Response, pieces: Iterator[bytes]) -> Iterator[bytes]:
    if not _is_gzip(response):
        yield from pieces
        return
    inflate = zlib.decompressobj(wbits=31)
    for piece in pieces:
        rest = piece
        while rest and not inflate.eof:
            try:
                data = inflate.decompress(rest, 16 * CHUNK)
            except zlib.error as error:
                raise _unusable(response, f"is no gzip ({error})") from None
            rest = inflate.unconsumed_tail
            if data:
                yield data
    if not inflate.eof:
        raise _unusable(response, "was cut off")


def _is_gzip(response: Response) -> bool:
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("gzip", "x-gzip", "identity") or (
        encoding != "identity" and response.status_code == 206
    ):
        raise _unusable(response, f"came encoded as {encoding[:20]}")
    return encoding != "identity"


def _check_start(response: Response, path: str, first: bytes) -> None:
    """The site answers an unknown path with its start page and status 200."""
    media_type = response.headers.get("Content-Type", "")
    if media_type.startswith("text/html") or _HTML.match(first):
        blocked = page_error(_answer(response, first), _KINDS)
        gone = NotFound("a page in place of the file", http_status=response.status_code, endpoint=ENDPOINT)
        raise blocked if type(blocked) is not Unavailable else gone
    if path.endswith(".json") and first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        raise _unusable(response, "is no JSON" if first else "is empty")


def _refusal(response: Response, pieces: Iterator[bytes]) -> BungieError:
    try:
        page = next(pieces, b"")
    except BungieError:
        page = b""
    return page_error(_answer(response, page), _KINDS)


def _answer(response: Response, body: bytes) -> Answer:
    return Answer(endpoint=ENDPOINT, status=response.status_code, headers=response.headers, body=body)


def _unusable(response: Response, what: str) -> Unavailable:
    return Unavailable(f"the body {what}", http_status=response.status_code, endpoint=ENDPOINT)


def _validator(headers: Mapping[str, str]) -> str | None:
    """What an If-Range can carry: a strong tag, else the date."""
    tag = headers.get("ETag", "")
    return tag if tag.startswith('"') else headers.get("Last-Modified")
