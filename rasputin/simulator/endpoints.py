"""The API's endpoints: a path in, a reply out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qs

import msgspec

from rasputin.simulator.envelope import Refusal, Reply, failure, redirect, success

WWW = "/Platform"
STATS = "/stats/Platform"
MOST_ROWS = 250


@dataclass(frozen=True, slots=True)
class Request:
    """`host` is the root of the path, WWW or STATS; `path` is what follows it."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    body: bytes
    base: str
    now: float

    def whole(self, name: str, usual: int, low: int, high: int) -> int:
        """A number of the query, refused as Bungie does when unreadable or out of range."""
        text = self.query.get(name.lower())
        if text is None or text == "":
            return usual
        try:
            value = int(text)
        except ValueError:
            raise Refusal(7) from None
        if not low <= value <= high:
            raise Refusal(8)
        return value


class Source(Protocol):
    """What the answers are made from: the simulated world, or recorded replies."""

    def group(self, group_id: int, now: float) -> Any: ...
    def roster(self, group_id: int, page: int, now: float) -> Any: ...
    def profile(self, kind: int, membership_id: int, components: str, now: float) -> Any: ...
    def linked(self, kind: int, membership_id: int, now: float) -> Any: ...
    def history(self, asked: HistoryRequest, now: float) -> Any: ...
    def report(self, instance_id: int, now: float) -> Reply: ...
    def search(self, kind: int, name: str, code: int | None) -> Any: ...
    def settings(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class HistoryRequest:
    kind: int
    membership_id: int
    character_id: int
    count: int
    mode: int
    page: int


class Answer(NamedTuple):
    endpoint: str
    reply: Reply


Handler = Callable[["Endpoints", Request, tuple[int, ...]], Reply]


def parse_query(text: str) -> dict[str, str]:
    """Names in lower case, since the API does not mind the case."""
    return {name.lower(): values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


class Endpoints:
    def __init__(self, source: Source) -> None:
        self._source = source

    def answer(self, request: Request) -> Answer:
        """The endpoint's name, for counting, and its reply."""
        for name, method, pattern, handler in ROUTES:
            match = pattern.fullmatch(request.path)
            if match and request.method == method:
                return Answer(name, self._reply(handler, request, match.groups()))
        return Answer("unknown", failure(21))

    def name(self, method: str, path: str) -> str:
        """The endpoint that a request means, whether or not it is answered."""
        slashed = path if path.endswith("/") else f"{path}/"
        return next((r[0] for r in ROUTES if r[1] == method and r[2].fullmatch(slashed)), "unknown")

    def _reply(self, handler: Handler, request: Request, texts: tuple[str, ...]) -> Reply:
        try:
            return handler(self, request, tuple(map(_number, texts)))
        except Refusal as refusal:
            return failure(refusal.code, data=refusal.data)

    def _group(self, request: Request, ids: tuple[int, ...]) -> Reply:
        return success(self._source.group(ids[0], request.now))

    def _roster(self, request: Request, ids: tuple[int, ...]) -> Reply:
        page = request.whole("currentpage", 1, 1, 10_000)
        return success(self._source.roster(ids[0], page, request.now))

    def _profile(self, request: Request, ids: tuple[int, ...]) -> Reply:
        components = request.query.get("components", "")
        if not components:
            raise Refusal(18)
        return success(self._source.profile(ids[0], ids[1], components, request.now))

    def _linked(self, request: Request, ids: tuple[int, ...]) -> Reply:
        return success(self._source.linked(ids[0], ids[1], request.now))

    def _history(self, request: Request, ids: tuple[int, ...]) -> Reply:
        asked = HistoryRequest(
            kind=ids[0],
            membership_id=ids[1],
            character_id=ids[2],
            count=request.whole("count", 25, 1, MOST_ROWS),
            mode=request.whole("mode", 0, 0, 1_000),
            page=request.whole("page", 0, 0, 1_000_000),
        )
        return success(self._source.history(asked, request.now))

    def _report(self, request: Request, ids: tuple[int, ...]) -> Reply:
        if request.host == WWW:
            return redirect(f"{request.base}{STATS}{request.path}")
        return self._source.report(ids[0], request.now)

    def _settings(self, request: Request, ids: tuple[int, ...]) -> Reply:
        return success(self._source.settings())

    def _search(self, request: Request, ids: tuple[int, ...]) -> Reply:
        try:
            asked = msgspec.json.decode(request.body)
            name, code = asked["displayName"], asked.get("displayNameCode")
            number = None if code is None else int(code)
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError, ValueError):
            raise Refusal(18) from None
        return success(self._source.search(ids[0], str(name), number))


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Refusal(7) from None


def _route(name: str, method: str, path: str, handler: Handler) -> tuple[str, str, re.Pattern[str], Handler]:
    return name, method, re.compile(path.replace("{}", "([^/]+)"), re.IGNORECASE), handler


# Private handlers of the class above are named here on purpose: this is their table.
ROUTES = (
    _route("report", "GET", "/Destiny2/Stats/PostGameCarnageReport/{}/", Endpoints._report),
    _route(
        "history",
        "GET",
        "/Destiny2/{}/Account/{}/Character/{}/Stats/Activities/",
        Endpoints._history,
    ),
    _route("profile", "GET", "/Destiny2/{}/Profile/{}/", Endpoints._profile),
    _route("members", "GET", "/GroupV2/{}/Members/", Endpoints._roster),
    _route("group", "GET", "/GroupV2/{}/", Endpoints._group),
    _route("settings", "GET", "/Settings/", Endpoints._settings),
    _route("linked", "GET", "/Destiny2/{}/Profile/{}/LinkedProfiles/", Endpoints._linked),
    _route("search", "POST", "/Destiny2/SearchDestinyPlayerByBungieName/{}/", Endpoints._search),
)
