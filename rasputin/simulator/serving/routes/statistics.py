"""Statistics: sums of what characters and accounts have done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

from rasputin.simulator.replies.envelope import Refusal, Reply, success
from rasputin.simulator.serving.routing import Request, Route, number, route

DAILY, ALL_TIME, ACTIVITY = 1, 2, 3
MOST_DAYS = 31
UNREADABLE, OUT_OF_RANGE, INVALID = 7, 8, 18
GROUP_NAMES = {"general": 1, "weapons": 2, "medals": 3}


@dataclass(frozen=True, slots=True)
class StatisticsRequest:
    """Empty `modes` and `groups` ask for the usual ones. `first` and `last` are days, both included."""

    kind: int
    membership_id: int
    character_id: int
    period: int
    modes: tuple[int, ...]
    groups: tuple[int, ...]
    first: date | None
    last: date | None


class Statistics(Protocol):
    def account(self, kind: int, membership_id: int, groups: tuple[int, ...], now: float) -> Any: ...
    def historical(self, asked: StatisticsRequest, now: float) -> Any: ...
    def activities(self, kind: int, membership_id: int, character_id: int, now: float) -> Any: ...
    def weapons(self, kind: int, membership_id: int, character_id: int, now: float) -> Any: ...


class StatisticsEndpoints:
    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics

    def routes(self) -> tuple[Route, ...]:
        of_character = "/Destiny2/{}/Account/{}/Character/{}/Stats/"
        return (
            route("account_stats", "GET", "/Destiny2/{}/Account/{}/Stats/", self._account),
            route("character_stats", "GET", of_character, self._historical),
            route("activity_stats", "GET", f"{of_character}AggregateActivityStats/", self._activities),
            route("weapon_stats", "GET", f"{of_character}UniqueWeapons/", self._weapons),
        )

    def _account(self, request: Request, kind: int, membership_id: int) -> Reply:
        return success(self._statistics.account(kind, membership_id, _groups(request), request.now))

    def _historical(self, request: Request, kind: int, membership_id: int, character_id: int) -> Reply:
        asked = StatisticsRequest(
            kind=kind,
            membership_id=membership_id,
            character_id=character_id,
            period=request.whole("periodType", ALL_TIME, 0, ACTIVITY) or ALL_TIME,
            modes=tuple(number(word) for word in _words(request, "modes") if word != "0"),
            groups=_groups(request),
            first=_day(request, "daystart"),
            last=_day(request, "dayend"),
        )
        _check_days(asked)
        return success(self._statistics.historical(asked, request.now))

    def _activities(self, request: Request, kind: int, membership_id: int, character_id: int) -> Reply:
        return success(self._statistics.activities(kind, membership_id, character_id, request.now))

    def _weapons(self, request: Request, kind: int, membership_id: int, character_id: int) -> Reply:
        return success(self._statistics.weapons(kind, membership_id, character_id, request.now))


def _words(request: Request, name: str) -> list[str]:
    return [word.strip() for word in request.query.get(name, "").split(",") if word.strip()]


def _groups(request: Request) -> tuple[int, ...]:
    """By number or name; 0 is none, as if it had not been said."""
    words = [word.lower() for word in _words(request, "groups") if word != "0"]
    return tuple(GROUP_NAMES.get(word) or number(word) for word in words)


def _day(request: Request, name: str) -> date | None:
    """A day of the query; a time of day behind it is not minded."""
    text = request.query.get(name, "")
    if not text:
        return None
    try:
        return datetime.strptime(text[:10], "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise Refusal(UNREADABLE) from None


def _check_days(asked: StatisticsRequest) -> None:
    """Days have to be named, of one character, and not too many at once."""
    if asked.period != DAILY:
        return
    if asked.first is None or asked.last is None or asked.character_id == 0:
        raise Refusal(INVALID)
    if not 0 <= (asked.last - asked.first).days < MOST_DAYS:
        raise Refusal(OUT_OF_RANGE)
