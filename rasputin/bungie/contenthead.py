"""What the reply to a request for a file must look like, and which error it is when it does not."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from rasputin.bungie.errors import BungieError, NotFound, Unavailable
from rasputin.bungie.wire import PAGE_ERRORS, Answer, page_error

if TYPE_CHECKING:
    from requests import Response

ENDPOINT: Final = "content"

# No key goes to these files, so a refusal concerns this file and neither the key nor everybody's pace.
_KINDS: Final = PAGE_ERRORS | {401: Unavailable, 403: Unavailable}
_RANGE: Final = re.compile(r"bytes (?:(?P<first>[0-9]{1,18})-[0-9]{1,18}|\*)/(?:(?P<length>[0-9]{1,18})|\*)")
_HTML: Final = re.compile(rb"\s*<(!doctype html|html|head)\b", re.IGNORECASE)
_INFLATED: Final = 1024 * 1024  # bytes that come out of the compression at once, whatever went in


class Head(NamedTuple):
    """Which bytes of the file follow, how long it is as a whole, and which state of it this is."""

    offset: int
    length: int | None
    validator: str | None


def read_head(response: Response, asked: int) -> Head | None:
    """The head of a reply that holds the file, or its rest from `asked` on; None for any other reply."""
    validator = _validator(response.headers)
    if response.status_code == 200:
        return Head(offset=0, length=_whole_length(response), validator=validator)
    first, length = _range(response.headers)
    if response.status_code == 416 and length == asked:
        return Head(offset=asked, length=length, validator=validator)  # all of it has come before
    if response.status_code != 206:
        return None
    if first != asked or is_gzip(response):
        raise unusable(response, "holds another part of the file than was asked for")
    return Head(offset=asked, length=length, validator=validator)


def _whole_length(response: Response) -> int | None:
    size = response.headers.get("Content-Length", "")
    return int(size) if re.fullmatch(r"[0-9]{1,18}", size) and not is_gzip(response) else None


def _range(headers: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Where the sent part begins and how long the whole is, as far as the server says."""
    found = _RANGE.fullmatch(headers.get("Content-Range", ""))
    if found is None:
        return None, None
    first, length = (None if text is None else int(text) for text in (found["first"], found["length"]))
    return first, length


def _validator(headers: Mapping[str, str]) -> str | None:
    """What an If-Range can carry: a strong tag, else the date."""
    tag = headers.get("ETag", "")
    return tag if tag.startswith('"') else headers.get("Last-Modified")


def inflated(response: Response, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The body without its compression; a compressed one says by itself whether it came whole."""
    if not is_gzip(response):
        yield from pieces
        return
    inflate = zlib.decompressobj(wbits=31)
    for piece in pieces:
        rest = piece
        while rest and not inflate.eof:
            try:
                data = inflate.decompress(rest, _INFLATED)
            except zlib.error as error:
                raise unusable(response, f"is no gzip ({error})") from None
            rest = inflate.unconsumed_tail
            if data:
                yield data
    if not inflate.eof:
        raise unusable(response, "was cut off")


def is_gzip(response: Response) -> bool:
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("gzip", "x-gzip", "identity"):
        raise unusable(response, f"came encoded as {encoding[:20]}")
    return encoding != "identity"


def check_start(response: Response, path: str, first: bytes) -> None:
    """Raises for what begins like no such file: the site answers an unknown path with its start page."""
    if response.headers.get("Content-Type", "").startswith("text/html") or _HTML.match(first):
        page = page_error(_answer(response, first), _KINDS)
        gone = NotFound("a page in place of the file", http_status=response.status_code, endpoint=ENDPOINT)
        raise gone if type(page) is Unavailable else page
    if path.endswith(".json") and first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        raise unusable(response, "is no JSON" if first else "is empty")


def refusal(response: Response, pieces: Iterator[bytes]) -> BungieError:
    """The error for a reply that holds no file."""
    try:
        page = next(pieces, b"")
    except BungieError:
        page = b""
    return page_error(_answer(response, page), _KINDS)


def unusable(response: Response, what: str) -> Unavailable:
    return Unavailable(f"the body {what}", http_status=response.status_code, endpoint=ENDPOINT)


def _answer(response: Response, body: bytes) -> Answer:
    return Answer(endpoint=ENDPOINT, status=response.status_code, headers=response.headers, body=body)
