"""The base task: how many bells are rung, who has an action's lock, and how a failure settles its row."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import redis
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, connection
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from rasputin import connect, due, queues
from rasputin.budget import OutOfBudget
from rasputin.bungie.errors import (
    AccountNotFound,
    BadRequest,
    Embargoed,
    KeyRefused,
    Maintenance,
    Private,
    ServerTrouble,
    Throttled,
)
from rasputin.celery import app
from rasputin.crawltask import (
    BACK_OFF_SECONDS,
    LONGEST_BACK_OFF,
    RECHECK,
    RECHECK_LATER,
    REST,
    CrawlTask,
    Found,
    bells,
    claim,
    only_one,
    ring,
    settle_failure,
    waiting,
    work_through,
)
from rasputin.steps import Steps
from tests.simulated import NOW
from tracking.models import Section
from tracking.tasks import crawl_members

pytestmark = pytest.mark.django_db


def make(number: int, **fields: Any) -> None:
    values = {"kind": Section.Kind.PROFILE, "due_at": NOW, **fields}
    Section.objects.bulk_create([Section(subject=subject, **values) for subject in range(1, number + 1)])


def claimed(**fields: Any) -> Section:
    make(1, **fields)
    row: Section
    (row,) = claim(Section.objects.all(), limit=1).rows
    return row


@pytest.fixture(autouse=True)
def _at_rest(at_rest: None, crawling: object) -> None:
    """Everything here happens at one moment, with queues and budget of its own."""


def rung(broker: "redis.Redis", waiting_already: int, rows: int) -> int:
    broker.flushdb()
    Section.objects.all().delete()
    ring(crawl_members, waiting_already)
    make(rows)
    return bells(Section.objects.all(), batch=8, queue=queues.MEMBER)


@rules(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(waiting_already=st.integers(0, 5), rows=st.integers(0, 60), workers=st.integers(1, 4))
def test_a_sweep_never_rings_more_than_workers_minus_waiting(
    broker: "redis.Redis", settings: Settings, waiting_already: int, rows: int, workers: int
) -> None:
    settings.RASPUTIN_CRAWL_PROCESSES = workers
    number = rung(broker, waiting_already, rows)
    assert waiting(queues.MEMBER) == waiting_already
    assert number == max(0, min(-(-rows // 8), workers - waiting_already))


def test_nobody_rings_for_rows_that_are_held_or_not_due(broker: "redis.Redis") -> None:
    make(8)
    claim(Section.objects.all(), limit=8)
    make(8, kind=Section.Kind.HISTORY, due_at=NOW + timedelta(seconds=1))
    assert bells(Section.objects.all(), batch=8, queue=queues.MEMBER) == 0


def test_a_broker_that_is_away_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:9/0")
    app._after_fork()
    ring(crawl_members, 3)
    monkeypatch.undo()
    app._after_fork()
    assert waiting(queues.MEMBER) == 0


@contextmanager
def another_session() -> Iterator["psycopg.Connection[Any]"]:
    """A connection that is not Django's, as another worker has."""
    found = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: found[name] for name in names if found.get(name)}) as other:
        other.autocommit = True
        yield other


LOCK = "SELECT pg_try_advisory_lock(hashtext('rasputin'), hashtext(%s))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('rasputin'), hashtext(%s))"


def test_an_action_runs_alone() -> None:
    with another_session() as other:
        other.execute(LOCK, ["crawl:members"])
        with only_one("crawl:members") as alone:
            assert not alone
        with only_one("crawl:clans") as alone:
            assert alone
        other.execute(UNLOCK, ["crawl:members"])
        with only_one("crawl:members") as alone:
            assert alone


def test_the_lock_of_an_action_is_given_back_whatever_happens() -> None:
    with pytest.raises(ValueError, match="trouble"), only_one("crawl:members"):
        raise ValueError("trouble")
    with another_session() as other:
        (got,) = other.execute(LOCK, ["crawl:members"]).fetchone() or (False,)
        assert got


def test_who_did_not_get_the_lock_does_not_give_it_back() -> None:
    with another_session() as other:
        other.execute(LOCK, ["crawl:members"])
        with only_one("crawl:members"):
            pass
        (held,) = other.execute(UNLOCK, ["crawl:members"]).fetchone() or (False,)
        assert held


def state(row: due.Due) -> tuple[Any, ...]:
    row.refresh_from_db()
    return row.due_at, row.error_kind, row.failures, row.attempts, row.lease_token


@pytest.mark.parametrize(
    "error",
    [OutOfBudget(1, ""), Throttled("x"), Maintenance("x"), KeyRefused("x")],
    ids=lambda error: type(error).__name__,
)
def test_trouble_of_all_releases_the_row_and_asks_all_to_wait(error: Exception) -> None:
    row = claimed()
    assert settle_failure(row, error)
    assert state(row) == (NOW, "", 0, 0, None)
    assert row.lease_until is None


@pytest.mark.parametrize("failures", [0, 1, 5, 9])
def test_passing_trouble_is_waited_for_longer_each_time(failures: int) -> None:
    row = claimed(failures=failures)
    assert not settle_failure(row, ServerTrouble("x"))
    assert state(row) == (NOW, "server_trouble", failures + 1, 0, None)
    assert row.lease_until is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM %s - statement_timestamp())", [row.lease_until])
        (wait,) = cursor.fetchone()
    assert float(wait) == pytest.approx(min(BACK_OFF_SECONDS * 2**failures, LONGEST_BACK_OFF), abs=1)


def test_trouble_that_does_not_pass_comes_to_rest() -> None:
    row = claimed(failures=10)
    settle_failure(row, ServerTrouble("x"))
    assert state(row) == (NOW + REST, "server_trouble", 11, 0, None)


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (Private("x"), RECHECK["private"]),
        (AccountNotFound("x"), RECHECK["account_not_found"]),
        (Embargoed("x"), RECHECK["embargoed"]),
        (BadRequest("x"), RECHECK_LATER),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_only_time_mends_is_looked_at_again_later(error: Any, wait: timedelta) -> None:
    row = claimed()
    assert not settle_failure(row, error)
    assert state(row) == (NOW + wait, error.kind, 1, 0, None)


def test_a_bug_is_logged_and_held_by_its_name(caplog: pytest.LogCaptureFixture) -> None:
    row = claimed()
    assert not settle_failure(row, KeyError("missing"))
    assert state(row)[:3] == (NOW, "bug", 1)
    assert row.error_message == "KeyError: 'missing'"
    assert "a service failed for profile 1" in caplog.text


@pytest.mark.parametrize("error", [SoftTimeLimitExceeded(), OperationalError(), InterfaceError()])
def test_the_tasks_own_trouble_is_raised_and_no_row_is_blamed(error: Exception) -> None:
    row = claimed()
    before = state(row)
    with pytest.raises(type(error)):
        settle_failure(row, error)
    assert state(row) == before
    assert row.lease_token is not None, "the lease brings it back"


def serve(row: Section) -> Steps[Found]:
    answer: int = yield lambda: row.subject
    due.finish(row, due_at=None)
    return Found(sections=answer)


def begun(task: CrawlTask = crawl_members) -> CrawlTask:
    task.before_start()
    return task


@pytest.mark.django_db(transaction=True)
def test_rows_are_given_back_over_a_new_connection_where_the_old_one_was_cut() -> None:
    make(1)

    def cut(_: Section) -> Steps[Found]:
        with another_session() as other:
            other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        yield lambda: None
        Section.objects.update(run_at=NOW)
        return Found()

    task = CrawlTask()
    task.before_start()
    with pytest.raises(OperationalError):
        list(work_through(task, Section.objects.all(), cut, limit=8))
    row = Section.objects.get()
    assert (row.lease_until, row.attempts, row.failures) == (None, 0, 0)


def test_rows_are_claimed_and_served_until_none_is_due(broker: "redis.Redis") -> None:
    make(20)
    found = list(work_through(begun(), Section.objects.all(), serve, limit=8))
    assert sorted(item.sections for item in found) == list(range(1, 21))
    assert not Section.objects.due(NOW).exists()
    assert broker.llen(queues.MEMBER) == 0, "nothing is left to ring for"


def test_a_slice_that_is_over_rings_again_for_the_rest(settings: Settings, broker: "redis.Redis") -> None:
    make(20)
    settings.RASPUTIN_TASK_SECONDS = 0
    assert list(work_through(begun(), Section.objects.all(), serve, limit=8)) == []
    assert broker.llen(queues.MEMBER) == 1
    assert Section.objects.due(NOW).count() == 20


def test_a_pause_ends_the_slice_and_rings_for_nobody(broker: "redis.Redis") -> None:
    make(20)

    def paused(row: Section) -> Steps[Found]:
        raise OutOfBudget(10, "")
        yield

    assert list(work_through(begun(), Section.objects.all(), paused, limit=8)) == []
    assert broker.llen(queues.MEMBER) == 0
    assert set(Section.objects.values_list("attempts", "lease_token")) == {(0, None)}


def test_one_bad_row_keeps_nobody_else_from_being_served() -> None:
    make(5)

    def service(row: Section) -> Steps[Found]:
        if row.subject == 3:
            raise ServerTrouble("x")
        return (yield from serve(row))

    found = list(work_through(begun(), Section.objects.all(), service, limit=8))
    assert len(found) == 4
    assert [row.subject for row in Section.objects.due(NOW)] == [3]


def test_requests_count_with_their_rows_priority() -> None:
    make(1, priority=queues.Priority.HOT)
    seen = []

    def service(row: Section) -> Steps[Found]:
        gate = connect.gate()
        yield lambda: seen.append(gate._local.priority)
        due.finish(row, due_at=None)
        return Found()

    list(work_through(begun(), Section.objects.all(), service, limit=8))
    assert seen == [queues.Priority.HOT]


def test_the_queues_of_the_tests_are_their_own(broker: "redis.Redis") -> None:
    assert os.environ["CELERY_BROKER_URL"].endswith(str(broker.connection_pool.connection_kwargs["db"]))
