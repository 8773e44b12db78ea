"""`rasputin manifest`: the game's definitions."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from rasputin.cli import show
from rasputin.cli.opened import opened
from rasputin.local import Trouble

if TYPE_CHECKING:
    from manifest.queries.progress import Loading

app = typer.Typer(help="The game's definitions: names, titles, seasons.", no_args_is_help=True)

GRANT_SECONDS = 30.0
TABLE = Annotated[str, typer.Argument(help="InventoryItem or DestinyInventoryItemDefinition.")]


@app.command()
def sync() -> None:
    """Look for a new manifest, and load it."""
    with opened():
        from manifest.tasks import ACTION
        from rasputin.crawltask import only_one

        with only_one(ACTION) as alone:
            if not alone:
                raise Trouble("A worker is at it: `rasputin manifest status` shows how far it is.")
            load()


@app.command()
def status() -> None:
    """Which manifest is served, and which one is being loaded."""
    with opened():
        from manifest.queries.progress import progress

        found = progress()
        if found.version is None:
            print("No manifest has been loaded yet.")
        else:
            show.card({"version": found.version, "loaded at": found.loaded_at})
            tables = [{"table": name, "definitions": number} for name, number in found.definitions.items()]
            show.table(tables, empty="It has no definitions.")
        if found.loading is not None:
            show.card(found.loading)


@app.command("show")
def show_definition(
    table: TABLE,
    key: Annotated[str, typer.Argument(help="The hash as an unsigned number, or a statistic's name.")],
    language: Annotated[str | None, typer.Option("--lang", help="One of the kept languages.")] = None,
) -> None:
    """A definition as Bungie wrote it, in JSON."""
    with opened():
        import json

        from manifest.queries import definition

        found = definition(table, key, language)
        if found is None:
            raise Trouble(
                f"The manifest has no {table} {key}: `rasputin manifest search TEXT` finds by name."
            )
        print(json.dumps(found.data, indent=2, ensure_ascii=False))


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="A part of a name, in any case.")],
    table: Annotated[str | None, typer.Option(help="Only in this table.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
) -> None:
    """Definitions by name."""
    with opened():
        from manifest.queries import search as find

        found = find(text, table=table)
        rows = list(found.values("table", "key", "name")[: limit + 1])
        show.table(rows[:limit], empty=f"No definition has {text!r} in its name.")
        if len(rows) > limit:
            print(f"There are more: --limit shows more than {limit}, --table only one table.")


def load() -> None:
    from manifest.models import Version
    from manifest.queries.progress import loading_of, progress
    from manifest.tasks import run_slice
    from rasputin import clock
    from rasputin.queues import Priority

    Version.objects.unfinished().update(due_at=clock.now())
    with show.console().status("Looking") as shown:
        while True:
            ended = run_slice(priority=Priority.PERSON, deadline=time.monotonic() + GRANT_SECONDS)
            if ended.version is not None:
                shown.update(_line(loading_of(ended.version)))
            if not ended.more:
                break
    if ended.version is not None and ended.version.error_kind:
        raise Trouble(f"{ended.version} cannot be loaded yet: {ended.version.error_message}")
    found = progress()
    print(f"Manifest {found.version}, {sum(found.definitions.values())} definitions.")


def _line(loading: "Loading") -> str:
    megabytes = loading.bytes_received / 1e6
    return f"{loading.version}: {loading.tables_done}/{loading.tables} tables, {megabytes:.1f} MB"
