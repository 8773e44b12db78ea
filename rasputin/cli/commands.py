"""The commands; each opens what it needs and calls one function of the product."""

from typing import Annotated

import typer

from rasputin.cli import clans, erase, failures, icons, jobs, manifest, members, prune, show
from rasputin.cli.opened import opened
from rasputin.local import Home, Trouble, supervise

app = typer.Typer(
    help="Tracks Destiny 2 players and clans.", no_args_is_help=True, pretty_exceptions_enable=False
)
app.add_typer(clans.app, name="clans")
app.add_typer(members.app, name="members")
app.add_typer(failures.app, name="failures")
app.add_typer(manifest.app, name="manifest")
app.command()(icons.icons)
app.command()(jobs.reprocess)
app.command()(erase.erase)
app.command()(erase.unsuppress)
app.command()(prune.prune)


@app.command()
def up(
    until_caught_up: Annotated[
        bool,
        typer.Option(
            "--until-caught-up", help="End by itself, with a summary, when nothing is left to fetch."
        ),
    ] = False,
) -> None:
    """Start everything and track; Ctrl-C ends it."""
    from rasputin.cli.up import up as run_up

    raise typer.Exit(run_up(until_caught_up=until_caught_up))


@app.command()
def status() -> None:
    """How far the crawl is, and which programs run."""
    with opened() as here:
        from rasputin.cli import summary
        from rasputin.clock import clock
        from rasputin.progress import snapshot_of_a_second
        from rasputin.storage import storage

        print(f"Home: {here.home.path} ({'simulated data' if here.place.simulated else 'real data'})")
        summary.status(snapshot_of_a_second(clock.now()))
        summary.disk(storage(clock.now()))
        summary.jobs()
        show.card({f"program {name}": state.lower() for name, state in supervise.states(here.home).items()})


@app.command()
def verify(
    truth: Annotated[
        bool, typer.Option("--truth", help="Compare with the simulator's own truth too, number by number.")
    ] = False,
) -> None:
    """Check the stored data; prints every difference and exits with 1 when there is one."""
    with opened():
        from django.conf import settings

        from rasputin import verify as checks

        if truth and settings.BUNGIE_IS_REAL:
            raise Trouble("--truth compares with the simulator, and these data are Bungie's: leave it away.")
        differences = checks.verify()
        if truth:
            differences += checks.verify_truth(settings.BUNGIE_BASE_URL)
    for line in differences:
        print(line)
    print(f"{len(differences)} differences." if differences else "Nothing differs.")
    raise typer.Exit(1 if differences else 0)


@app.command()
def run(
    action: Annotated[str, typer.Argument(help="Its name, as in the admin's list of periodic tasks.")],
) -> None:
    """Do one of the named actions now."""
    with opened() as here:
        from rasputin import actions

        try:
            actions.run(action)
        except ValueError as error:
            raise Trouble(str(error)) from error
        print(actions.ACTIONS[action].sentence)
        if not _workers_run(here.home):
            print("No worker runs at the moment: it is done when `rasputin up` is started.")


@app.command()
def sync(
    names: Annotated[
        list[str] | None, typer.Argument(help="Bungie names (NAME#CODE); without any, everybody.")
    ] = None,
) -> None:
    """Fetch members anew, ahead of everything else."""
    from rasputin.cli.sync import sync as run_sync

    raise typer.Exit(run_sync(names or []))


def _workers_run(home: Home) -> bool:
    return "house" in supervise.alive_programs(home)
