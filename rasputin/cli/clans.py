"""`rasputin clans`: which clans are tracked."""

from typing import Annotated

import typer

from rasputin.cli import show
from rasputin.cli.opened import opened

app = typer.Typer(help="The tracked clans.", no_args_is_help=True)
GroupId = Annotated[int, typer.Argument(help="The number in the clan's address on Bungie.net.", min=1)]


@app.command()
def add(
    group_ids: Annotated[
        list[int], typer.Argument(help="The number in the clan's address on Bungie.net; several.", min=1)
    ],
) -> None:
    """Track clans and all their members."""
    with opened():
        from clans.services import add_clan
        from rasputin.clock import clock

        for group_id in group_ids:
            add_clan(group_id, now=clock.now())
            print(f"Clan {group_id} is tracked.")


@app.command()
def remove(group_id: GroupId) -> None:
    """Track a clan no longer; what is stored stays."""
    with opened():
        from clans.services import remove_clan

        remove_clan(group_id)
        print(f"Clan {group_id} is tracked no longer.")


@app.command("list")
def list_clans() -> None:
    """The tracked clans."""
    with opened():
        from clans.queries import clan_list

        show.table(clan_list(), empty="No clan is tracked: `rasputin clans add GROUP_ID` adds one.")
