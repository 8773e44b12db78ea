"""The clock: real, faster, at rest or in a file; and the simulator reads it alike."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasputin.clock import REREAD_SECONDS, BadClock, Clock, Pace, parse_pace
from rasputin.simulator.clock import parse as simulators_reading

ORIGIN = datetime(2026, 11, 22, 13, tzinfo=UTC)
TEXT = "2026-11-22T13:00:00Z"
SOON = timedelta(seconds=5)
INSTANTS = st.floats(0, 10 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def test_without_a_setting_it_is_real_time() -> None:
    clock = Clock("")
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert not clock.simulated
    assert (clock.real_seconds(60), clock.speed()) == (60, 1)


def test_with_factor_0_it_stands_still_and_does_not_stretch_waits() -> None:
    clock = Clock(f"{TEXT}@0")
    assert clock.now() == clock.now() == ORIGIN
    assert clock.simulated
    assert (clock.real_seconds(60), clock.speed()) == (60, 1)


def test_without_a_factor_it_goes_on_at_real_speed() -> None:
    assert parse_pace(TEXT) == Pace(ORIGIN, 1.0)


@given(origin=INSTANTS, factor=st.integers(0, 100))
def test_now_is_the_origin_plus_the_factor_times_what_passed(origin: datetime, factor: int) -> None:
    clock = Clock(f"{origin.isoformat()}@{factor}")
    real = datetime.now(UTC)
    expected = origin + (real - origin) * factor
    assert abs(clock.now() - expected) <= SOON * max(1, factor)


@given(factor=st.floats(0.001, 100_000), seconds=st.floats(0, 1e6))
def test_waits_shrink_as_time_runs_faster(factor: float, seconds: float) -> None:
    clock = Clock(f"{TEXT}@{factor}")
    assert clock.real_seconds(seconds) == pytest.approx(seconds / factor)
    assert clock.speed() == pytest.approx(factor)


@given(factor=st.floats(0, 100), real=INSTANTS)
def test_the_simulator_reads_the_same_time_from_the_same_text(factor: float, real: datetime) -> None:
    """They share no code: their formulas must agree."""
    text = f"{TEXT}@{factor}"
    pace = parse_pace(text)
    ours = pace.origin + (real - pace.origin) * pace.factor
    theirs = simulators_reading(text, real.timestamp()).at(real.timestamp())
    assert theirs == pytest.approx(ours.timestamp(), abs=0.05)


def test_a_wait_is_slept_at_the_clocks_pace() -> None:
    began = time.monotonic()
    Clock(f"{TEXT}@100").sleep(10)
    assert 0.1 <= time.monotonic() - began < 2
    Clock("").sleep(-5)


def test_a_clock_in_a_file_can_be_changed_while_it_runs(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text(f"{TEXT}@0\n")
    clock = Clock(f"file:{file}")
    assert clock.now() == ORIGIN
    file.write_text("2027-01-01T00:00:00+00:00@0\n")
    assert clock.now() == ORIGIN, "it is read at most once a second"
    time.sleep(REREAD_SECONDS)
    assert clock.now() == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["soon", "@60", f"{TEXT}@", f"{TEXT}@fast", f"{TEXT}@-1", f"{TEXT}@1e9", f"{TEXT}@nan"]
)
def test_a_clock_that_cannot_be_read_says_what_it_should_look_like(text: str) -> None:
    with pytest.raises(BadClock, match=r"RASPUTIN_CLOCK (should look like|needs an origin)"):
        Clock(text).now()


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(BadClock, match="time zone"):
        Clock("2026-11-22T13:00:00@60").now()


def test_a_clock_that_runs_out_of_dates_says_so() -> None:
    with pytest.raises(BadClock, match="nearer"):
        Clock("2020-01-01T00:00:00Z@100000").now()
