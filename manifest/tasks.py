"""The thin task of the manifest: one slice of bringing it up to Bungie's."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import redis
from celery import shared_task
from django.conf import settings
from django.core.cache import cache

from manifest.queries.progress import TROUBLE as LAST_LOOK
from manifest.services import NothingKept, Slice, is_due, sync
from rasputin import clock, connect, disk
from rasputin.budget import OutOfBudget
from rasputin.bungie import BungieError, KeyRefused, Maintenance, Throttled
from rasputin.crawltask import CrawlTask, only_one, ring
from rasputin.queues import Priority
from rasputin.steps import Request, run_one

log = logging.getLogger(__name__)

ACTION = "manifest:sync"
SLICE_SHARE = 0.3  # of the soft limit: a piece of a file and the swap both fit into the rest
TROUBLE = (BungieError, OutOfBudget, NothingKept)
EVERYBODYS = (OutOfBudget, KeyRefused, Maintenance, Throttled)  # the budget tells of it
REMEMBERED_SECONDS = 900.0  # after that nobody is at it any more


@shared_task(base=CrawlTask, bind=True)
def sync_manifest(self: CrawlTask) -> None:
    """Action manifest:sync. Trouble with Bungie as a whole blames no manifest: the next beat tries again."""
    with only_one(ACTION) as alone:
        if not alone or disk.is_low() or not is_due(clock.now()):
            return
        try:
            ended = run_slice(priority=Priority.WARM, deadline=self.deadline())
        except TROUBLE as error:
            log.warning("the manifest could not be looked at: %s", error)
            _remember(error)
        else:
            if ended.more:
                ring(self)


def run_slice(*, priority: int, deadline: float, watch: Callable[[], None] = lambda: None) -> Slice:
    """Its requests give up waiting for a grant at `deadline` (time.monotonic); `watch` is called after each
    table, and each piece of one. Raises one of TROUBLE.
    """
    until = time.monotonic() + SLICE_SHARE * settings.RASPUTIN_TASK_SECONDS

    def has_time() -> bool:
        watch()
        return time.monotonic() < until

    steps = sync(
        connect.bungie(),
        now=clock.now(),
        folder=Path(settings.MANIFEST_FOLDER),
        has_time=has_time,
    )

    def around(request: Request) -> Any:
        with connect.gate().on_behalf(priority=priority, deadline=deadline):
            return request()

    ended = run_one(steps, around=around)
    forget_trouble()
    return ended


def forget_trouble() -> None:
    with suppress(redis.RedisError):
        cache.delete(LAST_LOOK)


def _remember(error: Exception) -> None:
    """For who looks how far the manifest is: trouble of this sort is on nobody's row."""
    if isinstance(error, EVERYBODYS):
        return
    with suppress(redis.RedisError):
        cache.set(LAST_LOOK, str(error), REMEMBERED_SECONDS)
