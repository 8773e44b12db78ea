"""`rasputin failures`: what could not be fetched or stored, and what becomes of it."""

from typing import TYPE_CHECKING, Annotated

import typer

from rasputin.cli import show
from rasputin.cli.opened import opened
from rasputin.local import Trouble

if TYPE_CHECKING:
    from tracking.queries.failures import Choice

app = typer.Typer(help="What failed: dead letters, and what is tried again.", no_args_is_help=True)
Subjects = Annotated[
    list[str] | None,
    typer.Argument(help="Ids as `list` shows them, or NAME#CODE for all of a member; several."),
]
Kind = Annotated[str | None, typer.Option(help="Only of one kind, such as profile, history or report.")]
Error = Annotated[str | None, typer.Option(help="Only with one kind of error, such as not_found.")]
Everything = Annotated[bool, typer.Option("--all", help="All that failed.")]
DEAD_MEANS = "A dead letter is not tried again until `rasputin failures replay`; `forget` ends it for good."
FORGOTTEN_MEANS = (
    "They count as failures no longer, and nobody asks Bungie for them again. What is stored stays;"
    " `rasputin failures replay ID` takes it back."
)


@app.command("list")
def list_failures(
    subjects: Subjects = None,
    kind: Kind = None,
    error: Error = None,
    limit: Annotated[int, typer.Option(min=0, help="Show so many of them; 0 shows all.")] = 50,
) -> None:
    """Counts by kind and error, then each with its id and what was said."""
    with opened():
        from tracking.queries.failures import failure_counts, failures

        choice = _choice(subjects, kind, error)
        counts = failure_counts(choice)
        show.table(counts, empty="Nothing has failed.")
        if not counts:
            return
        found = failures(choice)
        print()
        show.table(found[:limit] if limit else found, empty="")
        if limit and len(found) > limit:
            print(f"... and {len(found) - limit} more: `--limit 0` shows all.")
        if any(count.dead_letters for count in counts):
            print(DEAD_MEANS)


@app.command()
def replay(
    subjects: Subjects = None, kind: Kind = None, error: Error = None, everything: Everything = False
) -> None:
    """Try again now what failed."""
    _check_chosen("replay", subjects, kind, error, everything)
    with opened():
        from rasputin.clock import clock
        from tracking.services import replay_failures

        number = replay_failures(_choice(subjects, kind, error), now=clock.now())
        print(f"{number} will be tried again, with the next sweep of `rasputin up`.")


@app.command()
def forget(
    subjects: Subjects = None, kind: Kind = None, error: Error = None, everything: Everything = False
) -> None:
    """End dead letters: they are not asked for again, and count as failures no longer."""
    _check_chosen("forget", subjects, kind, error, everything)
    with opened():
        from tracking.services import forget_failures

        number = forget_failures(_choice(subjects, kind, error))
        print(f"{number} dead letters are forgotten.")
        print(FORGOTTEN_MEANS if number else "Only dead letters can be: the rest is tried again by itself.")


def _choice(subjects: list[str] | None, kind: str | None, error: str | None) -> "Choice":
    from tracking.queries.failures import choose

    return choose(kind=kind, error=error, subjects=subjects or [])


def _check_chosen(
    command: str, subjects: list[str] | None, kind: str | None, error: str | None, everything: bool
) -> None:
    """Nobody replays or forgets everything by leaving an argument away."""
    chosen = bool(subjects or kind or error)
    if everything and chosen:
        raise Trouble("--all is everything that failed: leave it away, or the rest.")
    if not everything and not chosen:
        raise Trouble(f"Say what to {command}: ids, NAME#CODE, --kind, --error, or --all.")
