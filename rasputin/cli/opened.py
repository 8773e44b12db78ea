"""A command's surroundings: services running, settings in the environment, Django set up, tables there."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from dotenv import load_dotenv

from rasputin.local import Home, Place, locate, running
from rasputin.local.programs import ROOT


class Opened(NamedTuple):
    place: Place
    environment: dict[str, str]

    @property
    def home(self) -> Home:
        return self.place.home


def find() -> Place:
    """Which home this is about; its notice is said once, here."""
    load_dotenv(ROOT / ".env")
    place = locate(os.environ)
    if place.notice:
        print(place.notice, file=sys.stderr)
    return place


@contextmanager
def opened() -> Iterator[Opened]:
    place = find()
    with running(place) as environment:
        set_up_django(environment)
        from rasputin.prepare import prepare

        prepare()
        yield Opened(place, environment)


def set_up_django(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasputin.settings")
    import django

    django.setup()
