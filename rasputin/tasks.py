"""Thin tasks of the installation itself: jobs, a short slice at a time, and samples of what is stored."""

from celery import shared_task
from django.conf import settings

from rasputin import clock, jobs, queues, storage
from rasputin.crawltask import CrawlTask, only_one, ring, waiting
from rasputin.models import Job
from rasputin.prune import prune
from tracking.services.erase import erase
from tracking.services.reprocess import reprocess

ACTION = "jobs:work"
SLICE_SHARE = 0.03  # of the soft limit: the worker that takes it is also the one for what a person waits for
SERVICES: dict[str, jobs.Step] = {
    Job.Kind.REPROCESS: reprocess,
    Job.Kind.ERASE: erase,
}


@shared_task(base=CrawlTask, bind=True)
def sweep_jobs(self: CrawlTask) -> None:
    """Action jobs:work."""
    with only_one(ACTION) as alone:
        if alone:
            _ring()


@shared_task(base=CrawlTask, bind=True)
def work_at_jobs(self: CrawlTask) -> None:
    """A slice of the most urgent job."""
    if work_a_slice():
        _ring()


@shared_task(base=CrawlTask, bind=True)
def sample_disk(self: CrawlTask) -> None:
    """Action disk:sample."""
    with only_one("disk:sample") as alone:
        if alone:
            storage.sample(clock.now())


@shared_task(base=CrawlTask, bind=True)
def drop_leftovers(self: CrawlTask) -> None:
    """Action prune."""
    with only_one("prune") as alone:
        if alone:
            prune(clock.now(), has_time=self.has_time)
            if not self.has_time():
                ring(self)


def work_a_slice() -> bool:
    """False where there is nothing to do, or somebody does it already."""
    return jobs.run_slice(
        SERVICES,
        now=clock.now,
        seconds=SLICE_SHARE * settings.RASPUTIN_TASK_SECONDS,
        lease_seconds=settings.RASPUTIN_LEASE_SECONDS,
    )


def _ring() -> None:
    """One bell is enough: only one works at a time."""
    if Job.objects.open().due(clock.now()).free().exists() and not waiting(queues.DB_SYNC):
        ring(work_at_jobs)
