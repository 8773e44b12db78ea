"""Files beside the platform, for which nobody needs a key: the manifest's tables, and pictures."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from rasputin.simulator.replies.documents import Document
from rasputin.simulator.replies.envelope import Reply, Stream, page
from rasputin.simulator.replies.images import picture
from rasputin.simulator.serving.ranges import Unsatisfiable, asked_range
from rasputin.simulator.serving.routes.manifest import Manifest
from rasputin.simulator.serving.routing import Request, Route

ROOT = "/common/destiny2_content"
JSON, ZIP = b"application/json", b"application/octet-stream"
CACHED = b"cache-control: public, max-age=86400\r\nserver: cloudflare\r\ncf-cache-status: HIT\r\n"
GZIP_WINDOW = 31  # zlib's way to say gzip


class ContentEndpoints:
    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest

    def routes(self) -> tuple[Route, ...]:
        table = re.compile(rf"{ROOT}/json/([^/]+)/([^/]+)")
        world = re.compile(rf"{ROOT}/sqlite/([^/]+)/([^/]+)")
        image = re.compile(r"(/(?:common|img)/.+\.(?:png|jpg))")
        return (
            Route("content", "GET", table, (str, str), self._table),
            Route("content", "GET", world, (str, str), self._world),
            Route("picture", "GET", image, (str,), _picture),
        )

    def _table(self, request: Request, locale: str, name: str) -> Reply:
        address = f"{request.path}?{sorted(request.query.items())}"
        found = self._manifest.file(locale, name, address, request.now)
        return found if isinstance(found, Reply) else document_reply(found, request, JSON)

    def _world(self, request: Request, locale: str, name: str) -> Reply:
        found = self._manifest.database(locale, name, request.now)
        return found if isinstance(found, Reply) else document_reply(found, request, ZIP)


def _picture(_: Request, path: str) -> Reply:
    kind = b"image/jpeg" if path.endswith("jpg") else b"image/png"
    return Reply(200, picture(path), None, kind, headers=CACHED)


def document_reply(document: Document, request: Request, kind: bytes) -> Reply:
    """The whole, a part (206), nothing new (304) or nothing at all (416); zipped only as a whole."""
    tag = f'"{document.sha256[:32]}"'.encode()
    headers = b"%betag: %b\r\naccept-ranges: bytes\r\n" % (CACHED, tag)
    if tag in request.headers.get(b"if-none-match", b""):
        return Reply(304, b"", None, kind, headers=headers)
    try:
        part = asked_range(request.headers, tag, document.length)
    except Unsatisfiable:
        length = b"content-range: bytes */%d\r\n" % document.length
        return page(416, "416 Range Not Satisfiable")._replace(headers=length)
    if part:
        start, end = part
        headers += b"content-range: bytes %d-%d/%d\r\n" % (start, end - 1, document.length)
        return _streamed(206, document, kind, headers, start, end)
    if kind == JSON and b"gzip" in request.headers.get(b"accept-encoding", b""):
        return _zipped(document, kind, tag)
    return _streamed(200, document, kind, headers, 0, document.length)


def _streamed(status: int, document: Document, kind: bytes, headers: bytes, start: int, end: int) -> Reply:
    stream = Stream(lambda: document.part(start, end), end - start)
    return Reply(status, b"", None, kind, headers=headers, stream=stream)


def _zipped(document: Document, kind: bytes, tag: bytes) -> Reply:
    """Zipped as it is sent, so nobody knows its length; its tag is a weak one."""
    headers = b"%betag: W/%b\r\ncontent-encoding: gzip\r\nvary: Accept-Encoding\r\n" % (CACHED, tag)
    stream = Stream(lambda: zipped(document.part(0, document.length)), None)
    return Reply(200, b"", None, kind, headers=headers, stream=stream)


def zipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP_WINDOW)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()
