"""How a player is shown: in reports, profiles, rosters and searches."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.people import EPIC, PSN, STEAM, XBOX, Account, Guise, Player

_encode = msgspec.json.Encoder().encode

PLATFORM_ICONS = {
    XBOX: "/img/theme/bungienet/icons/xboxLiveLogo.png",
    PSN: "/img/theme/bungienet/icons/psnLogo.png",
    STEAM: "/img/theme/bungienet/icons/steamLogo.png",
    EPIC: "/img/theme/bungienet/icons/egsLogo.png",
}


def user_card(player: Player, guise: Guise, icon: str) -> dict[str, Any]:
    return {
        "iconPath": icon,
        "crossSaveOverride": cross_save(guise),
        "applicableMembershipTypes": guise.applicable_types,
        "isPublic": True,
        "membershipType": guise.membership_type,
        "membershipId": str(player.membership_id),
        "displayName": guise.platform_name,
        **global_name(guise),
    }


def platform_card(player: Player, guise: Guise) -> dict[str, Any]:
    """The player's own membership, with the sign of its platform."""
    return user_card(player, guise, PLATFORM_ICONS[guise.membership_type])


def account_card(account: Account, guise: Guise) -> dict[str, Any]:
    """A further membership of whoever has that guise."""
    kind = account.membership_type
    return {
        "iconPath": PLATFORM_ICONS[kind],
        "crossSaveOverride": guise.membership_type if account.overridden else 0,
        "applicableMembershipTypes": [] if account.overridden else [kind],
        "isPublic": True,
        "membershipType": kind,
        "membershipId": str(account.membership_id),
        "displayName": account.platform_name,
        **global_name(guise),
    }


def cross_save(guise: Guise) -> int:
    return guise.membership_type if len(guise.applicable_types) > 1 else 0


def global_name(guise: Guise) -> dict[str, Any]:
    """The name that holds on every platform; its number is missing for accounts without one."""
    if guise.code is None:
        return {"bungieGlobalDisplayName": guise.name}
    return {"bungieGlobalDisplayName": guise.name, "bungieGlobalDisplayNameCode": guise.code}


def bungie_card(player: Player, guise: Guise) -> dict[str, Any] | None:
    """The account on the site behind the player, which not everybody has."""
    if player.bungie_id is None:
        return None
    return {
        "supplementalDisplayName": unique_name(guise),
        "iconPath": "/img/profile/avatars/cc00004.jpg",
        "crossSaveOverride": 0,
        "isPublic": False,
        "membershipType": 254,
        "membershipId": str(player.bungie_id),
        "displayName": site_name(guise),
        **global_name(guise),
    }


def site_name(guise: Guise) -> str:
    return guise.name or guise.platform_name


def unique_name(guise: Guise) -> str:
    return site_name(guise) if guise.code is None else f"{guise.name}#{guise.code:04}"


@lru_cache(maxsize=20_000)
def report_card(player: Player, guise: Guise, slot: int) -> tuple[bytes, bytes]:
    """The player in a report's entry, as JSON before and after the light, which is another every time."""
    character = player.characters[slot]
    shown = _bare_head(player) if player.stripped else _full_head(player, guise, character)
    tail = b',"emblemHash":%d},"characterId":"%d","values":{' % (character.emblem[0], character.character_id)
    return b'"player":%b,"lightLevel":' % _encode(shown)[:-1], tail


def _bare_head(player: Player) -> dict[str, Any]:
    """A player whose account hides everything but the ids."""
    nobody = {
        "crossSaveOverride": 0,
        "isPublic": False,
        "membershipType": 0,
        "membershipId": str(player.membership_id),
    }
    return {"destinyUserInfo": nobody, "classHash": 0, "raceHash": 0, "genderHash": 0, "characterLevel": 50}


def _full_head(player: Player, guise: Guise, character: Character) -> dict[str, Any]:
    return {
        "destinyUserInfo": user_card(player, guise, character.emblem[1]),
        "characterClass": character.class_name,
        "classHash": character.class_hash,
        "raceHash": character.race[0],
        "genderHash": character.gender[0],
        "characterLevel": 50,
    }
