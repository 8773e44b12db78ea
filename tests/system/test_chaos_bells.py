"""Messages carry no work: however often and in whatever order they come, each thing is done once."""

import random

import pytest
from celery import Celery

from tests.system.chaos import IN_FULL_SWING, count, tracked_clan
from tests.system.stack import Stack, ends_well, nothing_differs

pytestmark = [pytest.mark.chaos, pytest.mark.thorough]

QUEUES = {
    "tracking.tasks.crawl_members": "member",
    "tracking.tasks.crawl_instances": "instance",
    "clans.tasks.crawl_clans": "clan",
    "manifest.tasks.sync_manifest": "db_sync",
    "tracking.tasks.derive_titles": "db_sync",
    "tracking.tasks.sweep_members": "actions",
    "tracking.tasks.sweep_instances": "actions",
    "tracking.tasks.refresh_members": "actions",
    "clans.tasks.sweep_clans": "actions",
}
EACH = 20


def test_bells_rung_twenty_times_over_in_any_order_change_nothing() -> None:
    with tracked_clan() as small:
        running = small.up()
        for burst in range(4):
            small.await_requests((burst + 1) * IN_FULL_SWING)
            _ring(small, random.Random(burst))
        ends_well(running)
        nothing_differs(small)
        asked = small.control("requests")["by_endpoint"]
        assert asked["report"] == count(small, "SELECT count(*) FROM tracking_instance")


def _ring(stack: Stack, dice: random.Random) -> None:
    bells = list(QUEUES.items()) * EACH
    dice.shuffle(bells)
    with Celery(broker=stack.redis_url.rsplit("/", 1)[0] + "/1", set_as_current=False) as app:
        for task, queue in bells:
            app.send_task(task, queue=queue, ignore_result=True)
