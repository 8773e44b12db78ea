"""`rasputin erase` and `unsuppress`: the list of those who are not to be tracked."""

from typing import TYPE_CHECKING, Annotated

import typer

from rasputin.cli import show
from rasputin.cli.jobs import changes, see_through
from rasputin.cli.opened import opened
from rasputin.local import Trouble

if TYPE_CHECKING:
    from tracking.services.erase import Person

NOT_HERE = "Files of log/ in the home may name them until they are replaced, and so do your backups."


def erase(
    identifier: Annotated[
        str | None, typer.Argument(help="NAME#CODE, NAME-CODE or the membership id.", metavar="NAME|ID")
    ] = None,
    reason: Annotated[str, typer.Option(help="Kept with the list; it should name nobody.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether it is meant.")] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="Show who is on the list, and erase nobody.")
    ] = False,
) -> None:
    """Erase a player from all that is stored, and never track or name them again."""
    with opened():
        if listed:
            _show_list()
        elif identifier is None:
            raise Trouble("Say whom: `rasputin erase NAME#CODE`, or the membership id.")
        else:
            _erase(identifier, reason=reason, sure=yes)


def unsuppress(
    membership_id: Annotated[int, typer.Argument(help="As `rasputin erase --list` shows it.", min=1)],
) -> None:
    """Take a player off the list of those who are not to be tracked; nothing that was erased comes back."""
    with opened():
        from tracking.services.suppression import lift

        number = lift(membership_id)
        print(f"{membership_id} is off the list ({number} memberships), and tracked when asked for again.")


def _erase(identifier: str, *, reason: str, sure: bool) -> None:
    from rasputin import clock, connect
    from tracking.services.erase import find_person, want_erasing

    person = find_person(connect.bungie(), identifier)
    print(_told(person))
    if not (sure or typer.confirm("Erase all of it for good?")):
        raise Trouble("Nobody was erased.")
    job = see_through(want_erasing(person, reason=reason, now=clock.now()))
    show.table(changes(job), empty="Nothing was stored.")
    ids = ", ".join(map(str, person.accounts))
    print(f"Erased; {ids} will not be tracked or named again. `rasputin unsuppress` takes that back.")
    print(NOT_HERE)


def _told(person: "Person") -> str:
    ids = ", ".join(map(str, person.accounts))
    return f"{' alias '.join(person.names) or 'Somebody who was never met here'} ({ids})"


def _show_list() -> None:
    from tracking.models import Suppressed

    rows = Suppressed.objects.order_by("suppressed_at", "pk")
    columns = ("membership_id", "bungie_net_id", "suppressed_at", "reason")
    show.table(rows.values(*columns), empty="Nobody is on the list.")
