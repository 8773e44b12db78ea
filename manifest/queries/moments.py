"""Moments by name: resets, seasons, expansions, and dates as people write them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from manifest.calendar import EXPANSIONS, LAUNCH, begins_at
from manifest.gametime import DAY, WEEK, day_start, month_start, reset_on, week_start, weekend_start
from manifest.queries.seasons import SeasonSpan, season_at, seasons

NAMED: Final[dict[str, Callable[[datetime], datetime]]] = {
    "now": lambda now: now,
    "daily": day_start,
    "weekly": week_start,
    "weekend": weekend_start,
    "monthly": month_start,
    "next_daily": lambda now: day_start(now) + DAY,
    "next_weekly": lambda now: week_start(now) + WEEK,
    "next_weekend": lambda now: weekend_start(now) + WEEK,
    "day": lambda now: now - DAY,
    "week": lambda now: now - WEEK,
    "month": lambda now: now - timedelta(days=30),
    "launch": lambda now: LAUNCH,
    "all_time": lambda now: LAUNCH,
}


class UnknownMoment(ValueError):
    """No moment goes by that name; the message says what does."""


NAMES: Final = (
    f"{', '.join(NAMED)}, a season (season_21, season_of_the_deep) or an expansion ({', '.join(EXPANSIONS)})"
)


def moment(text: str, *, now: datetime) -> datetime:
    """As `named_moment`, or `2026-11-22` (its reset) or an ISO time. Raises UnknownMoment."""
    return named_moment(text, now=now) or _date(text)


def named_moment(text: str, *, now: datetime) -> datetime | None:
    """`weekly`, `season`, `season_21`, `season_of_the_deep`, `witch_queen`; words in any case, with spaces or
    underscores. None for what goes by no name.
    """
    word = _word(text)
    if word in NAMED:
        return NAMED[word](now)
    if word in EXPANSIONS:
        return begins_at(EXPANSIONS[word])
    span = _season(word, now=now)
    return None if span is None else span.starts_at


def _season(word: str, *, now: datetime) -> SeasonSpan | None:
    if word == "season":
        return season_at(now)
    numbered = re.fullmatch(r"(?:season_?)?([0-9]{1,3})", word)
    for span in seasons():
        if (numbered and int(numbered[1]) == span.number) or (word and word in _names(span)):
            return span
    return None


def _names(span: SeasonSpan) -> set[str]:
    """`season_of_the_deep`, `the_deep` and `deep`; `episode_echoes` and `echoes`."""
    whole = _word(span.name)
    bare = re.sub(r"^(season_of_|season_|episode_)", "", whole)
    return {whole, bare, bare.removeprefix("the_")}


def _word(text: str) -> str:
    """In any script; empty where there is no letter."""
    return re.sub(r"[\W_]+", "_", text.casefold()).strip("_").removeprefix("the_")


def _date(text: str) -> datetime:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
            return reset_on(date.fromisoformat(text.strip()))
        told = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UnknownMoment(
            f"{text!r} is no moment: give a date (2026-11-22), a time with its zone (2026-11-22T17:00:00Z), "
            f"{NAMES}."
        ) from None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
