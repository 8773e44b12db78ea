"""`rasputin manifest`: the game's definitions."""

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from rasputin.cli import show
from rasputin.cli.opened import opened
from rasputin.local import Trouble

if TYPE_CHECKING:
    from manifest.queries.progress import Progress, Table
    from manifest.services import Slice

app = typer.Typer(help="The game's definitions: names, titles, seasons.", no_args_is_help=True)

GRANT_SECONDS = 30.0
NOTHING_LOADED = "No manifest has been loaded yet: `rasputin manifest sync` loads it."
TABLE = Annotated[str, typer.Argument(help="InventoryItem or DestinyInventoryItemDefinition.")]
LANGUAGE = Annotated[str | None, typer.Option("--lang", help="One of the kept languages.")]


@app.command()
def sync() -> None:
    """Look for a new manifest, and load it."""
    with opened():
        from manifest.tasks import ACTION
        from rasputin import disk
        from rasputin.crawltask import only_one

        if trouble := disk.trouble():
            raise Trouble(trouble)
        with only_one(ACTION) as alone:
            if not alone:
                raise Trouble("A worker is at it: `rasputin manifest status` shows how far it is.")
            _say_how_it_ended(_load())


@app.command()
def status() -> None:
    """Which manifest is served, and which one is being loaded."""
    with opened():
        from manifest.queries.progress import progress

        found = progress()
        if found.version is None:
            print(NOTHING_LOADED)
        else:
            show.card({"version": found.version, "loaded at": found.loaded_at})
            show.table(map(_numbers, found.tables), empty="It has no definitions.")
        _say_what_comes(found)


@app.command("show", context_settings={"ignore_unknown_options": True})  # a signed hash begins with a dash
def show_definition(
    table: TABLE,
    key: Annotated[str, typer.Argument(help="The hash as a number, or a statistic's name.")],
    language: LANGUAGE = None,
) -> None:
    """A definition as Bungie wrote it, in JSON."""
    with opened():
        import json

        from manifest.queries import definition

        found = definition(table, key, language)
        if found is None:
            _refuse_unknown(table, language)
            raise Trouble(f"{table} has no {key}: `rasputin manifest search TEXT` finds definitions by name.")
        if found.removed:
            print(f"Manifest {found.version} has it no longer; this is how it was.", file=sys.stderr)
        print(json.dumps(found.data, indent=2, ensure_ascii=False))


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="A part of a name, in any case.")],
    table: Annotated[str | None, typer.Option(help="Only in this table.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    language: LANGUAGE = None,
) -> None:
    """Definitions by name."""
    with opened():
        from manifest.queries import search as find

        rows = list(find(text, table=table, language=language).values("table", "key", "name")[: limit + 1])
        if not rows:
            _refuse_unknown(table, language)
        show.table(rows[:limit], empty=f"No definition has {text!r} in its name.")
        if len(rows) > limit:
            print(f"There are more: --limit shows more than {limit}, --table only one table.")


def _load() -> "Slice":
    from manifest.models import Version
    from manifest.queries.progress import brief
    from manifest.tasks import run_slice
    from rasputin import clock
    from rasputin.queues import Priority

    Version.objects.unfinished().update(due_at=clock.now())
    with show.told("Looking for a manifest") as tell:
        while True:
            deadline = time.monotonic() + GRANT_SECONDS
            ended = run_slice(priority=Priority.PERSON, deadline=deadline, watch=lambda: tell(brief()))
            if not ended.more:
                return ended


def _say_how_it_ended(ended: "Slice") -> None:
    from manifest.queries.progress import loading_of, progress

    found = progress()
    if found.trouble:
        raise Trouble(found.trouble)
    if ended.version is None:
        print(f"Manifest {found.version} is served, and there is no newer one.")
        _say_what_comes(found)
    else:
        loaded = loading_of(ended.version)
        print(
            f"Manifest {loaded.version} is loaded: {loaded.definitions} definitions, of which"
            f" {loaded.differences} are new, changed or gone."
        )


def _say_what_comes(found: "Progress") -> None:
    from manifest.queries.progress import in_words

    if found.loading is not None:
        print(f"Being loaded: {in_words(found.loading)}.")
    if found.behind is not None:
        print(
            f"Bungie names {found.behind.version} since {found.behind.since:%Y-%m-%d %H:%M} UTC, which is an"
            " older one: it is loaded if that stays so."
        )
    if found.trouble:
        print(found.trouble)


def _numbers(table: "Table") -> dict[str, object]:
    return {"table": table.table, **table.definitions}


def _refuse_unknown(table: str | None, language: str | None) -> None:
    """Says that no manifest, no such table or no such language is there, if that is why nothing was found."""
    from manifest.queries import current_version
    from manifest.queries.progress import kept_tables
    from manifest.tables import short

    if current_version() is None:
        raise Trouble(NOTHING_LOADED)
    kept = kept_tables()
    if table and short(table) not in kept:
        raise Trouble(f"There is no table {table} here. There are {', '.join(kept)}.")
    languages = sorted({language for languages in kept.values() for language in languages})
    if language and language not in languages:
        raise Trouble(
            f"Nothing is kept in {language}. RASPUTIN_MANIFEST_LANGUAGES are {', '.join(languages)}."
        )
