"""`rasputin sync`: members are fetched anew, by the workers that run or by some of its own."""

import time
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rasputin.cli.opened import Opened, opened
from rasputin.cli.show import Notices, console
from rasputin.local import AlreadyUp, application, supervise, watch

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tracking.models import Member

CRAWLERS = ("crawl", "house", "beat")
TRIES = 3  # passing trouble that comes so often in a row is said, and not waited for
LONG_HOLD = timedelta(seconds=30)  # who is held back for longer is not waited for either


def sync(names: list[str]) -> int:
    """The exit code: 1 when something could not be fetched."""
    with opened() as here:
        from rasputin.clock import clock
        from rasputin.crawltask import ring
        from tracking import tasks
        from tracking.services import refresh_members

        members = refresh_members(names, now=clock.now())
        wish = Wish(members)
        ring(tasks.refresh_members)
        print(f"{len(members)} members are fetched anew.")
        _wait(here, wish)
        failed = wish.failed()
    for line in failed:
        print(line)
    if failed:
        return 1
    print("Profiles, histories and triumphs are up to date; new reports follow as the workers run.")
    return 0


def _wait(here: Opened, wish: "Wish") -> None:
    from rasputin.progress import what_waits

    notices = Notices()
    with ExitStack() as stack, console().status("Fetching") as shown:
        workers = Workers(here, stack)
        while left := wish.left():
            shown.update(f"{left} profiles, histories and triumphs to go")
            workers.look()
            notices.tell(what_waits())
            time.sleep(1)


class Workers:
    """Those of a running `rasputin up`, or some of our own from the moment on when there are none."""

    def __init__(self, here: Opened, stack: ExitStack) -> None:
        self._here = here
        self._stack = stack
        self._own = False

    def look(self) -> None:
        if self._own:
            watch(self._here.place, self._here.environment, CRAWLERS)
        elif "crawl" not in supervise.alive_programs(self._here.home):
            self._start()

    def _start(self) -> None:
        try:
            self._stack.enter_context(application(self._here.home, self._here.environment, CRAWLERS))
        except AlreadyUp:
            return  # an `up` that starts or ends: the next look finds its workers, or none and nobody
        self._own = True


class Wish:
    """Profiles, histories and triumphs of some members, from the moment on when they were wished for."""

    def __init__(self, members: "Iterable[Member]") -> None:
        self._members = list(members)
        self._failures = {row.pk: row.failures for row in self._sections()}

    def left(self) -> int:
        """How many are still to be fetched, and not given up."""
        return sum(self._is_open(row) for row in self._sections())

    def failed(self) -> list[str]:
        """Of those that failed since, or are still held back for it: who, what, and why."""
        names = self._names()
        return [
            f"{names[row.kind, row.subject]}: {row.kind} {row.subject} failed"
            f" ({row.error_kind}): {row.error_message}"
            for row in self._sections().order_by("kind", "subject")
            if row.error_kind and (self._is_given_up(row) or self._new_failures(row))
        ]

    def _names(self) -> dict[tuple[str, int], str]:
        """Whose section is which."""
        from tracking.models import Character, Section

        names = {member.pk: member.player.name for member in self._members}
        owners = Character.objects.filter(member__in=self._members).values_list("pk", "member_id")
        kinds = (Section.Kind.PROFILE, Section.Kind.RECORDS)
        own = {(str(kind), pk): name for kind in kinds for pk, name in names.items()}
        return own | {(str(Section.Kind.HISTORY), pk): names[member] for pk, member in owners}

    def _is_open(self, row: Any) -> bool:
        return self._is_due(row) and not self._is_given_up(row)

    def _is_given_up(self, row: Any) -> bool:
        return self._is_due(row) and (self._new_failures(row) >= TRIES or bool(row.held_back))

    def _is_due(self, row: Any) -> bool:
        from rasputin.clock import clock

        return bool(row.due_at and row.due_at <= clock.now())

    def _new_failures(self, row: Any) -> int:
        failures: int = row.failures - self._failures.get(row.pk, 0)
        return failures

    def _sections(self) -> "QuerySet[Any]":
        """With whether they are held back for long after trouble (by PostgreSQL's clock, as leases are)."""
        from django.db.models import BooleanField, ExpressionWrapper, Q
        from django.db.models.functions import Now

        from tracking.models import Character, Section

        characters = Character.objects.filter(member__in=self._members).values("pk")
        kinds = (Section.Kind.PROFILE, Section.Kind.RECORDS)
        own = Q(kind__in=kinds, subject__in=[member.pk for member in self._members])
        histories = Q(kind=Section.Kind.HISTORY, subject__in=characters)
        held = Q(lease_token=None, lease_until__gt=Now() + LONG_HOLD) & ~Q(error_kind="")
        held_back = ExpressionWrapper(held, output_field=BooleanField())
        rows: QuerySet[Any] = Section.objects.annotate(held_back=held_back)
        return rows.filter(own | histories)
