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
    """Who plays with this membership: nobody with one that cross save overrides, or that was never used."""
    player = world.player(membership_id)
    if player is None:
        _owner_of_other(world, kind, membership_id)
        raise Refusal(1601)
    _check_type(kind, player.guise(now).membership_type, membership_id)
    if not player.played:
        raise Refusal(1601)
    return player


def owner(world: World, kind: int, membership_id: int, now: float, *, unknown: int) -> Player:
    """Whose membership this is, played or not; the id may be that of the site's account, type 254."""
    if kind == BUNGIE_NEXT:
        found = world.bungie_user(membership_id)
    else:
        found = world.player(membership_id)
        if found is not None and kind != ALL:
            _check_type(kind, found.guise(now).membership_type, membership_id)
        found = found or _owner_of_other(world, kind, membership_id)
    if found is None:
        raise Refusal(unknown)
    return found


def _owner_of_other(world: World, kind: int, membership_id: int) -> Player | None:
    found = world.account(membership_id)
    if found is None:
        return None
    player, other = found
    if kind != ALL:
        _check_type(kind, other.membership_type, membership_id)
    return player


def _check_type(asked: int, actual: int, membership_id: int) -> None:
    if asked != actual:
        raise wrong_type(asked, actual, membership_id)


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
