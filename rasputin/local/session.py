"""Services for the time of a command: started by the first, shared, stopped by the last."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rasputin.local import home as homes
from rasputin.local import locks, startup
from rasputin.local.home import Home, Place
from rasputin.local.programs import APPLICATION
from rasputin.local.trouble import Trouble


@contextmanager
def running(
    place: Place | Path, *, simulator: bool | None = None, app: bool = False, quick: bool = False
) -> Iterator[dict[str, str]]:
    """PostgreSQL, Redis and (for the demo) the simulator; gives the settings by which they are reached.

    place: what `locate` found, or a directory. simulator: whether it is wanted; by default as the place
    says, for a directory not. app: web, workers, beat and Flower too. quick: for tests, as the data do
    not survive a power cut. What the environment says to be elsewhere (DATABASE_URL, REDIS_URL) is
    not started.
    """
    found = place if isinstance(place, Place) else _place(place)
    simulated = found.simulated if simulator is None else simulator
    homes.make(found.home, found.base)
    with _services(found.home, startup.embedded(os.environ, simulated=simulated), quick=quick) as environment:
        if app:
            with application(found.home, environment):
                yield environment
        else:
            yield environment


def _place(path: Path) -> Place:
    home = Home(path.resolve())
    return Place(home=home, base=home.path, simulated=False, notice="")


@contextmanager
def _services(home: Home, embedded: tuple[str, ...], *, quick: bool) -> Iterator[dict[str, str]]:
    """Starting and stopping happen under one lock; the other, shared, says that somebody needs them."""
    starting = home.run / "start.lock"
    with locks.opened(home.run / "users.lock") as users:
        try:
            with locks.alone(starting):
                locks.share(users)
                environment = startup.start_services(home, embedded, quick=quick)
            yield environment
        finally:
            with locks.alone(starting):
                if locks.try_exclusive(users):
                    startup.stop_all(home)


@contextmanager
def application(
    home: Home, environment: Mapping[str, str], names: tuple[str, ...] = APPLICATION
) -> Iterator[None]:
    """Web, workers, beat and Flower (or some), while services are running; once at a time in a home."""
    with locks.opened(home.run / "up.lock") as up:
        if not locks.try_exclusive(up):
            raise Trouble(f"Rasputin is up in {home.path} already: stop that one first, or use it.")
        try:
            with locks.alone(home.run / "start.lock"):
                startup.start_application(home, environment, names)
            yield
        finally:
            startup.stop_application(home)


def watch(home: Home, environment: Mapping[str, str], *, simulated: bool) -> None:
    """Raise when a program was given up; start everything again when the supervisor itself is gone."""
    if startup.healthy(home):
        return
    with locks.alone(home.run / "start.lock"):
        startup.start_services(home, startup.embedded(os.environ, simulated=simulated), quick=False)
        startup.start_application(home, environment, APPLICATION)
