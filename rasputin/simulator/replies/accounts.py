"""Which memberships belong together, and who a search finds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasputin.simulator.clock import stamp
from rasputin.simulator.replies.cards import (
    account_card,
    bungie_card,
    cross_save,
    global_name,
    platform_card,
    site_name,
    unique_name,
)
from rasputin.simulator.replies.components import glimpse
from rasputin.simulator.replies.dates import player_played
from rasputin.simulator.world.people import EPIC, PSN, STEAM, XBOX, Account, Guise, Player
from rasputin.simulator.world.world import World

NOT_FOUND = 1601
SITE_NAMES = {
    XBOX: "xboxDisplayName",
    PSN: "psnDisplayName",
    STEAM: "steamDisplayName",
    EPIC: "egsDisplayName",
}
YEAR = 365 * 86_400


def linked_profiles_reply(world: World, player: Player, now: float, *, overridden: bool) -> dict[str, Any]:
    """All of a player's profiles; of those that cross save overrides, only on demand."""
    guise = player.guise(now)
    bungie = bungie_card(player, guise)
    reply: dict[str, Any] = {"profiles": [], **({"bnetMembership": bungie} if bungie else {})}
    if player.unlinked:
        return {**reply, "profilesWithErrors": []}
    own = platform_card(player, guise)
    good, bad = ([_linked(world, player, own, now)], []) if player.played else ([], [own])
    others = [one for one in player.accounts if overridden or not one.overridden]
    good += [_overridden(world, player, one, guise) for one in others if one.played]
    bad += [account_card(one, guise) for one in others if not one.played]
    reply["profiles"] = good
    return {**reply, "profilesWithErrors": [{"errorCode": NOT_FOUND, "infoCard": card} for card in bad]}


def memberships_reply(world: World, player: Player, now: float) -> dict[str, Any]:
    """Everything that belongs together, whether or not it was played with."""
    guise = player.guise(now)
    cards = [platform_card(player, guise), *(account_card(one, guise) for one in player.accounts)]
    reply: dict[str, Any] = {"destinyMemberships": [_seen(card) for card in cards]}
    if cross_save(guise):
        reply["primaryMembershipId"] = str(player.membership_id)
    if player.bungie_id is not None:
        reply["bungieNetUser"] = _site_user(world, player, guise)
    return reply


def search_reply(players: Iterable[Player], page: int, now: float, *, more: bool) -> dict[str, Any]:
    return {"searchResults": [_found(player, now) for player in players], "page": page, "hasMore": more}


def visible_cards(player: Player, now: float) -> list[dict[str, Any]]:
    """The memberships that a search shows: not those that cross save overrides."""
    guise = player.guise(now)
    others = [account_card(one, guise) for one in player.accounts if not one.overridden]
    return [platform_card(player, guise), *others]


def _linked(world: World, player: Player, card: dict[str, Any], now: float) -> dict[str, Any]:
    return {
        "dateLastPlayed": stamp(player_played(glimpse(world, player, now))),
        "isOverridden": False,
        "isCrossSavePrimary": card["crossSaveOverride"] != 0,
        **card,
        "isPublic": False,
    }


def _overridden(world: World, player: Player, account: Account, guise: Guise) -> dict[str, Any]:
    """One that was played with before cross save took it away."""
    return {
        "dateLastPlayed": stamp(world.last_seen_before(player) - YEAR),
        "isOverridden": True,
        "isCrossSavePrimary": False,
        **account_card(account, guise),
        "isPublic": False,
    }


def _seen(card: dict[str, Any]) -> dict[str, Any]:
    """As clans and users show memberships: with the name under which the site saw them last."""
    return {
        "LastSeenDisplayName": card["displayName"],
        "LastSeenDisplayNameType": card["membershipType"],
        **card,
    }


def _found(player: Player, now: float) -> dict[str, Any]:
    site = {} if player.bungie_id is None else {"bungieNetMembershipId": str(player.bungie_id)}
    return {
        **global_name(player.guise(now)),
        **site,
        "destinyMemberships": visible_cards(player, now),
    }


def _site_user(world: World, player: Player, guise: Guise) -> dict[str, Any]:
    first = stamp(world.since - (player.index % 8 + 1) * YEAR)
    names = {SITE_NAMES[guise.membership_type]: guise.platform_name}
    names |= {SITE_NAMES[one.membership_type]: one.platform_name for one in player.accounts}
    code = {} if guise.code is None else {"cachedBungieGlobalDisplayNameCode": guise.code}
    return {
        "membershipId": str(player.bungie_id),
        "uniqueName": unique_name(guise),
        "displayName": site_name(guise),
        "profilePicture": 4,
        "profileTheme": 1100,
        "userTitle": 0,
        "successMessageFlags": "0",
        "isDeleted": False,
        "about": "",
        "firstAccess": first,
        "lastUpdate": first,
        **{name: shown for name, shown in names.items() if shown},
        "showActivity": not player.private,
        "locale": "en",
        "localeInheritDefault": True,
        "showGroupMessaging": True,
        "profilePicturePath": "/img/profile/avatars/cc00004.jpg",
        "profileThemeName": "d2_11",
        "userTitleDisplay": "Newcomer",
        "statusText": "",
        "statusDate": first,
        "cachedBungieGlobalDisplayName": guise.name,
        **code,
    }
