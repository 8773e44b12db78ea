"""Actions by name: beat's entries, what an operator made of them, and what is run."""

import pytest
import redis
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from rasputin import queues
from rasputin.actions import ACTIONS, PREFIX, ensure_beat_entries, run
from rasputin.celery import app

pytestmark = pytest.mark.django_db


def entries() -> dict[str, tuple[str, int, bool]]:
    rows = PeriodicTask.objects.filter(name__startswith=PREFIX).select_related("interval")
    return {row.name: (row.task, row.interval.every, row.enabled) for row in rows}


def test_every_action_has_an_entry() -> None:
    ensure_beat_entries()
    assert entries() == {
        PREFIX + name: (action.task, int(action.every), True) for name, action in ACTIONS.items()
    }


def test_entries_made_twice_are_made_once() -> None:
    ensure_beat_entries()
    before = list(PeriodicTask.objects.order_by("pk").values())
    ensure_beat_entries()
    assert list(PeriodicTask.objects.order_by("pk").values()) == before


def test_an_operators_edit_survives() -> None:
    ensure_beat_entries()
    own, _ = IntervalSchedule.objects.get_or_create(every=77, period=IntervalSchedule.MINUTES)
    PeriodicTask.objects.filter(name=PREFIX + "crawl:clans").update(enabled=False, interval=own)
    ensure_beat_entries()
    assert entries()[PREFIX + "crawl:clans"] == (ACTIONS["crawl:clans"].task, 77, False)


def test_an_operators_own_entry_is_left_alone() -> None:
    every = IntervalSchedule.objects.create(every=9, period=IntervalSchedule.SECONDS)
    own = PeriodicTask.objects.create(name="mine", task="clans.tasks.sweep_clans", interval=every)
    ensure_beat_entries()
    own.refresh_from_db()
    assert own.enabled


def test_intervals_that_an_operator_made_twice_do_no_harm() -> None:
    """Beat's table lets an admin make the same interval again."""
    for _ in range(2):
        IntervalSchedule.objects.create(every=5, period=IntervalSchedule.SECONDS)
    ensure_beat_entries()
    assert len(entries()) == len(ACTIONS)


def test_the_entry_of_a_removed_action_is_disabled() -> None:
    ensure_beat_entries()
    every = IntervalSchedule.objects.all()[0]
    PeriodicTask.objects.create(name=PREFIX + "crawl:gone", task="gone.tasks.sweep", interval=every)
    ensure_beat_entries()
    assert entries()[PREFIX + "crawl:gone"] == ("gone.tasks.sweep", every.every, False)
    assert all(enabled for name, (_, _, enabled) in entries().items() if name != PREFIX + "crawl:gone")


def test_every_action_names_a_task_that_exists() -> None:
    app.loader.import_default_modules()
    assert {action.task for action in ACTIONS.values()} <= set(app.tasks)


def test_an_unknown_name_is_answered_with_all_names() -> None:
    with pytest.raises(ValueError, match="no action 'crawl:everything'") as raised:
        run("crawl:everything")
    assert all(name in str(raised.value) for name in ACTIONS)


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_that_is_run_waits_in_a_queue_of_the_house(broker: "redis.Redis", name: str) -> None:
    run(name)
    assert sum(broker.llen(queue) for queue in queues.HOUSE) == 1
