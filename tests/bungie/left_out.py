"""What the types leave out of Bungie's replies: for each operation patterns of paths, each with its reason.

`*` stands for one key or index, `**` for any number of them.
"""

from typing import Final

_ITEMS: Final = "inventories, equipment and the parts of items; no tracker of activities shows them"
_COLLECTED: Final = "what somebody has collected and can craft or pay; the client has no such component"
_TEXT: Final = "the number as text, which each reader writes in a language of his own"
_KEY: Final = "the key under which the value stands"
_PAGES: Final = {"query": "what was asked for"}
_HIMSELF: Final = "how somebody presents himself on Bungie's site, not in the game"
_SITE: Final = "how the clan's page and its chat on Bungie's site are set up"
_RIGHTS: Final = "what the ranks of the clan may do"
_VISITOR: Final = "about the one who asks, and a tracker is nobody"
_LIMITS: Final = "the levels of a clan know no days and no steps"
_GROUP: Final = {
    "allowChat": _SITE,
    "avatarImageIndex": _SITE,
    "banExpireDate": "the same day of 2001 in every reply",
    "chatSecurity": _SITE,
    "clanInfo.d2ClanProgressions.*.dailyLimit": _LIMITS,
    "clanInfo.d2ClanProgressions.*.dailyProgress": _LIMITS,
    "clanInfo.d2ClanProgressions.*.stepIndex": _LIMITS,
    "conversationId": _SITE,
    "defaultPublicity": _SITE,
    "enableInvitationMessagingForAdmins": _SITE,
    "features.capabilities": _RIGHTS,
    "features.hostGuidedGamePermissionOverride": _RIGHTS,
    "features.invitePermissionOverride": _RIGHTS,
    "features.joinLevel": _RIGHTS,
    "features.maximumMembershipsOfGroupType": "one clan a player, as everywhere",
    "features.updateBannerPermissionOverride": _RIGHTS,
    "features.updateCulturePermissionOverride": _RIGHTS,
    "homepage": _SITE,
    "isDefaultPostPublic": _SITE,
    "isPublicTopicAdminOnly": _SITE,
    "tags": _SITE,
    "theme": _SITE,
}
_MAP: Final = "how the game's map draws it"
_VARIANTS: Final = "the same activity in other difficulties, which the manifest lists"
_VENDORS: Final = "vendors and what they sell; no tracker shows them"
_FORUM: Final = "the site's own texts and pictures, in the answer of Destiny 1"
_FINDER: Final = "the search for a fireteam, which works with a login only"

LEFT_OUT: Final[dict[str, dict[str, str]]] = {
    "User.GetMembershipDataById": {
        "bungieNetUser.about": _HIMSELF,
        "bungieNetUser.localeInheritDefault": _HIMSELF,
        "bungieNetUser.profilePicture": "the number of a picture whose path is kept",
        "bungieNetUser.profileTheme": _HIMSELF,
        "bungieNetUser.profileThemeName": _HIMSELF,
        "bungieNetUser.showActivity": _HIMSELF,
        "bungieNetUser.showGroupMessaging": _HIMSELF,
        "bungieNetUser.statusDate": _HIMSELF,
        "bungieNetUser.statusText": _HIMSELF,
        "bungieNetUser.successMessageFlags": _HIMSELF,
        "bungieNetUser.userTitle": _HIMSELF,
        "bungieNetUser.userTitleDisplay": _HIMSELF,
    },
    "Destiny2.GetLinkedProfiles": {"profiles.*.platformSilver": "bought currency"},
    "Destiny2.GetProfile": {
        "profileInventory": _ITEMS,
        "profileCurrencies": _ITEMS,
        "profilePlugSets": _ITEMS,
        "profileCollectibles": _COLLECTED,
        "characterInventories": _ITEMS,
        "characterEquipment": _ITEMS,
        "characterPlugSets": _ITEMS,
        "characterCollectibles": _COLLECTED,
        "characterCraftables": _COLLECTED,
        "characterCurrencyLookups": _COLLECTED,
        "characterUninstancedItemComponents": _ITEMS,
        "itemComponents": _ITEMS,
        "characters.data.*.classType": "the class in other numbers; its hash is kept",
        "characters.data.*.raceType": "the race in other numbers; its hash is kept",
        "characters.data.*.genderType": "the gender in other numbers; its hash is kept",
        "characters.data.*.emblemColor": "the emblem's picture is kept, and its hash",
        "characters.data.*.levelProgression": "the way to the level cap, which every character has behind it",
        "characterProgressions.data.*.quests": "quest items and their steps; no history keeps them",
        "characterProgressions.data.*.uninstancedItemObjectives": _ITEMS,
        "characterProgressions.data.*.seasonalArtifact.tiers": _ITEMS,
        "characterActivities.data.*.availableActivities.*.booleanActivityOptions": _MAP,
        "characterProgressions.data.*.milestones.*.activities.*.booleanActivityOptions": _MAP,
        "characterProgressions.data.*.milestones.*.availableQuests.*.activity.variants": _VARIANTS,
        "characterProgressions.data.*.milestones.*.availableQuests.*.status.itemInstanceId": _ITEMS,
        "characterProgressions.data.*.milestones.*.availableQuests.*.status.tracked": _MAP,
        "characterProgressions.data.*.milestones.*.vendors": _VENDORS,
    },
    "Destiny2.GetActivityHistory": {"**.basic.displayValue": _TEXT, "**.statId": _KEY},
    "Destiny2.GetPostGameCarnageReport": {"**.basic.displayValue": _TEXT},
    "Destiny2.GetHistoricalStatsForAccount": {"**.pga.displayValue": _TEXT, "**.statId": _KEY},
    "Destiny2.GetDestinyAggregateActivityStats": {"**.statId": _KEY},
    "GroupV2.GetGroup": {f"detail.{path}": reason for path, reason in _GROUP.items()}
    | {
        "allianceStatus": "alliances never came",
        "alliedIds": "alliances never came",
        "currentUserMemberMap": _VISITOR,
        "currentUserMembershipsInactiveForDestiny": _VISITOR,
        "currentUserPotentialMemberMap": _VISITOR,
        "groupJoinInviteCount": _VISITOR,
    },
    "GroupV2.GetGroupsForMember": {f"results.*.group.{path}": reason for path, reason in _GROUP.items()},
    "GroupV2.GetMembersOfGroup": _PAGES,
    "GroupV2.GetAdminsAndFounderOfGroup": _PAGES,
    "Destiny2.GetPublicMilestones": {"*.activities.*.booleanActivityOptions": _MAP},
    "GetCommonSettings": {
        "destinyMembershipTypes": _FORUM,
        "forumCategories": _FORUM,
        "groupAvatars": _FORUM,
        "ignoreReasons": _FORUM,
        "destiny2CoreSettings.enabledFireteamFinderActivityGraphHashes": _FINDER,
        "destiny2CoreSettings.fireteamFinderConstantsHash": _FINDER,
        "destiny2CoreSettings.insertPlugFreeBlockedSocketTypeHashes": _ITEMS,
        "destiny2CoreSettings.insertPlugFreeProtectedPlugItemHashes": _ITEMS,
        "destiny2CoreSettings.loadoutConstantsHash": _ITEMS,
    },
}
