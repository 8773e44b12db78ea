"""Game time: days, weeks and months as Destiny counts them, from reset to reset at 17:00 UTC all year.

A game day is named by the date on which it begins. A week is seven of them from Tuesday, a weekend three
from Friday (trials), a month the game days of a calendar month.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

RESET = time(17, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
TUESDAY, FRIDAY = 1, 4
SOME_TUESDAY = datetime(2014, 9, 9, RESET.hour, tzinfo=UTC)


class Span(NamedTuple):
    """From `start` up to, and without, `end`; both are resets in UTC."""

    start: datetime
    end: datetime

    def __contains__(self, instant: object) -> bool:
        return isinstance(instant, datetime) and self.start <= instant < self.end


def game_day(instant: datetime) -> date:
    """The date of the daily reset at or before `instant`, which must be aware."""
    since_reset = instant.astimezone(UTC) - timedelta(hours=RESET.hour)
    return since_reset.date()


def reset_on(day: date) -> datetime:
    """The daily reset of a date: the start of the game day of that name."""
    return datetime.combine(day, RESET)


def day_span(day: date) -> Span:
    return Span(reset_on(day), reset_on(day) + DAY)


def week_span(day: date) -> Span:
    """The week that holds the game day."""
    first = day - timedelta(days=(day.weekday() - TUESDAY) % 7)
    return Span(reset_on(first), reset_on(first) + WEEK)


def month_span(day: date) -> Span:
    """The month that holds the game day."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Span(reset_on(first), reset_on(following))


def day_start(instant: datetime) -> datetime:
    """The daily reset at or before `instant`."""
    return reset_on(game_day(instant))


def week_start(instant: datetime) -> datetime:
    """The weekly reset (Tuesday) at or before `instant`."""
    return week_span(game_day(instant)).start


def weekend_start(instant: datetime) -> datetime:
    """The reset of the last Friday, at which trials open, at or before `instant`."""
    day = game_day(instant)
    return reset_on(day - timedelta(days=(day.weekday() - FRIDAY) % 7))


def month_start(instant: datetime) -> datetime:
    """The start of the month in which the game day of `instant` lies."""
    return month_span(game_day(instant)).start


def weeks_between(earlier: datetime, later: datetime) -> int:
    """Weekly resets that lie between two instants; never negative."""
    return max(0, (later - SOME_TUESDAY) // WEEK - (earlier - SOME_TUESDAY) // WEEK)
