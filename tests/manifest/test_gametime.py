"""Days and weeks of the game, from reset to reset."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifest.gametime import (
    day_span,
    day_start,
    game_day,
    month_span,
    month_start,
    reset_on,
    week_span,
    week_start,
    weekend_start,
    weeks_between,
)

DAY, WEEK = timedelta(days=1), timedelta(days=7)
ZONES = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
INSTANTS = st.datetimes(
    min_value=datetime(2014, 9, 9),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=ZONES,
)


@given(instant=INSTANTS)
def test_every_instant_lies_in_the_day_that_began_at_its_reset(instant: datetime) -> None:
    start = day_start(instant)
    assert start <= instant < start + DAY
    assert (start.utcoffset(), start.time()) == (timedelta(0), datetime(2026, 1, 1, 17, tzinfo=UTC).time())


@given(instant=INSTANTS)
def test_every_instant_lies_in_the_week_that_began_on_its_tuesday(instant: datetime) -> None:
    start = week_start(instant)
    assert start <= instant < start + WEEK
    assert (start.strftime("%A"), start.hour) == ("Tuesday", 17)


@given(instant=INSTANTS)
def test_a_week_is_seven_days_and_starts_are_their_own(instant: datetime) -> None:
    day, week = day_start(instant), week_start(instant)
    assert (day - week) % DAY == timedelta(0)
    assert timedelta(0) <= day - week < WEEK
    assert (day_start(day), week_start(week)) == (day, week)


@given(one=INSTANTS, other=INSTANTS)
def test_weeks_between_count_the_resets(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    count = weeks_between(earlier, later)
    assert week_start(earlier) + count * WEEK == week_start(later)
    assert weeks_between(later, earlier) == 0


@given(instant=INSTANTS, zone=ZONES)
def test_the_zone_in_which_an_instant_is_told_changes_nothing(instant: datetime, zone: timezone) -> None:
    told = instant.astimezone(zone)
    assert (day_start(told), week_start(told)) == (day_start(instant), week_start(instant))


@pytest.mark.parametrize(
    ("instant", "day", "week"),
    [
        ("2026-11-24T16:59:59+00:00", "2026-11-23T17:00:00+00:00", "2026-11-17T17:00:00+00:00"),
        ("2026-11-24T17:00:00+00:00", "2026-11-24T17:00:00+00:00", "2026-11-24T17:00:00+00:00"),
        ("2026-11-25T00:00:00+00:00", "2026-11-24T17:00:00+00:00", "2026-11-24T17:00:00+00:00"),
    ],
)
def test_the_tuesday_reset_begins_day_and_week(instant: str, day: str, week: str) -> None:
    moment = datetime.fromisoformat(instant)
    assert day_start(moment) == datetime.fromisoformat(day)
    assert week_start(moment) == datetime.fromisoformat(week)


@given(instant=INSTANTS)
def test_a_game_day_is_named_by_the_date_on_which_it_begins_and_back(instant: datetime) -> None:
    day = game_day(instant)
    assert instant in day_span(day)
    assert day_span(day).start.date() == day
    assert game_day(reset_on(day)) == day
    assert instant in week_span(day)
    assert instant in month_span(day)


@given(instant=INSTANTS)
def test_days_weeks_and_months_follow_each_other_without_a_gap(instant: datetime) -> None:
    for span_of in (day_span, week_span, month_span):
        span = span_of(game_day(instant))
        following = span_of(game_day(span.end))
        assert following.start == span.end
        assert span.start not in following


@given(instant=INSTANTS)
def test_a_month_holds_the_game_days_of_a_calendar_month(instant: datetime) -> None:
    span = month_span(game_day(instant))
    assert (span.start, span.start.day) == (month_start(instant), 1)
    assert {game_day(span.start).month, game_day(span.end - timedelta(seconds=1)).month} == {span.start.month}


@given(instant=INSTANTS)
def test_a_weekend_begins_on_friday(instant: datetime) -> None:
    start = weekend_start(instant)
    assert start <= instant < start + WEEK
    assert (start.strftime("%A"), start.hour) == ("Friday", 17)


def test_the_hours_before_the_first_reset_of_a_month_belong_to_the_month_before() -> None:
    early = datetime(2026, 3, 1, 16, 59, tzinfo=UTC)
    assert game_day(early).isoformat() == "2026-02-28"
    assert month_start(early) == datetime(2026, 2, 1, 17, tzinfo=UTC)
