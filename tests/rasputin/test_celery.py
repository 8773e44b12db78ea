"""The Celery app: what it shows of its settings, and where its tasks go."""

import gc
import os

import pytest
from celery.signals import worker_init

from rasputin import queues
from rasputin.actions import ACTIONS
from rasputin.celery import RARELY, app, seek_rings_rarely
from rasputin.crawltask import waiting


def test_a_worker_that_is_inspected_shows_no_password() -> None:
    shown = app.conf.table(with_defaults=True, censored=True)
    password = os.environ["REDIS_URL"].partition("://:")[2].partition("@")[0]
    assert len(password) > 20
    assert password not in str(shown)
    assert os.environ["RASPUTIN_SECRET_KEY"] not in str(shown)


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("tracking.tasks.crawl_members", queues.MEMBER),
        ("tracking.tasks.crawl_instances", queues.INSTANCE),
        ("clans.tasks.crawl_clans", queues.CLAN),
        ("tracking.tasks.refresh_members", queues.ACTIONS),
        ("manifest.tasks.sync_manifest", queues.DB_SYNC),
        ("tracking.tasks.derive_titles", queues.DB_SYNC),
        ("rasputin.tasks.work_at_jobs", queues.DB_SYNC),
        ("rasputin.tasks.drop_leftovers", queues.DB_SYNC),
        *((action.task, queues.ACTIONS) for action in ACTIONS.values() if "sweep" in action.task),
    ],
)
def test_every_task_goes_to_its_queue(task: str, queue: str) -> None:
    route = app.amqp.router.route({}, task)
    assert (route["queue"].name if route else app.conf.task_default_queue) == queue


def test_a_worker_that_starts_seeks_rings_of_objects_rarely() -> None:
    before = gc.get_threshold()
    try:
        seek_rings_rarely()
        assert gc.get_threshold() == RARELY != before
        assert seek_rings_rarely in [receiver() for _, receiver in worker_init.receivers]
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def test_a_queue_that_nobody_has_made_is_empty() -> None:
    assert waiting("nobody-made-this") == 0


def test_unknown_queues_are_not_made_by_a_slip_of_the_pen() -> None:
    assert set(app.amqp.queues) == set(queues.ALL)
    assert app.conf.task_create_missing_queues is False
