"""Parameters and options take dates, times and the names of moments."""

from datetime import datetime

import pytest

from manifest.asked import moment_or_name
from rasputin import clock
from rasputin.cli.jobs import moment_of
from rasputin.local import Trouble

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", "2026-11-22T00:00:00+00:00"),
        ("2026-11-22T17:00:00+02:00", "2026-11-22T17:00:00+02:00"),
        ("weekly", "2026-11-17T17:00:00+00:00"),
        ("Season of the Deep", "2023-05-23T17:00:00+00:00"),
        ("30th_anniversary", "2021-12-07T17:00:00+00:00"),
    ],
)
def test_a_moment_is_a_date_a_time_or_a_name(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2026-11-22T13:00:00Z"))
    assert moment_or_name(text) == moment_of(text) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "someday",
            "'someday' is no date or time: write 2026-11-22 .*, or a name: now, daily, .*witch_queen",
        ),
        ("???", "is no date or time"),
        ("", "is no date or time"),
        ("21", "'21' is no date or time"),
        ("2026-11-22T13:00:00", "lacks a time zone: end it with Z for UTC.$"),
    ],
)
def test_what_is_no_moment_is_refused_with_what_there_is(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        moment_or_name(text)
    with pytest.raises(Trouble, match=f"^--since: .*{sentence}"):
        moment_of(text)
