"""The application: gate, faults, endpoints and control behind one port that carries both hosts."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections import OrderedDict
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import unquote

from rasputin.simulator.clock import Clock
from rasputin.simulator.replies.envelope import Reply, failure, page, redirect
from rasputin.simulator.serving.control import PREFIX, Control
from rasputin.simulator.serving.faults import Rule
from rasputin.simulator.serving.limits import THROTTLE_SECONDS, WINDOW_SECONDS, Limit
from rasputin.simulator.serving.routing import SITE, STATS, WWW, Answer, Request, Router, parse_query
from rasputin.simulator.serving.wire import Asked, Sent, Streamed, message, streamed

CACHE_BYTES = 64 * 2**20
SMALLEST_ZIPPED = 500
KEYLESS = "/Destiny2/Manifest/"
USUAL_HEADERS = (
    b"cache-control: private\r\n"
    b"expires: -1\r\n"
    b"vary: Origin\r\n"
    b"x-bungienext-mid2: 122\r\n"
    b"bnetlb: LB01\r\n"
    b"cf-cache-status: DYNAMIC\r\n"
    b"server: cloudflare\r\n"
)
ZIPPED = b"content-encoding: gzip\r\n"


class Visit(NamedTuple):
    """A request with its address taken apart."""

    asked: Asked
    path: str
    query: str

    @property
    def base(self) -> str:
        return f"http://{self.asked.headers.get(b'host', b'127.0.0.1').decode('latin-1')}"


class Packed(NamedTuple):
    """A reply with what goes over the wire."""

    reply: Reply
    sent: Sent


class Cache:
    """Packed reports, the least recently used thrown out when they weigh too much together."""

    def __init__(self, most: int = CACHE_BYTES) -> None:
        self._most = most
        self._weight = 0
        self._kept: OrderedDict[tuple[str, bool], Packed] = OrderedDict()

    def get(self, key: tuple[str, bool]) -> Packed | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: tuple[str, bool], packed: Packed) -> None:
        self._kept[key] = packed
        self._weight += len(packed.reply.body)
        while self._weight > self._most:
            _, dropped = self._kept.popitem(last=False)
            self._weight -= len(dropped.reply.body)


class App:
    def __init__(
        self, clock: Clock, router: Router, control: Control, limit: int, keys: frozenset[str]
    ) -> None:
        self._clock = clock
        self._router = router
        self._control = control
        self._limit = Limit(limit)
        self._keys = keys
        self._cache = Cache()

    def answer(self, asked: Asked) -> Sent | Awaitable[Sent]:
        visit = _visit(asked)
        if visit.path.startswith(PREFIX):
            return pack(self._control.answer(asked.method, visit.path, visit.query, asked.body)).sent
        return self._public(visit)

    def _public(self, visit: Visit) -> Sent | Awaitable[Sent]:
        """An answer on one of Bungie's hosts: counted, perhaps spoilt, perhaps kept from before."""
        window = WINDOW_SECONDS / self._clock.pace()
        now = time.time()
        self._control.requests.arrived(visit.asked.address, now, window)
        rule = self._control.faults.striking(visit.path, visit.query)
        if rule and rule.delay:
            return self._late(visit, rule, now, window)
        return self._counted(visit, rule, now, window)

    async def _late(self, visit: Visit, rule: Rule, now: float, window: float) -> Sent:
        await asyncio.sleep(rule.delay)
        return self._counted(visit, rule, now, window)

    def _counted(self, visit: Visit, rule: Rule | None, now: float, window: float) -> Sent:
        endpoint, packed = self._packed(visit, rule.reply() if rule else None, now, window)
        self._control.requests.answered(endpoint, packed.reply.status, packed.reply.code)
        return packed.sent if rule is None or rule.cut is None else _cut(packed, rule.cut)

    def _packed(self, visit: Visit, spoilt: Reply | None, now: float, window: float) -> tuple[str, Packed]:
        refusal = self._refusal(visit, now, window) or spoilt
        if refusal:
            return self._router.name(visit.asked.method, *_split(visit.path)), pack(refusal)
        wants_zip = b"gzip" in visit.asked.headers.get(b"accept-encoding", b"")
        key = (visit.path, wants_zip)
        kept = self._cache.get(key)
        if kept:
            return "report", kept
        endpoint, reply = self._answer(visit)
        packed = pack(reply, wants_zip=wants_zip)
        if endpoint == "report" and reply.code == 1:
            self._cache.put(key, packed)
        return endpoint, packed

    def _refusal(self, visit: Visit, now: float, window: float) -> Reply | None:
        """What the servers in front of the API say before it sees a request."""
        if not visit.asked.headers.get(b"user-agent", b"").strip():
            return page(403, "Attention Required! | Cloudflare")
        host, path = _split(visit.path)
        if host == SITE:
            return None
        if not self._limit.admits(visit.asked.address, now, window):
            return failure(51, throttle_seconds=THROTTLE_SECONDS)
        if not path.endswith("/"):
            query = f"?{visit.query}" if visit.query else ""
            return redirect(f"{visit.base}{visit.path}/{query}")
        if path == KEYLESS:
            return None
        return self._key_refusal(visit.asked.headers.get(b"x-api-key", b"").decode("latin-1").strip())

    def _key_refusal(self, key: str) -> Reply | None:
        if not key:
            return failure(2102)
        return failure(2101) if self._keys and key not in self._keys else None

    def _answer(self, visit: Visit) -> Answer:
        host, path = _split(visit.path)
        request = Request(
            method=visit.asked.method,
            host=host,
            path=path,
            query=parse_query(visit.query),
            body=visit.asked.body,
            base=visit.base,
            now=self._clock.now(),
            headers=visit.asked.headers,
        )
        return self._router.answer(request)


def _split(path: str) -> tuple[str, str]:
    """The host that a path stands for, and the rest of it."""
    for host in (STATS, WWW):
        if path.startswith(host + "/"):
            return host, path[len(host) :]
    return SITE, path


def pack(reply: Reply, *, wants_zip: bool = False) -> Packed:
    head = _head(reply)
    if reply.stream:
        return Packed(reply, streamed(reply.status, head, *reply.stream))
    if not wants_zip or len(reply.body) < SMALLEST_ZIPPED:
        return Packed(reply, message(reply.status, head, reply.body))
    body = gzip.compress(reply.body, compresslevel=1, mtime=0)
    zipped = replace(reply, body=body)
    return Packed(zipped, message(reply.status, head + ZIPPED, body))


def _cut(packed: Packed, length: int) -> bytes:
    reply, sent = packed
    if isinstance(sent, Streamed):
        pieces = reply.stream.pieces() if reply.stream else iter(())
        return message(reply.status, _head(reply), _first(pieces, length))
    zipped = ZIPPED if ZIPPED in sent[: -len(reply.body) or None] else b""
    return message(reply.status, _head(reply) + zipped, reply.body[:length])


def _first(pieces: Iterator[bytes], length: int) -> bytes:
    taken = b""
    for piece in pieces:
        if len(taken) >= length:
            break
        taken += piece
    return taken[:length]


def _head(reply: Reply) -> bytes:
    head = b"content-type: %b\r\n%b" % (reply.content_type, reply.headers or USUAL_HEADERS)
    if reply.code is not None:
        head += b"x-ventcore-status: %d\r\n" % reply.code
    if reply.location:
        head += b"location: %b\r\n" % reply.location.encode()
    return head


def _visit(asked: Asked) -> Visit:
    path, _, query = asked.target.decode("latin-1").partition("?")
    return Visit(asked, unquote(path) if "%" in path else path, query)
