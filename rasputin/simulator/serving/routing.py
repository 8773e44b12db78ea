"""From a path of the API to the endpoint that answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import msgspec

from rasputin.simulator.replies.envelope import Refusal, Reply, failure, site_page
from rasputin.simulator.trouble.spoiler import Spoiler

WWW = "/Platform"
STATS = "/stats/Platform"
SITE = ""
UNKNOWN = "unknown"


class Request(NamedTuple):
    """`host` is the root of the path: WWW, STATS, or SITE for files outside the platform. `path` is what
    follows it. `troubles` spoil what is told.
    """

    method: str
    host: str
    path: str
    query: dict[str, str]
    body: bytes
    base: str
    now: float
    headers: dict[bytes, bytes]
    troubles: tuple[Spoiler, ...] = ()

    def whole(self, name: str, usual: int, low: int, high: int) -> int:
        """A number of the query, refused as Bungie does when unreadable or out of range."""
        text = self.query.get(name.lower())
        if text is None or text == "":
            return usual
        value = number(text)
        if not low <= value <= high:
            raise Refusal(8)
        return value

    def document(self) -> dict[str, Any]:
        """The JSON object of the body."""
        try:
            return msgspec.json.decode(self.body, type=dict[str, Any])
        except msgspec.MsgspecError:
            raise Refusal(18) from None


class Answer(NamedTuple):
    endpoint: str
    reply: Reply


class Route(NamedTuple):
    """`endpoint` is a name for counting. What stands in the path's braces reaches `handle` in its order,
    as a number for `{}` and as text for `{text}`.
    """

    endpoint: str
    method: str
    pattern: re.Pattern[str]
    readers: tuple[Callable[[str], Any], ...]
    handle: Callable[..., Reply]


def route(endpoint: str, method: str, path: str, handle: Callable[..., Reply]) -> Route:
    readers = tuple(number if mark == "{}" else str for mark in re.findall(r"\{\w*\}", path))
    pattern = re.compile(re.sub(r"\{\w*\}", "([^/]+)", path), re.IGNORECASE)
    return Route(endpoint, method, pattern, readers, handle)


def number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Refusal(7) from None


def parse_query(text: str) -> dict[str, str]:
    """Names in lower case, since the API does not mind the case."""
    if not text:
        return {}
    return {name.lower(): values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


class Router:
    def __init__(self, platform: Iterable[Route], site: Iterable[Route] = ()) -> None:
        self._platform = tuple(platform)
        self._site = tuple(site)

    def answer(self, request: Request) -> Answer:
        """The endpoint's name and its reply."""
        for route in self._of(request.host):
            match = route.pattern.fullmatch(request.path)
            if match and request.method == route.method:
                return Answer(route.endpoint, _reply(route, request, match.groups()))
        return Answer(UNKNOWN, failure(21) if request.host else site_page())

    @property
    def endpoints(self) -> frozenset[str]:
        """All names."""
        return frozenset(route.endpoint for route in self._platform + self._site) | {UNKNOWN}

    def name(self, method: str, host: str, path: str) -> str:
        """The endpoint that a request means, whether or not it is answered."""
        slashed = path if path.endswith("/") or not host else f"{path}/"
        meant = (r for r in self._of(host) if r.method == method and r.pattern.fullmatch(slashed))
        return next((route.endpoint for route in meant), UNKNOWN)

    def _of(self, host: str) -> tuple[Route, ...]:
        return self._platform if host else self._site


def _reply(route: Route, request: Request, texts: tuple[str, ...]) -> Reply:
    try:
        read = (reader(text) for reader, text in zip(route.readers, texts, strict=True))
        return route.handle(request, *read)
    except Refusal as refusal:
        return failure(refusal.code, data=refusal.data)
