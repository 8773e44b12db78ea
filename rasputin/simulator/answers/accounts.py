"""Finding the account that a path means, or Bungie's refusal."""

from __future__ import annotations

from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.world import World

ALL, BUNGIE_NEXT = -1, 254
TYPE_NAMES = {
    -1: "All",
    0: "None",
    1: "TigerXbox",
    2: "TigerPsn",
    3: "TigerSteam",
    4: "TigerBlizzard",
    5: "TigerStadia",
    6: "TigerEgs",
    254: "BungieNext",
}


def account(world: World, kind: int, membership_id: int, now: float) -> Player:
    """Whom a path with this membership type and id means."""
    player = world.player(membership_id)
    if player is None:
        raise Refusal(1601)
    actual = player.guise(now).membership_type
    if kind != actual:
        raise wrong_type(kind, actual, membership_id)
    return player


def wrong_type(asked: int, actual: int, membership_id: int) -> Refusal:
    """The refusal that tells which type the account really has."""
    return Refusal(
        18,
        {
            "membershipType": TYPE_NAMES.get(asked, str(asked)),
            "membershipInfo.membershipType": TYPE_NAMES[actual],
            "membershipId": str(membership_id),
        },
    )
