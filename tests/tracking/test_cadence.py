"""How soon who plays is asked again: laws of the cadence, tried on a little model of play."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking import cadence

START = datetime(2026, 11, 22, 18, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# Activities of a session, each with the pause before it; seconds.
SESSIONS = st.lists(st.tuples(st.integers(20, 300), st.integers(300, 2400)), min_size=1, max_size=6)
SUBJECTS = st.integers(1, 2**63)


def ends_of(session: list[tuple[int, int]]) -> list[datetime]:
    ends, moment = [], START
    for pause, length in session:
        moment += timedelta(seconds=pause + length)
        ends.append(moment)
    return ends


def looks_until(
    end: datetime, ends: list[datetime], subject: int, *, heard_every: timedelta
) -> list[datetime]:
    """When the history of somebody who plays is asked for, whom rosters say to be online now and then."""
    looks = [START]
    while looks[-1] < end:
        now = looks[-1]
        seen_at = max([START, *(ended for ended in ends if ended <= now)])
        own = cadence.of_history(seen_at, now=now, subject=subject)
        hinted = max(now, seen_at + cadence.QUICKEST) + cadence.HOT
        heard = now + heard_every
        looks.append(min(own, max(hinted, heard)) if own > hinted + cadence.HOT / 2 else own)
    return looks


@given(SESSIONS, SUBJECTS)
def test_who_is_said_to_be_online_is_never_left_unasked_for_long(
    session: list[tuple[int, int]], subject: int
) -> None:
    """Whatever is played and how long, nobody waits longer than a look and a roster are apart."""
    ends = ends_of(session)
    looks = looks_until(ends[-1], ends, subject, heard_every=cadence.ROSTER_BUSY)
    bound = 1.5 * cadence.HOT + cadence.QUICKEST
    for ended in ends:
        assert min(look for look in looks if look >= ended) - ended <= bound


@given(SESSIONS, SUBJECTS)
def test_without_any_hint_the_wait_is_at_most_four_times_the_silence(
    session: list[tuple[int, int]], subject: int
) -> None:
    ends = ends_of(session)
    looks = looks_until(ends[-1], ends, subject, heard_every=10 * DAY)
    for before, look in pairwise(looks):
        silence = before - max([START, *(ended for ended in ends if ended <= before)])
        assert look - before <= max(cadence.HOT + cadence.QUICKEST, cadence.PATIENCE * silence)


@given(SESSIONS, SUBJECTS)
def test_of_whom_no_roster_tells_is_looked_at_steadily_for_45_minutes_after_the_last_sign(
    session: list[tuple[int, int]], subject: int
) -> None:
    """Who pauses for longer may be gone."""
    ends = ends_of(session)
    seen_at = now = START
    while now < ends[-1]:
        looked_at, now = now, cadence.of_history(seen_at, now=now, subject=subject, hinted=False)
        known = max([START, *(ended for ended in ends if ended <= now)])
        if looked_at - seen_at <= cadence.UNHINTED:
            assert now - looked_at <= cadence.HOT + cadence.QUICKEST
        seen_at = max(seen_at, known)


@given(st.timedeltas(timedelta(0), timedelta(days=400)), SUBJECTS)
def test_the_longer_somebody_has_not_played_the_longer_are_the_waits_and_none_is_for_ever(
    age: timedelta, subject: int
) -> None:
    for turn in (cadence.of_history, cadence.of_profile):
        wait = turn(START - age, now=START, subject=subject) - START
        later = turn(START - age - HOUR, now=START, subject=subject) - START
        assert timedelta(0) < wait <= 1.1 * cadence.DORMANT
        assert wait <= later * (1 + 1e-9)


@given(st.timedeltas(timedelta(0), timedelta(days=400)), SUBJECTS)
def test_a_date_in_the_future_makes_nobody_wait_for_it(ahead: timedelta, subject: int) -> None:
    for turn in (cadence.of_history, cadence.of_profile):
        assert turn(START + ahead, now=START, subject=subject) <= START + 2 * cadence.PROFILE


@pytest.mark.parametrize(
    ("hinted", "hours"), [(True, [0.67, 4, 12, 24, 7 * 24]), (False, [0.67, 3, 9, 24, 7 * 24])]
)
def test_profiles_are_asked_for_after_hours_a_day_and_a_week(hinted: bool, hours: list[float]) -> None:
    def wait(age: timedelta) -> float:
        turn = cadence.of_profile(START - age, now=START, subject=0, hinted=hinted)
        return (turn - START) / (1 - cadence.JITTER) / HOUR

    assert [round(wait(age), 2) for age in (MINUTE, HOUR, 3 * HOUR, 2 * DAY, 40 * DAY)] == hours


def test_members_who_fall_due_together_are_spread() -> None:
    turns = {cadence.of_profile(START - DAY, now=START, subject=subject) for subject in range(100)}
    assert len(turns) == 100
    assert max(turns) - min(turns) > HOUR


def test_who_plays_together_is_looked_at_in_turns() -> None:
    first, second = (cadence.after_sign(START, subject=0, company=place) for place in (0, 0.5))
    assert second - first == cadence.HOT / 4


def test_a_roster_comes_the_sooner_the_more_are_online() -> None:
    waits = [cadence.of_roster(online, now=START, subject=0) for online in (0, 3, 12, 60)]
    assert waits == sorted(waits, reverse=True)
    assert waits[2] == waits[3]
