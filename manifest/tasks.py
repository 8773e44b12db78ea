"""The thin task of the manifest: one slice of bringing it up to Bungie's."""

import logging
import time
from pathlib import Path
from typing import Any

from celery import shared_task
from django.conf import settings

from manifest.services.follow import NothingKept
from manifest.services.sync import Slice, sync
from rasputin import clock, connect
from rasputin.budget import OutOfBudget
from rasputin.bungie import BungieError
from rasputin.crawltask import CrawlTask, only_one, ring
from rasputin.queues import Priority
from rasputin.steps import Request, run_all

log = logging.getLogger(__name__)

SLICE_SHARE = 0.3  # of the soft limit: a piece of a file and the swap both fit into the rest


@shared_task(base=CrawlTask, bind=True)
def sync_manifest(self: CrawlTask) -> None:
    """Action manifest:sync."""
    with only_one("manifest:sync") as alone:
        if alone and run_slice(self).more:
            ring(self)


def run_slice(task: CrawlTask) -> Slice:
    """Trouble with Bungie as a whole ends it without blame: the next beat tries again."""
    until = time.monotonic() + SLICE_SHARE * settings.RASPUTIN_TASK_SECONDS
    steps = sync(
        connect.bungie(),
        now=clock.now(),
        folder=Path(settings.MANIFEST_FOLDER),
        has_time=lambda: time.monotonic() < until,
    )

    def around(_: Any, request: Request) -> Any:
        with connect.gate().on_behalf(priority=Priority.WARM, deadline=task.deadline()):
            return request()

    for _, outcome in run_all([(None, steps)], threads=1, around=around):
        if isinstance(outcome, (BungieError, OutOfBudget, NothingKept)):
            log.warning("the manifest could not be looked at: %s", outcome)
        elif isinstance(outcome, Exception):
            raise outcome
        else:
            return outcome
    return Slice(None)
