"""Players: storing what is heard of them, and asking under the platform that is theirs."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from rasputin.bungie.errors import WrongMembershipType
from rasputin.steps import Request, Steps
from rasputin.upsert import Dated, upsert_newer
from tracking.models import Player, TypeSource
from tracking.services.suppression import visible_players

NAMES = Dated(("names_at",), ("display_name", "bungie_name", "bungie_code", "icon_path"))
TYPE = Dated(("type_source", "type_at"), ("membership_type",))

T = TypeVar("T")


def store_players(players: Iterable[Player]) -> None:
    """Those who are not to be tracked are left out."""
    upsert_newer(Player, visible_players(players), key=["membership_id"], groups=[NAMES, TYPE])


def ask_about(player: Player, request_as: Callable[[int], Request], *, now: datetime) -> Steps[T]:
    """The reply to `request_as(membership type)`; where Bungie names another type, to a second one."""
    try:
        reply: T = yield request_as(player.membership_type)
    except WrongMembershipType as error:
        if error.membership_id != player.membership_id:
            raise
        _believe(player, error.actual_type, now=now)
        reply = yield request_as(player.membership_type)
    return reply


def _believe(player: Player, actual_type: int, *, now: datetime) -> None:
    """Whatever told us the type that was refused counts no more."""
    player.membership_type, player.type_source, player.type_at = actual_type, TypeSource.HINT, now
    player.save(update_fields=["membership_type", "type_source", "type_at"])
