"""The core settings: which systems are switched on, where the trees start, and which season it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rasputin.simulator.world.definitions.locales import ENGLISH, LOCALES
from rasputin.simulator.world.definitions.seasons import SHOWN_AHEAD, owned_seasons, season_at, seasons_after

# Most are the names that a recording of 2015 has; nobody recorded the list of today.
SYSTEMS = (
    "AccountCreation", "Activities", "Authentication", "BungieTokens", "Careers", "Clans", "Content",
    "D2Characters", "D2Profiles", "D2Vendors", "Destiny", "Destiny2", "DestinyReadActions",
    "DestinyWriteActions", "Fireteams", "ForceHttps", "Forums", "ForumsWrite", "GlobalMasterControl",
    "Groups", "Ignores", "Messages", "MobileClients", "Notifications", "PGCR", "PSNAuth", "Pagination",
    "Profiles", "StaticHostEnabled", "UserStatus", "XuidAuth",
)  # fmt: skip
ALWAYS_OFF = frozenset({"StaticHostEnabled"})
PARAMETERS = {
    "Pagination": {"UserSearchMaxPageSize": "50", "GroupMemberMaxPageSize": "50"},
    "StaticHostEnabled": {"StaticHost": "www.bungie.net"},
    "UserStatus": {"CharacterLimit": "40"},
}
PLATFORMS = ("TigerXbox", "TigerPsn", "TigerSteam", "TigerEgs")
ROOTS = {
    "collectionRootNode": 3790247699,
    "badgesRootNode": 498211331,
    "recordsRootNode": 1866538467,
    "medalsRootNode": 616318467,
    "metricsRootNode": 1074663644,
    "activeTriumphsRootNodeHash": 1866538467,
    "activeSealsRootNodeHash": 616318467,
    "legacyTriumphsRootNodeHash": 3215903653,
    "legacySealsRootNodeHash": 1881970629,
    "medalsRootNodeHash": 3901403713,
    "exoticCatalystsRootNodeHash": 2642502414,
    "loreRootNodeHash": 1993337477,
    "craftingRootNodeHash": 3937826784,
    "loadoutConstantsHash": 1,
    "guardianRankConstantsHash": 1,
    "fireteamFinderConstantsHash": 1,
    "guardianRanksRootNodeHash": 3741753466,
}
RANKS = [2083746873, 3696598664, 3008065600, 457612306, 2755675426, 527867935, 1471185389, 599071390]
PICTURES = {
    "undiscoveredCollectibleImage": "/img/destiny_content/collections/undiscovered.png",
    "ammoTypeHeavyIcon": "/img/destiny_content/ammo_types/heavy.png",
    "ammoTypeSpecialIcon": "/img/destiny_content/ammo_types/special.png",
    "ammoTypePrimaryIcon": "/img/destiny_content/ammo_types/primary.png",
}
ARTIFACT = 2894222926


def settings_reply(now: float, down: Collection[str] = ()) -> dict[str, Any]:
    """`down` names the systems that are switched off."""
    return {
        "environment": "live",
        "systems": {name: _system(name, down) for name in SYSTEMS},
        "destinyMembershipTypes": [_setting(name, name.removeprefix("Tiger")) for name in PLATFORMS],
        "userContentLocales": [_setting(locale, locale) for locale in LOCALES],
        "systemContentLocales": [_setting(locale, locale) for locale in LOCALES],
        "destiny2CoreSettings": _core(now),
    }


def _system(name: str, down: Collection[str]) -> dict[str, Any]:
    enabled = name not in down and name not in ALWAYS_OFF
    return {"enabled": enabled, "parameters": PARAMETERS.get(name, {})}


def _setting(identifier: str, name: str) -> dict[str, Any]:
    default = identifier == ENGLISH
    return {
        "identifier": identifier,
        "isDefault": default,
        "displayName": name,
        "summary": "",
        "imagePath": "",
    }


def _core(now: float) -> dict[str, Any]:
    season = season_at(now)
    return {
        **ROOTS,
        "currentRankProgressionHashes": RANKS,
        "insertPlugFreeProtectedPlugItemHashes": [],
        "insertPlugFreeBlockedSocketTypeHashes": [],
        "enabledFireteamFinderActivityGraphHashes": [],
        **PICTURES,
        "currentSeasonalArtifactHash": ARTIFACT,
        "currentSeasonHash": season.hash,
        "currentSeasonPassHash": season.pass_hash,
        "seasonalChallengesPresentationNodeHash": 3443694067,
        "futureSeasonHashes": [later.hash for later in seasons_after(season, SHOWN_AHEAD)],
        "pastSeasonHashes": [past.hash for past in owned_seasons(now)[:-1]],
    }
