"""The thin task of the manifest: one slice of bringing it up to Bungie's."""

import logging
import time
from pathlib import Path
from typing import Any

from celery import shared_task
from django.conf import settings

from manifest.services import NothingKept, Slice, sync
from rasputin import clock, connect
from rasputin.budget import OutOfBudget
from rasputin.bungie import BungieError
from rasputin.crawltask import CrawlTask, only_one, ring
from rasputin.queues import Priority
from rasputin.steps import Request, run_all

log = logging.getLogger(__name__)

ACTION = "manifest:sync"
SLICE_SHARE = 0.3  # of the soft limit: a piece of a file and the swap both fit into the rest
TROUBLE = (BungieError, OutOfBudget, NothingKept)


@shared_task(base=CrawlTask, bind=True)
def sync_manifest(self: CrawlTask) -> None:
    """Action manifest:sync. Trouble with Bungie as a whole blames no manifest: the next beat tries again."""
    with only_one(ACTION) as alone:
        if not alone:
            return
        try:
            ended = run_slice(priority=Priority.WARM, deadline=self.deadline())
        except TROUBLE as error:
            log.warning("the manifest could not be looked at: %s", error)
        else:
            if ended.more:
                ring(self)


def run_slice(*, priority: int, deadline: float) -> Slice:
    """Its requests give up waiting for a grant at `deadline` (time.monotonic)."""
    until = time.monotonic() + SLICE_SHARE * settings.RASPUTIN_TASK_SECONDS
    steps = sync(
        connect.bungie(),
        now=clock.now(),
        folder=Path(settings.MANIFEST_FOLDER),
        has_time=lambda: time.monotonic() < until,
    )

    def around(_: Any, request: Request) -> Any:
        with connect.gate().on_behalf(priority=priority, deadline=deadline):
            return request()

    for _, outcome in run_all([(None, steps)], threads=1, around=around):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome
    raise AssertionError("a service ends once")
