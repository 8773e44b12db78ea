"""The ASGI application: gate, faults, endpoints and control behind one port that carries both hosts."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple

from rasputin.simulator.clock import Clock
from rasputin.simulator.control import PREFIX, Control
from rasputin.simulator.endpoints import STATS, WWW, Answer, Endpoints, Request, parse_query
from rasputin.simulator.envelope import Reply, failure, page, redirect
from rasputin.simulator.limits import THROTTLE_SECONDS, WINDOW_SECONDS, Limit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

CACHE_BYTES = 64 * 2**20
SMALLEST_ZIPPED = 500
USUAL_HEADERS = (
    (b"cache-control", b"private"),
    (b"expires", b"-1"),
    (b"vary", b"Origin"),
    (b"x-bungienext-mid2", b"122"),
    (b"bnetlb", b"LB01"),
    (b"cf-cache-status", b"DYNAMIC"),
    (b"server", b"cloudflare"),
)


class Visit(NamedTuple):
    """A request with what its gatekeeping needs."""

    address: str
    headers: dict[bytes, bytes]
    method: str
    path: str
    query: str
    base: str
    body: bytes


class Packed(NamedTuple):
    """A reply ready to send."""

    reply: Reply
    zipped: bool


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
        self, clock: Clock, endpoints: Endpoints, control: Control, limit: int, keys: frozenset[str]
    ) -> None:
        self._clock = clock
        self._endpoints = endpoints
        self._control = control
        self._limit = Limit(limit)
        self._keys = keys
        self._cache = Cache()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        visit = await _visit(scope, receive)
        if visit.path.startswith(PREFIX):
            told = self._control.answer(visit.method, visit.path, visit.query, visit.body)
            await _send(send, Packed(told, zipped=False), visit)
            return
        await _send(send, await self._public(visit), visit)

    async def _public(self, visit: Visit) -> Packed:
        """An answer on one of Bungie's hosts: counted, perhaps spoilt, perhaps cached."""
        window = WINDOW_SECONDS / self._clock.pace()
        now = time.time()
        self._control.requests.arrived(visit.address, now, window)
        rule = self._control.faults.striking(f"{visit.path}?{visit.query}")
        if rule and rule.delay:
            await asyncio.sleep(rule.delay)
        spoilt = rule.reply() if rule else None
        endpoint, packed = self._packed(visit, spoilt, now, window)
        self._control.requests.answered(endpoint, packed.reply.status, packed.reply.code)
        if rule and rule.cut is not None:
            reply = packed.reply
            cut = Reply(reply.status, reply.body[: rule.cut], reply.code, reply.content_type)
            return Packed(cut, packed.zipped)
        return packed

    def _packed(self, visit: Visit, spoilt: Reply | None, now: float, window: float) -> tuple[str, Packed]:
        wants_zip = b"gzip" in visit.headers.get(b"accept-encoding", b"")
        refusal = self._refusal(visit, now, window)
        if refusal or spoilt:
            endpoint = self._endpoints.name(visit.method, _split(visit.path)[1])
            return endpoint, Packed(refusal or spoilt or failure(3), zipped=False)
        key = (visit.path, wants_zip)
        cached = self._cache.get(key)
        if cached:
            return "report", cached
        endpoint, reply = self._answer(visit)
        packed = pack(reply, wants_zip)
        if endpoint == "report" and reply.code == 1:
            self._cache.put(key, packed)
        return endpoint, packed

    def _refusal(self, visit: Visit, now: float, window: float) -> Reply | None:
        """What the servers in front of the API say before it sees a request."""
        if not visit.headers.get(b"user-agent", b"").strip():
            return page(403, "Attention Required! | Cloudflare")
        if not self._limit.admits(visit.address, now, window):
            return failure(51, throttle_seconds=THROTTLE_SECONDS)
        host, path = _split(visit.path)
        if not host:
            return page(404, "404 Not Found")
        if not path.endswith("/"):
            query = f"?{visit.query}" if visit.query else ""
            return redirect(f"{visit.base}{visit.path}/{query}")
        return self._key_refusal(visit.headers.get(b"x-api-key", b"").decode("latin-1").strip())

    def _key_refusal(self, key: str) -> Reply | None:
        if not key:
            return failure(2102)
        return failure(2101) if self._keys and key not in self._keys else None

    def _answer(self, visit: Visit) -> Answer:
        host, path = _split(visit.path)
        request = Request(
            method=visit.method,
            host=host,
            path=path,
            query=parse_query(visit.query),
            body=visit.body,
            base=visit.base,
            now=self._clock.now(),
        )
        return self._endpoints.answer(request)


def _split(path: str) -> tuple[str, str]:
    """The host that a path stands for, empty for none, and the rest of it."""
    for host in (STATS, WWW):
        if path.startswith(host + "/"):
            return host, path[len(host) :]
    return "", path


def pack(reply: Reply, wants_zip: bool) -> Packed:
    if not wants_zip or len(reply.body) < SMALLEST_ZIPPED:
        return Packed(reply, zipped=False)
    body = gzip.compress(reply.body, compresslevel=1, mtime=0)
    return Packed(Reply(reply.status, body, reply.code, reply.content_type), zipped=True)


async def _visit(scope: Scope, receive: Receive) -> Visit:
    headers = dict(scope["headers"])
    client = scope.get("client") or ("", 0)
    body = await _body(receive) if scope["method"] in ("POST", "DELETE") else b""
    return Visit(
        address=client[0],
        headers=headers,
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        base=f"http://{headers.get(b'host', b'127.0.0.1').decode('latin-1')}",
        body=body,
    )


async def _body(receive: Receive) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def _send(send: Send, packed: Packed, visit: Visit) -> None:
    reply = packed.reply
    headers = [(b"content-type", reply.content_type), (b"content-length", b"%d" % len(reply.body))]
    headers += USUAL_HEADERS
    if reply.code is not None:
        headers.append((b"x-ventcore-status", b"%d" % reply.code))
    if packed.zipped:
        headers.append((b"content-encoding", b"gzip"))
    if reply.location:
        headers.append((b"location", reply.location.encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
