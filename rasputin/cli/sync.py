"""`rasputin sync`: members are fetched anew, by the workers that run or by some of its own."""

import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from rasputin.cli.opened import Opened, opened
from rasputin.cli.show import console
from rasputin.local import application, supervise, watch

if TYPE_CHECKING:
    from tracking.models import Member

CRAWLERS = ("crawl", "house", "beat")


def sync(names: list[str]) -> None:
    with opened() as here:
        from rasputin.clock import clock
        from tracking.services import refresh_members

        members = refresh_members(names, now=clock.now())
        print(f"{len(members)} members are fetched anew.")
        with _workers(here), console().status("Fetching") as shown:
            while left := _unfinished(members):
                shown.update(f"{left} profiles and histories to go")
                watch(here.place, here.environment, CRAWLERS)
                time.sleep(1)
        print("Profiles and histories are up to date; new reports follow as the workers run.")


def _workers(here: Opened) -> AbstractContextManager[None]:
    """Those of a running `rasputin up`, or some for the time of this command."""
    if "crawl" in supervise.alive_programs(here.home):
        return nullcontext()
    return application(here.home, here.environment, CRAWLERS)


def _unfinished(members: "list[Member]") -> int:
    """How many of their profiles and histories are still to be fetched."""
    from django.db.models import Q

    from rasputin.clock import clock
    from tracking.models import Character, Section

    characters = Character.objects.filter(member__in=members).values("pk")
    profiles = Q(kind=Section.Kind.PROFILE, subject__in=[member.pk for member in members])
    histories = Q(kind=Section.Kind.HISTORY, subject__in=characters)
    return Section.objects.filter(profiles | histories, due_at__lte=clock.now()).count()
