"""`rasputin icons`: pictures of titles, emblems and activities, as files that bear their names."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasputin.cli import show
from rasputin.cli.manifest import NOTHING_LOADED
from rasputin.cli.opened import opened
from rasputin.local import Trouble

if TYPE_CHECKING:
    from manifest.queries.icons import Icon
    from manifest.services.icons import Collected

GRANT_SECONDS = 120.0
Tell = Callable[["Collected"], None]


def icons(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go; made if it is not there.")],
    titles: Annotated[bool, typer.Option("--titles", help="One of each title.")] = False,
    emblems: Annotated[bool, typer.Option("--emblems", help="One of each emblem.")] = False,
    activities: Annotated[bool, typer.Option("--activities", help="One of each activity.")] = False,
    removed: Annotated[
        bool, typer.Option("--removed", help="Also of what the current manifest no longer has.")
    ] = False,
    pause: Annotated[float, typer.Option(min=0, max=60, help="Seconds between two downloads.")] = 1.0,
) -> None:
    """Download pictures by name; what DIR has already is skipped."""
    asked = {"titles": titles, "emblems": emblems, "activities": activities}
    kinds = [kind for kind, is_asked in asked.items() if is_asked]
    if not kinds:
        raise Trouble("Say which: --titles, --emblems or --activities; several may be combined.")
    folders = {kind: out if len(kinds) == 1 else out / kind for kind in kinds}
    with opened():
        found = _found(kinds, removed=removed)
        politely = Politely(pause)
        ended = {kind: _collect(found[kind], folders[kind], politely) for kind in kinds}
    _report(folders, found, ended)
    raise typer.Exit(0 if all(done.is_whole for done in ended.values()) else 1)


class Politely:
    """Each request after all others of this installation's, and a pause before the next."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._next = 0.0

    def __call__(self, request: Callable[[], Any]) -> Any:
        from rasputin import connect
        from rasputin.clock import clock
        from rasputin.queues import Priority

        time.sleep(max(0.0, self._next - time.monotonic()))
        try:
            deadline = time.monotonic() + GRANT_SECONDS
            with connect.gate().on_behalf(priority=Priority.LAST, deadline=deadline):
                return request()
        finally:
            self._next = time.monotonic() + clock.real_seconds(self._pause)


def _found(kinds: list[str], *, removed: bool) -> "dict[str, list[Icon]]":
    """By kind, all of one manifest."""
    from manifest.queries import reading
    from manifest.queries.icons import KINDS, icons

    with reading() as version:
        if version is None:
            raise Trouble(NOTHING_LOADED)
        found = {kind: icons(kind, removed=removed) for kind in kinds}
    for kind in kinds:
        if not found[kind]:
            table = KINDS[kind].table
            raise Trouble(f"The manifest has no {kind}: does RASPUTIN_MANIFEST_TABLES leave {table} out?")
    return found


def _collect(found: "list[Icon]", folder: Path, politely: Politely) -> "Collected":
    from manifest.services.icons import collect
    from rasputin import connect
    from rasputin.steps import run_one

    with _display(str(folder)) as tell:
        return run_one(collect(connect.bungie(), found, folder, tell=tell), around=politely)


@contextmanager
def _display(title: str) -> Iterator[Tell]:
    screen = show.console()
    if not screen.is_terminal:
        tell = show.EachMinute()
        yield lambda done: tell(f"{title}: {_ended(done)} of {_ended(done) + done.left}{_note(done)}")
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task(title, total=None, note="")
        yield lambda done: progress.update(
            task, completed=_ended(done), total=_ended(done) + done.left, note=_note(done)
        )


def _ended(done: "Collected") -> int:
    return done.written + done.had + len(done.failed)


def _note(done: "Collected") -> str:
    return f", {len(done.failed)} failed" if done.failed else ""


def _report(folders: dict[str, Path], found: "dict[str, list[Icon]]", ended: "dict[str, Collected]") -> None:
    show.table([_row(kind, found[kind], ended[kind]) | {"in": folders[kind]} for kind in folders], empty="")
    for kind, done in ended.items():
        for file, reason in done.failed.items():
            print(f"{folders[kind] / file} failed: {reason}")
        if done.left:
            print(f"{done.left} {kind} are left for the next run: {done.stopped}.")


def _row(kind: str, found: "list[Icon]", done: "Collected") -> dict[str, object]:
    return {
        "kind": kind,
        "names": len({icon.name or icon.hash for icon in found}),
        "written": done.written,
        "had already": done.had,
        "failed": len(done.failed),
        "without a picture": sum(not icon.path for icon in found),
    }
