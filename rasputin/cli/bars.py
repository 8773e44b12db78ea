"""Progress for a person: bars on a terminal, one line a minute elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from rasputin.cli.show import LINE_SECONDS, console
from rasputin.progress import Snapshot, obstacles


class Display(Protocol):
    def update(self, snap: Snapshot) -> None: ...


@contextmanager
def display() -> Iterator[Display]:
    screen = console()
    if not screen.is_terminal:
        yield Lines()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=screen, transient=True) as progress:
        yield Bars(progress)


class Lines:
    """For logs."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def update(self, snap: Snapshot) -> None:
        if time.monotonic() - self._last >= LINE_SECONDS:
            self._last = time.monotonic()
            print(line(snap), flush=True)


class Bars:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {
            name: progress.add_task(name, total=None, note="") for name in ("members", "histories", "reports")
        }

    def update(self, snap: Snapshot) -> None:
        self._set("members", snap.members_done, snap.members, pace(snap))
        self._set("histories", snap.histories_done, snap.histories_total, left(snap))
        self._set("reports", snap.reports_done, snap.reports_total, held(snap))

    def _set(self, name: str, done: int, total: int, note: str) -> None:
        self._progress.update(self._tasks[name], completed=done, total=total or None, note=note)


def line(snap: Snapshot) -> str:
    numbers = (
        f"members {snap.members_done}/{snap.members}, "
        f"histories {snap.histories_done}/{snap.histories_total}, "
        f"reports {snap.reports_done}/{snap.reports_total}, {pace(snap)}, {left(snap)}"
    )
    return ". ".join([", ".join(filter(None, [numbers, paused(snap)])), *obstacles(snap)])


def held(snap: Snapshot) -> str:
    """What holds requests back, in a few words."""
    kinds = (f"{name}: {reason.partition(':')[0]}" for name, reason in snap.closed.items())
    return ", ".join(filter(None, [paused(snap), *kinds]))


def paused(snap: Snapshot) -> str:
    return f"throttled, {snap.pause_seconds:.0f} s to wait" if snap.pause_seconds >= 0.5 else ""


def pace(snap: Snapshot) -> str:
    return f"{snap.requests_per_second:.1f} of {snap.rate:g} requests a second"


def left(snap: Snapshot) -> str:
    if snap.caught_up:
        return f"only the manifest left: {snap.manifest_loading}" if snap.manifest_loading else "nothing left"
    if snap.seconds_left is None or not snap.members_done:
        return "time left not known yet"
    minutes, seconds = divmod(round(snap.seconds_left), 60)
    hours, minutes = divmod(minutes, 60)
    return f"about {hours} h {minutes:02} min left" if hours else f"about {minutes} min {seconds:02} s left"
