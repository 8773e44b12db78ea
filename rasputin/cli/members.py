"""`rasputin members`: which players are tracked by themselves or through a clan."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasputin.cli import show
from rasputin.cli.opened import opened
from rasputin.local import Trouble

if TYPE_CHECKING:
    from tracking.queries import Completeness, MemberCard
    from tracking.queries.stats import Totals

app = typer.Typer(help="The tracked members.", no_args_is_help=True)
Identifier = Annotated[str, typer.Argument(help="NAME#CODE, NAME-CODE or the membership id.")]


@app.command()
def add(
    identifiers: Annotated[
        list[str], typer.Argument(help="NAME#CODE, NAME-CODE or the membership id; several.")
    ],
) -> None:
    """Track players; one who cannot be found keeps none of the others."""
    with opened():
        added = [_add(identifier) for identifier in identifiers]
    raise typer.Exit(0 if all(added) else 1)


def _add(identifier: str) -> bool:
    from rasputin import connect
    from rasputin.clock import clock
    from tracking.services import UnknownPlayer, add_member

    try:
        member = add_member(connect.bungie(), identifier, now=clock.now())
    except UnknownPlayer as error:
        print(f"rasputin: {error}", file=sys.stderr)
        return False
    print(f"{member.player.name} ({member.pk}) is tracked.")
    return True


@app.command()
def remove(identifier: Identifier) -> None:
    """Track a player no longer; what is stored stays."""
    with opened():
        from tracking.services import remove_member

        member = remove_member(identifier)
        print(f"{member.player.name} ({member.pk}) is tracked no longer.")


@app.command("list")
def list_members() -> None:
    """The tracked members."""
    with opened():
        from tracking.queries import member_list

        show.table(member_list(), empty="Nobody is tracked: `rasputin members add NAME#CODE` adds somebody.")


@app.command("show")
def show_member(identifier: Identifier) -> None:
    """One member: characters, how complete the history is, what is crawled when."""
    with opened():
        from tracking.queries import Selection, member_card, totals_of

        card = member_card(identifier)
        if card is None:
            raise Trouble(f"{identifier} is not tracked: `rasputin members list` shows who is.")
        _print_card(card, totals_of(Selection(card.member.pk)))


def _print_card(card: "MemberCard", totals: "Totals") -> None:
    print(f"{card.member.player.name} ({card.member.pk})")
    show.card({**_completeness(card.completeness), **_totals(totals), **_triumphs(card)})
    print()
    show.table([_character(character) for character in card.characters], empty="No characters are known yet.")
    print()
    show.table(card.sections, empty="Nothing is crawled for this member.")


def _completeness(found: "Completeness") -> dict[str, object]:
    missing = {_why(one.kind, given_up=one.given_up): one.entries for one in found.missing}
    return {**found._asdict(), "complete": "yes" if found.complete else "no", "missing": missing}


def _why(kind: str, *, given_up: bool) -> str:
    return f"{kind} (given up)" if given_up else kind


def _totals(totals: "Totals") -> dict[str, object]:
    return {
        "completed": totals.completions,
        "hours in activities": totals.time_played_seconds / 3600,
        "kills, deaths, assists": [totals.kills, totals.deaths, totals.assists],
        "K/D": None if totals.kd is None else f"{totals.kd:.2f}",
        "won, lost, tied": [totals.wins, totals.losses, totals.ties],
    }


def _triumphs(card: "MemberCard") -> dict[str, object]:
    if card.triumphs is None:
        return {"titles": None, "triumph score": None}
    return {"titles": card.triumphs.titles, "triumph score": card.triumphs.lifetime_score}


def _character(character: Any) -> dict[str, object]:
    """With the names that the query put beside its hashes."""
    return {
        "character": character.pk,
        "class": character.class_name or character.class_hash or None,
        "title": character.title or character.title_record_hash,
        "light": character.light,
        "hours played": character.minutes_played / 60,
        "last played": character.last_played_at,
        "vanished": character.vanished_at,
    }
