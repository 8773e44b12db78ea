"""Seasons and moments by name; the manifest's own seasons win."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifest.calendar import EXPANSIONS, LAUNCH, SEASONS, begins_at
from manifest.models import Season
from manifest.queries.moments import NAMED, UnknownMoment, moment
from manifest.queries.seasons import season_at, seasons

NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)  # a Sunday


def test_every_season_and_expansion_begins_on_a_tuesday_but_the_game_itself() -> None:
    days = [*(known.begins_on for known in SEASONS[1:]), *EXPANSIONS.values()]
    assert {day.strftime("%A") for day in days if day != LAUNCH.date()} == {"Tuesday"}
    assert [known.number for known in SEASONS] == list(range(1, len(SEASONS) + 1))
    assert sorted(SEASONS, key=lambda known: known.begins_on) == list(SEASONS)


@pytest.mark.django_db
def test_without_a_manifest_the_calendar_tells_all_seasons() -> None:
    spans = seasons()
    assert [span.number for span in spans] == [known.number for known in SEASONS]
    assert all(one.ends_at == other.starts_at for one, other in pairwise(spans))
    assert (spans[0].starts_at, spans[-1].ends_at) == (LAUNCH, None)


@pytest.mark.django_db
def test_the_manifests_own_seasons_win() -> None:
    Season.objects.create(
        hash=2758726569,
        number=21,
        name="Season of the Deep",
        starts_at=begins_at(date(2023, 5, 23)) + timedelta(hours=1),
        ends_at=begins_at(date(2023, 8, 22)),
    )
    Season.objects.create(
        hash=1, number=40, name="To Come", starts_at=NOW + timedelta(days=9), ends_at=NOW + timedelta(days=99)
    )
    Season.objects.create(hash=2, number=41, name="[Redacted]")
    Season.objects.create(hash=965757574, number=1, name="")
    told = {span.number: span for span in seasons()}
    assert told[21].starts_at.hour == 18
    assert told[20].ends_at == told[21].starts_at
    assert told[29].ends_at == told[40].starts_at
    assert (told[40].ends_at, told[40].hash) == (NOW + timedelta(days=99), 1)
    assert 41 not in told
    assert told[1].name == "Red War"


@pytest.mark.django_db
def test_of_two_of_one_number_the_season_that_is_there_counts() -> None:
    started = {"number": 40, "starts_at": NOW, "ends_at": NOW + timedelta(days=9)}
    Season.objects.create(hash=2, name="Season of Now", **started)
    Season.objects.create(hash=3, name="Season of Then", removed=True, **started)
    assert seasons()[-1].name == "Season of Now"


@pytest.mark.django_db
def test_a_season_ends_with_the_second_before_its_end() -> None:
    start = begins_at(date(2023, 5, 23))
    assert season_at(start).number == 21  # type: ignore[union-attr]
    assert season_at(start - timedelta(seconds=1)).number == 20  # type: ignore[union-attr]
    assert season_at(LAUNCH - timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("daily", "2026-11-21T17:00:00+00:00"),
        ("weekly", "2026-11-17T17:00:00+00:00"),
        ("weekend", "2026-11-20T17:00:00+00:00"),
        ("next_daily", "2026-11-22T17:00:00+00:00"),
        ("next_weekly", "2026-11-24T17:00:00+00:00"),  # seven days on, not one
        ("next_weekend", "2026-11-27T17:00:00+00:00"),
        ("season_of_the_deep", "2023-05-23T17:00:00+00:00"),  # a Tuesday
        ("Season of the Forge", "2018-12-04T17:00:00+00:00"),
        ("black_armory", "2018-12-04T17:00:00+00:00"),
        ("season 21", "2023-05-23T17:00:00+00:00"),
        ("the deep", "2023-05-23T17:00:00+00:00"),
        ("heresy", "2025-02-04T17:00:00+00:00"),
        ("The Final Shape", "2024-06-04T17:00:00+00:00"),
        ("season", "2026-06-09T17:00:00+00:00"),
        ("launch", "2017-09-06T00:00:00+00:00"),
        ("2026-11-01", "2026-11-01T17:00:00+00:00"),
        ("2026-11-01T08:30:00+02:00", "2026-11-01T06:30:00+00:00"),
    ],
)
@pytest.mark.django_db
def test_moments_by_name(text: str, expected: str) -> None:
    assert moment(text, now=NOW).astimezone(UTC).isoformat() == expected


@pytest.mark.django_db
def test_an_unknown_moment_is_refused_with_what_there_is() -> None:
    for text in ("someday", "???", ""):
        with pytest.raises(UnknownMoment, match=r"season_of_the_deep.*witch_queen"):
            moment(text, now=NOW)


@pytest.mark.django_db
def test_seasons_go_by_their_names_in_any_script() -> None:
    starts_at = NOW - timedelta(days=9)
    Season.objects.create(hash=1, number=40, name="深淵のシーズン", starts_at=starts_at)
    assert moment("深淵のシーズン", now=NOW) == starts_at
    with pytest.raises(UnknownMoment):
        moment("???", now=NOW)


@given(now=st.datetimes(min_value=datetime(2017, 9, 14), max_value=datetime(2060, 1, 1)))  # noqa: DTZ001
def test_last_moments_lie_behind_and_next_ones_ahead(now: datetime) -> None:
    instant = now.replace(tzinfo=UTC)
    for name, find in NAMED.items():
        found = find(instant)
        assert found > instant if name.startswith("next_") else found <= instant, name
