"""Services for the time of a command: started by the first, shared, stopped by the last."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rasputin.local import home as homes
from rasputin.local import locks, startup
from rasputin.local.home import Home, Place
from rasputin.local.programs import APPLICATION
from rasputin.local.trouble import AlreadyUp


@contextmanager
def running(
    place: Place | Path, *, simulator: bool = False, app: bool = False, quick: bool = False
) -> Iterator[dict[str, str]]:
    """PostgreSQL, Redis and (for the demo) the simulator; gives the settings by which they are reached.

    place: what `locate` found, or a directory, for which `simulator` says whether one is wanted.
    app: web, workers, beat and Flower too. quick: for tests, as the data do not survive a power cut.
    What the environment says to be elsewhere (DATABASE_URL, REDIS_URL) is not started.
    """
    if isinstance(place, Path):
        place = homes.place_at(place, os.environ, simulated=simulator)
    homes.make(place.home, place.base)
    with _services(place.home, place.embedded, quick=quick) as environment:
        if app:
            with application(place.home, environment):
                yield environment
        else:
            yield environment


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
            raise AlreadyUp(f"Rasputin is up in {home.path} already: stop that one first, or use it.")
        try:
            with locks.alone(home.run / "start.lock"):
                startup.start_application(home, environment, names)
            yield
        finally:
            startup.stop_application(home)


def watch(place: Place, environment: Mapping[str, str], names: tuple[str, ...] = APPLICATION) -> None:
    """Raise when a program was given up; start everything again when the supervisor itself is gone."""
    if startup.healthy(place.home):
        return
    with locks.alone(place.home.run / "start.lock"):
        startup.start_services(place.home, place.embedded, quick=False)
        startup.start_application(place.home, environment, names)
