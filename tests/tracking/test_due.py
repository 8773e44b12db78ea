"""Claims, leases and tokens on real rows."""

from datetime import UTC, datetime, timedelta

import pytest

from rasputin import due
from rasputin.queues import Priority
from tracking.models import PendingReport

NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def pending(number: int, **fields: object) -> PendingReport:
    values = {"period": NOW, "found_at": NOW, "due_at": NOW, "priority": Priority.BACKFILL, **fields}
    return PendingReport.objects.create(instance_id=number, **values)


def claim(limit: int = 10) -> list[PendingReport]:
    return due.claim(PendingReport.objects.all(), limit=limit, now=NOW, lease_seconds=60).rows


def test_the_most_urgent_are_claimed_first_and_nobody_else_gets_them() -> None:
    pending(1)
    pending(2, priority=Priority.PERSON)
    pending(3, due_at=NOW - timedelta(days=1))
    assert [row.pk for row in claim(2)] == [2, 3]
    assert [row.pk for row in claim(10)] == [1]
    assert claim() == []


def test_what_is_not_due_or_a_dead_letter_is_not_claimed() -> None:
    pending(1, due_at=NOW + timedelta(seconds=1))
    pending(2, due_at=None, error_kind="poison")
    assert claim() == []


def test_a_row_ends_only_for_who_holds_the_lease() -> None:
    pending(1)
    (first,) = claim()
    PendingReport.objects.update(lease_until=NOW - timedelta(days=365))
    (second,) = claim()
    assert not due.finish(first, due_at=None)
    assert due.finish(second, due_at=NOW + timedelta(hours=1))
    row = PendingReport.objects.get()
    assert (row.due_at, row.lease_token, row.lease_until, row.attempts) == (
        NOW + timedelta(hours=1),
        None,
        None,
        0,
    )


def test_a_bump_during_the_lease_survives_the_finish() -> None:
    pending(1)
    (row,) = claim()
    bumped = NOW - timedelta(minutes=1)
    PendingReport.objects.update(due_at=bumped, priority=Priority.PERSON)
    assert due.finish(row, due_at=NOW + timedelta(days=1))
    after = PendingReport.objects.get()
    assert (after.due_at, after.priority, after.lease_token) == (bumped, Priority.PERSON, None)


def test_a_bump_during_the_lease_survives_trouble_too() -> None:
    def postponed(row: PendingReport) -> bool:
        return due.postpone(row, due_at=NOW + timedelta(days=1), kind="private", message="")

    def buried(row: PendingReport) -> bool:
        return due.bury(row, kind="undecodable", message="")

    def held(row: PendingReport) -> bool:
        return due.hold(row, seconds=60, kind="timeout", message="")

    for number, end in enumerate((postponed, buried, held), start=1):
        pending(number)
        (row,) = claim()
        PendingReport.objects.filter(pk=number).update(due_at=NOW, priority=Priority.PERSON)
        assert end(row)
        after = PendingReport.objects.get(pk=number)
        assert (after.due_at, after.priority, after.failures) == (NOW, Priority.PERSON, 1)
        assert (after.lease_token, after.lease_until, after.attempts) == (None, None, 0)
        after.delete()


def test_a_person_who_asks_at_the_very_moment_of_a_claim_is_served_too() -> None:
    """With a clock at rest the bump has the same date: its priority tells it apart."""
    pending(1)
    (row,) = claim()
    PendingReport.objects.update(due_at=NOW, priority=Priority.PERSON)
    assert due.finish(row, due_at=NOW + timedelta(days=1))
    after = PendingReport.objects.get()
    assert (after.due_at, after.priority, after.lease_token) == (NOW, Priority.PERSON, None)


def test_passing_trouble_leaves_the_row_due_and_holds_it_back() -> None:
    pending(1)
    (row,) = claim()
    assert due.hold(row, seconds=60, kind="timeout", message="m" * 1000)
    after = PendingReport.objects.get()
    assert (after.due_at, after.error_kind, after.failures, after.attempts) == (NOW, "timeout", 1, 0)
    assert len(after.error_message) == due.MAX_ERROR_LENGTH
    assert claim() == []


def test_released_rows_are_as_if_never_claimed() -> None:
    pending(1)
    due.release(claim())
    (row,) = claim()
    assert row.attempts == 0
    assert PendingReport.objects.get().attempts == 1


def test_a_row_claimed_three_times_without_an_end_is_claimed_alone_then_buried() -> None:
    pending(1)
    pending(2)
    PendingReport.objects.filter(pk=1).update(attempts=due.CLAIMS_BEFORE_ALONE)
    assert [row.pk for row in claim()] == [1]
    assert [row.pk for row in claim()] == [2]
    PendingReport.objects.update(lease_until=None)
    claim()
    dead = PendingReport.objects.get(pk=1)
    assert (dead.due_at, dead.error_kind) == (None, "poison")
    assert list(PendingReport.objects.all().dead()) == [dead]
