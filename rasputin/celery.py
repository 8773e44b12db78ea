"""The Celery app."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import task_prerun, worker_init
from django.conf import settings
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasputin.settings")

PREFIX = "CELERY_"
RARELY = 50_000, 20, 50  # so many new objects live before a worker looks for rings among them


def _configuration() -> dict[str, Any]:
    """Celery's own settings and no others: a worker shows its configuration to whoever inspects it."""
    names = [name for name in dir(settings) if name.startswith(PREFIX)]
    return {name.removeprefix(PREFIX).lower(): getattr(settings, name) for name in names}


app = Celery("rasputin")
app.config_from_object(_configuration())
app.conf["CELERY_DB_REUSE_MAX"] = 10**9  # or Celery closes the connection after each task
app.autodiscover_tasks(["rasputin", "manifest", "tracking", "clans"])


@worker_init.connect
def seek_rings_rarely(**_: Any) -> None:
    """Replies and rows form none: to look for some in each batch took an eighth of a worker's time."""
    gc.freeze()  # what was imported stays; processes that fork from here share it
    gc.set_threshold(*RARELY)


@task_prerun.connect
def check_connections(task: Any, **_: Any) -> None:
    """A process keeps its database connection over tasks, and drops one that is dead or too old."""
    if not task.request.is_eager:
        close_old_connections()
