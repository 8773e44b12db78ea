"""`rasputin reprocess`, and how a command sees a job through: by itself, or by the workers that are at it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from rasputin.cli import show
from rasputin.cli.opened import opened
from rasputin.local import Trouble

if TYPE_CHECKING:
    from rasputin.models import Job

LOOK_SECONDS = 0.2
Tell = Callable[["Job"], None]


def reprocess(
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Only replies that were fetched since then: 2026-11-22 (UTC), a time with its zone, or"
            " weekly, season_21 and the like.",
        ),
    ] = None,
    parser_below: Annotated[
        int | None, typer.Option(metavar="N", help="Only what a version of the parser below N has read.")
    ] = None,
) -> None:
    """Derive reports again from the archived replies, without asking Bungie."""
    with opened():
        from rasputin import clock
        from tracking.services.reprocess import want_reprocessing

        moment = moment_of(since) if since is not None else None
        job = see_through(want_reprocessing(since=moment, below=parser_below, now=clock.now()))
        print(f"{job.done} archived replies were read again.")
        show.table(changes(job), empty="Nothing differs from what is stored.")
        for note in job.notes:
            print(note)
    raise typer.Exit(1 if job.notes else 0)


def moment_of(text: str) -> datetime:
    """Raises Trouble for what is no moment."""
    from manifest.asked import moment_or_name

    try:
        found: datetime = moment_or_name(text)
    except ValueError as error:
        raise Trouble(f"--since: {error}") from error
    return found


def see_through(job: "Job") -> "Job":
    """Works at it, or watches who does, until it has ended; raises Trouble for one that failed."""
    try:
        with _display(job.kind) as tell:
            while job.finished_at is None:
                tell(job)
                _go_on(job)
    except KeyboardInterrupt:
        print("Stopped: the same command goes on from here, and so do the workers of `rasputin up`.")
        raise
    return job


def _go_on(job: "Job") -> None:
    from rasputin.tasks import work_a_slice

    if not work_a_slice():
        time.sleep(LOOK_SECONDS)
    job.refresh_from_db()
    if job.state == "failed":
        raise Trouble(f"It failed ({job.error_message}): the same command goes on where it stopped.")


def changes(job: "Job") -> list[dict[str, object]]:
    return [{"what": what, "rows": number} for what, number in sorted(job.counts.items())]


@contextmanager
def _display(title: str) -> Iterator[Tell]:
    screen = show.console()
    if not screen.is_terminal:
        tell = show.EachMinute()
        yield lambda job: tell(f"{title}: {job.done} of {job.total}")
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda job: progress.update(task, completed=job.done, total=job.total or None)
