"""`rasputin prune`: drops what nobody will ask for again."""

from typing import Annotated

import typer

from rasputin.cli import show
from rasputin.cli.opened import opened


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Drop what nobody will ask for again; players and what they did are kept for good."""
    with opened():
        from rasputin import prune as leftovers
        from rasputin.clock import clock

        found = leftovers.would_go(clock.now()) if dry_run else leftovers.prune(clock.now())
    column = "would go" if dry_run else "gone"
    show.table([{"what": what, column: number} for what, number in found.items()], empty="")
