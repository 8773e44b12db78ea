"""Works at jobs: a slice of the most urgent one, one of them at a time in the whole installation.

Each step is a transaction that also holds how far the job is: it may be killed anywhere. Whoever works has
an advisory lock, which ends with its process, and the job's lease, which every step proves to be ours.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import Error, transaction

from rasputin import due
from rasputin.crawltask import THE_TASKS_OWN, only_one
from rasputin.models import Job

log = logging.getLogger(__name__)

LOCK = "jobs"
KEPT = ("cursor", "total", "done", "counts", "notes", "arguments")
MOST_NOTES = 100
FAILURES_BEFORE_END = 5
BACK_OFF_SECONDS = 1.0

Step = Callable[[Job], bool]  # does a second's work or less; True when nothing is left


class LostJob(Exception):
    """Somebody else has the job by now: our lease, or the connection with the lock, had ended."""


def want(kind: Job.Kind, arguments: Mapping[str, Any], *, priority: int, now: datetime) -> Job:
    """The job that does this: one that has not ended, or has failed, goes on where it is."""
    same = Job.objects.filter(kind=kind, arguments=arguments, finished_at=None)
    job: Job | None = same.order_by("-pk").first()
    if job is None:
        return Job.objects.create(
            kind=kind, arguments=dict(arguments), priority=priority, due_at=now, added_at=now
        )
    if job.due_at is None:
        due.replay(same.filter(pk=job.pk), now=now)
        job.refresh_from_db()
    return job


def run_slice(
    services: Mapping[str, Step], *, now: Callable[[], datetime], seconds: float, lease_seconds: float
) -> bool:
    """Works for `seconds` at the most urgent job; False where there is none, or somebody works already.

    Trouble is told on the job's row, and tried again after a while. Raises what concerns the task or
    the database, and leaves the job as its last step did.
    """
    with only_one(LOCK) as alone:
        if not alone:
            return False
        due.free_all(Job.objects.all())  # of those who held the lock before us, and are dead
        claimed = due.claim(Job.objects.open(), limit=1, now=now(), lease_seconds=lease_seconds).rows
        for job in claimed:
            _work(job, services[job.kind], now=now, until=time.monotonic() + seconds)
        return bool(claimed)


def tell(job: Job, sentence: str) -> None:
    """Notes what could not be done; no more than a person reads."""
    if len(job.notes) < MOST_NOTES:
        job.notes.append(sentence)


def count(job: Job, what: str, number: int = 1) -> None:
    if number:
        job.counts[what] = job.counts.get(what, 0) + number


def _work(job: Job, step: Step, *, now: Callable[[], datetime], until: float) -> None:
    try:
        if _steps(job, step, now=now(), until=until):
            _write(job, finished_at=now(), due_at=None, lease_until=None, lease_token=None)
        else:
            _write(job, lease_until=None, lease_token=None)
    except LostJob:
        log.warning("%s was taken by somebody else", job)
    except (*THE_TASKS_OWN, KeyboardInterrupt):
        with suppress(Error):
            due.release([job])
        raise
    except Exception as error:
        log.exception("%s failed", job)
        _stumble(job, error)


def _steps(job: Job, step: Step, *, now: datetime, until: float) -> bool:
    """At least one; True when nothing is left."""
    job.started_at = job.started_at or now
    while True:
        with transaction.atomic():
            ended = step(job)
            _write(job, **{name: getattr(job, name) for name in (*KEPT, "started_at")})
        if ended or time.monotonic() > until:
            return ended


def _write(job: Job, **fields: Any) -> None:
    calm = {"attempts": 0, "failures": 0, "error_kind": "", "error_message": ""}
    if not due.mine(job).update(**calm, **fields):
        raise LostJob


def _stumble(job: Job, error: Exception) -> None:
    message = f"{type(error).__name__}: {error}"
    if job.failures >= FAILURES_BEFORE_END:
        due.bury(job, kind="bug", message=message)
    else:
        due.hold(job, seconds=BACK_OFF_SECONDS * 2**job.failures, kind="bug", message=message)
