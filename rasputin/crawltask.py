"""The one base task of the crawl: claims due rows, runs a service for each, settles how each ended."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, NamedTuple

from celery import Task, current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from kombu.exceptions import OperationalError as BrokerError

from rasputin import clock, connect, disk, due
from rasputin.budget import OutOfBudget
from rasputin.bungie.errors import BungieError, KeyRefused, Maintenance, Throttled
from rasputin.steps import Request, Steps, run_all

log = logging.getLogger(__name__)

SLICE_SHARE = 0.1  # of the soft limit: after it a task claims no more, so that others get their turn
GRANT_SHARE = 0.5  # of the soft limit: after it its requests give up waiting for a grant
BACK_OFF_SECONDS = 2.0
LONGEST_BACK_OFF = 900.0
FAILURES_BEFORE_REST = 10
REST = timedelta(hours=6)
RECHECK = {
    "private": timedelta(days=1),
    "account_not_found": timedelta(days=7),
    "embargoed": timedelta(hours=1),
}
RECHECK_LATER = timedelta(days=1)


# Trouble that is no row's fault: nobody is blamed, the claimed rows are given back.
THE_TASKS_OWN = (SoftTimeLimitExceeded, OperationalError, InterfaceError)


class Found(NamedTuple):
    """What a service found for others to do, for which the task rings, and what it could not read."""

    sections: int = 0
    reports: int = 0
    unread: str = ""


class CrawlTask(Task):  # type: ignore[misc]  # celery has no types
    """Messages carry no work: losing one costs a sweep, running one twice costs an empty claim."""

    abstract = True
    acks_late = True
    ignore_result = True

    def before_start(self, *_: Any) -> None:
        self.began = time.monotonic()

    def has_time(self) -> bool:
        return time.monotonic() - self.began < SLICE_SHARE * settings.RASPUTIN_TASK_SECONDS

    def deadline(self) -> float:
        """When requests of this task give up waiting for a grant (time.monotonic)."""
        return self.began + GRANT_SHARE * settings.RASPUTIN_TASK_SECONDS


def work_through(
    task: CrawlTask, rows: due.DueQuerySet, service: Callable[[Any], Steps[Found]], *, limit: int
) -> Iterator[Found]:
    """Claims and serves rows until none is due or the slice is over; rings again if it was the slice."""
    while task.has_time():
        claimed = claim(rows, limit=limit).rows
        if not claimed:
            return
        paused = False
        with given_back(claimed):
            for row, outcome in run_rows(task, claimed, service):
                if isinstance(outcome, Exception):
                    paused |= settle_failure(row, outcome)
                else:
                    yield outcome
        if paused:
            return
    ring(task)


def claim(rows: due.DueQuerySet, *, limit: int, buried: due.Buried = len) -> due.Claim:
    """Nothing while the disk is nearly full; `buried` is told what became dead letters instead."""
    if disk.is_low():
        return due.Claim([], None)
    lease_seconds = settings.RASPUTIN_LEASE_SECONDS
    return due.claim(rows, limit=limit, now=clock.now(), lease_seconds=lease_seconds, buried=buried)


def run_rows(
    task: CrawlTask, rows: Sequence[Any], service: Callable[[Any], Steps[Any]]
) -> Iterator[tuple[Any, Any]]:
    """Each row with what its service returned or raised; its requests count with the row's priority.

    Whatever ends this early (the task's time, a lost database) gives the unfinished rows back.
    """
    unfinished = {row.pk: row for row in rows}

    def around(row: Any, request: Request) -> Any:
        with connect.gate().on_behalf(priority=row.priority, deadline=task.deadline()):
            return request()

    pairs = ((row, service(row)) for row in rows)
    try:
        for row, outcome in run_all(pairs, threads=settings.RASPUTIN_CRAWL_THREADS, around=around):
            if not isinstance(outcome, THE_TASKS_OWN):
                del unfinished[row.pk]
            yield row, outcome
    finally:
        _give_back(list(unfinished.values()))


@contextmanager
def given_back(rows: Sequence[due.Due]) -> Iterator[None]:
    """Where the task's own trouble comes through, claims that have not ended are as if never made."""
    try:
        yield
    except THE_TASKS_OWN:
        _give_back(rows)
        raise


def _give_back(rows: Sequence[due.Due]) -> None:
    """Also over a new connection where the old one is lost: a cut counts as nobody's try."""
    try:
        due.release(rows)
    except Error:
        connection.close()
        with suppress(Error):
            due.release(rows)


def settle_failure(row: due.Due, error: Exception) -> bool:
    """Records what went wrong by whether trying again helps; True if all requests have to wait."""
    if isinstance(error, THE_TASKS_OWN):
        raise error
    if isinstance(error, (OutOfBudget, Throttled, Maintenance, KeyRefused)):
        due.release([row])
        return True
    if isinstance(error, BungieError):
        _settle_reply(row, error)
    else:
        log.error("a service failed for %s", row, exc_info=error)
        _try_again_or_rest(row, "bug", f"{type(error).__name__}: {error}")
    return False


def _settle_reply(row: due.Due, error: BungieError) -> None:
    if error.again:
        _try_again_or_rest(row, error.kind, str(error))
    else:
        wait = RECHECK.get(error.kind, RECHECK_LATER)
        due.postpone(row, due_at=clock.now() + wait, kind=error.kind, message=str(error))


def _try_again_or_rest(row: due.Due, kind: str, message: str) -> None:
    if row.failures < FAILURES_BEFORE_REST:
        wait = min(BACK_OFF_SECONDS * 2**row.failures, LONGEST_BACK_OFF)
        due.hold(row, seconds=clock.clock.real_seconds(wait), kind=kind, message=message)
    else:
        due.postpone(row, due_at=clock.now() + REST, kind=kind, message=message)


def ring(task: Any, count: int = 1) -> None:
    """Rings a queue's bell; a broker that is away costs nothing, as the next sweep rings again."""
    for _ in range(count):
        try:
            task.apply_async()
        except BrokerError:
            log.warning("the broker does not answer: the next sweep rings again")
            return


def bells(rows: due.DueQuerySet, *, batch: int, queue: str) -> int:
    """How many bells a sweep should ring: not more than the work, the workers, and what already waits."""
    if disk.is_low():
        return 0
    wanted = -(-rows.due(clock.now()).free()[: batch * settings.RASPUTIN_CRAWL_PROCESSES].count() // batch)
    return max(0, min(wanted, settings.RASPUTIN_CRAWL_PROCESSES - waiting(queue)))


def waiting(queue: str) -> int:
    """Messages of a queue that no worker has taken."""
    with current_app.connection_for_read() as broker:
        try:
            return int(broker.default_channel.queue_declare(queue=queue, passive=True).message_count)
        except broker.channel_errors:
            return 0  # nobody has made the queue yet, or Redis forgot the empty list that it was


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Holds the PostgreSQL advisory lock of an action's name; False where somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('rasputin'), hashtext(%s))", [name])
        (got,) = cursor.fetchone()
        try:
            yield bool(got)
        finally:
            if got:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('rasputin'), hashtext(%s))", [name])
