"""The one table of named actions: what beat runs by itself and an operator by name."""

from typing import Any, NamedTuple

from celery import current_app
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from rasputin import celery as _app  # noqa: F401 - sets the current app, also in a shell

PREFIX = "rasputin: "


class Action(NamedTuple):
    """`every` in seconds; the task is named, not imported, so that this table depends on no app."""

    task: str
    every: float
    sentence: str


ACTIONS: dict[str, Action] = {
    "manifest:sync": Action(
        "manifest.tasks.sync_manifest", 60, "Looks for a new manifest, and loads it table by table."
    ),
    "crawl:members": Action(
        "tracking.tasks.sweep_members", 5, "Rings for profiles, histories and triumphs that are due."
    ),
    "crawl:instances": Action(
        "tracking.tasks.sweep_instances", 5, "Rings for post-game reports that are wanted."
    ),
    "titles:derive": Action(
        "tracking.tasks.derive_titles", 30, "Finds who has titles that the manifest did not have before."
    ),
    "jobs:work": Action(
        "rasputin.tasks.sweep_jobs", 5, "Rings for work on what is stored: reprocessing, erasing."
    ),
    "repair:players": Action(
        "tracking.tasks.sweep_players",
        60,
        "Rings for corrupt players, and for members whose accounts are not known, to be asked about by id.",
    ),
    "repair:classes": Action(
        "tracking.tasks.fill_in_classes", 3600, "Fills in classes that reports withheld and others showed."
    ),
    "disk:sample": Action(
        "rasputin.tasks.sample_disk", 3600, "Notes what the database takes, so that its growth is known."
    ),
    "prune": Action(
        "rasputin.tasks.drop_leftovers",
        86400,
        "Drops what nobody will ask for again: expired sessions, sections without an owner, left-over files.",
    ),
    "crawl:clans": Action("clans.tasks.sweep_clans", 5, "Rings for clans and rosters that are due."),
    "crawl:network:clans": Action(
        "clans.tasks.refresh_network_clans",
        3600,
        "Makes all clans of all networks due now, ahead of the others.",
    ),
}


def run(name: str) -> None:
    """Sends the action to the workers; ValueError with all names for one that is not known."""
    current_app.send_task(_known(name).task)


def ensure_beat_entries() -> None:
    """Creates what is missing and disables what is gone; an operator's edit is never overwritten.

    Every command does it: with nothing to do it is one question.
    """
    entries = PeriodicTask.objects.filter(name__startswith=PREFIX)
    known = {entry.name.removeprefix(PREFIX): entry for entry in entries.only("name", "enabled")}
    for name in ACTIONS.keys() - known.keys():
        _create(name, ACTIONS[name])
    for name in known.keys() - ACTIONS.keys():
        if known[name].enabled:
            known[name].enabled = False
            known[name].save()


def _create(name: str, action: Action) -> None:
    defaults: dict[str, Any] = {
        "task": action.task,
        "interval": _interval(int(action.every)),
        "description": action.sentence,
        "expire_seconds": int(action.every),  # the next one is there by then
    }
    PeriodicTask.objects.get_or_create(name=PREFIX + name, defaults=defaults)


def _interval(seconds: int) -> IntervalSchedule:
    """The admin lets an operator make the same interval twice: any of them will do."""
    rows = IntervalSchedule.objects.filter(every=seconds, period=IntervalSchedule.SECONDS)
    return rows.first() or IntervalSchedule.objects.create(every=seconds, period=IntervalSchedule.SECONDS)


def _known(name: str) -> Action:
    try:
        return ACTIONS[name]
    except KeyError:
        raise ValueError(f"There is no action {name!r}. Actions: {', '.join(sorted(ACTIONS))}.") from None
