"""The known errors of Bungie's OpenAPI document, and what it leaves unsaid: the one place for them.

Of the requests it is wrong in this: `currentpage` of a roster is a parameter of the query, not of the path,
and a page holds 100, not 50 (recorded rosters).
"""

from __future__ import annotations

from typing import Any, Final

#: What Bungie sends and the document lacks: schema -> property -> its schema, and the source.
MISSING: Final[dict[str, dict[str, tuple[dict[str, Any], str]]]] = {
    "Destiny.Entities.Items.DestinyItemComponent": {
        "dismantlePermission": ({"type": "integer", "format": "int32"}, "recorded linked profiles"),
    },
}

#: What definitions of the manifest hold besides (recorded tables of 2017 to 2026).
IN_DEFINITIONS: Final = frozenset((
    "abandonmentUnlockHash", "actionRewardItemOverrideHash", "actionRewardSiteHash", "actionSoundHash",
    "activeUnlockHash", "alternateWeight", "anyRewardHasConditionalVisibility",
    "bestActivityIdPropertyName", "blacklisted", "categoryScoreUnlockValueHash", "claimedUnlockHash",
    "colorHash", "completeUnlockHash", "completedCounterUnlockValueHash", "completionRewardSiteHash",
    "completionUnlockHash", "contentIconOverrideId", "currentResetCountUnlockValueHash",
    "customVendorSourceHashes", "earnedUnlockHash", "equippingSoundHash", "exclusivity", "hornSoundHash",
    "inheritFromFreeRoam", "inhibitCompletionUnlockValueHash", "inhibitRewardsUnlockHash", "interpolate",
    "isDisplayOnlyObjective", "isGlobalObjectiveItem", "isIntervalVersionedFromNormalRecord", "isPlug",
    "isPositiveAction", "isPseudoPlug", "itemClaimedUnlockHash", "medalTierIdentifier",
    "nextQuestStepRewardSiteHash", "nonTransferrableOriginal", "overridesUiAppearance",
    "phaseCompleteUnlockHash", "preventInitializationWhenVersioning", "progressToNextStepScaling",
    "randomizedPlugItems", "redeemedUnlockHash", "resolvedBitVectorUnlockValueHash",
    "resolvedItemCountUnlockValueHash", "rewardItemHash", "rewardItemListHash", "rewardSheetHash",
    "rewardSiteHash", "rollStateUnlockValueHash", "runOnlyAcquisitionRewardSite", "seasonPassUnlockHash",
    "seedUnlockValueHash", "singleInitialRewardItemListHash", "startTimeInSeconds", "storageMappingIndex",
    "supportsFeedFiltering", "suppressOtherRewards", "tier", "timestampUnlockValueHash",
    "trackingUnlockValueHash", "traitCategoryHash", "unlockHash", "unlockValueHash",
    "useOnObjectiveCompletion", "video", "weight",
))  # fmt: skip

#: What the document calls a string of bytes is a number below 256 (colours in recorded profiles).
WRITTEN_AS: Final[dict[tuple[str, str | None], tuple[str, str | None]]] = {
    ("string", "byte"): ("integer", "byte"),
}

#: Times with fractions of a second; all others are whole (recorded replies).
WITH_FRACTIONS: Final = {
    "creationDate",
    "firstAccess",
    "lastUpdate",
    "modificationDate",
    "responseMintedTimestamp",
    "secondaryComponentsMintedTimestamp",
}

#: Keys that every recorded object of a schema has; the document calls none required.
ALWAYS: Final[dict[str, tuple[str, ...]]] = {
    "User.UserInfoCard": ("crossSaveOverride", "isPublic", "membershipType", "membershipId"),
    "GroupsV2.GroupUserInfoCard": (
        "LastSeenDisplayName",
        "LastSeenDisplayNameType",
        "crossSaveOverride",
        "isPublic",
        "membershipType",
        "membershipId",
        "displayName",
    ),
    "GroupsV2.GroupMember": (
        "memberType",
        "isOnline",
        "lastOnlineStatusChange",
        "groupId",
        "destinyUserInfo",
        "joinDate",
    ),
    "SearchResultOfGroupMember": ("results", "totalResults", "hasMore", "query", "useTotalResults"),
    "GroupsV2.GroupResponse": ("detail", "founder", "alliedIds", "allianceStatus", "currentUserMemberMap"),
    "GroupsV2.GroupV2": ("groupId", "name", "groupType", "memberCount", "motto", "about", "clanInfo"),
    "GroupsV2.GetGroupsForMemberResponse": (
        "areAllMembershipsInactive",
        "results",
        "totalResults",
        "hasMore",
        "query",
        "useTotalResults",
    ),
    "GroupsV2.GroupMembership": ("member", "group"),
    "User.UserMembershipData": ("destinyMemberships",),
    "User.UserSearchResponse": ("searchResults", "page", "hasMore"),
    "User.UserSearchResponseDetail": (
        "bungieGlobalDisplayName",
        "bungieGlobalDisplayNameCode",
        "destinyMemberships",
    ),
    "Destiny.Responses.DestinyLinkedProfilesResponse": ("profiles", "profilesWithErrors"),
    "Destiny.Responses.DestinyErrorProfile": ("errorCode", "infoCard"),
    # Of the components those that all asks here ask for; older profiles carry no times.
    "Destiny.Responses.DestinyProfileResponse": (
        "responseMintedTimestamp",
        "secondaryComponentsMintedTimestamp",
        "profile",
        "characters",
    ),
    "Destiny.Responses.DestinyCharacterResponse": ("character",),
    "Destiny.Entities.Profiles.DestinyProfileComponent": (
        "userInfo",
        "dateLastPlayed",
        "versionsOwned",
        "characterIds",
        "seasonHashes",
    ),
    "Destiny.Entities.Characters.DestinyCharacterComponent": (
        "membershipId",
        "membershipType",
        "characterId",
        "dateLastPlayed",
        "minutesPlayedThisSession",
        "minutesPlayedTotal",
        "light",
        "classHash",
        "classType",
        "emblemHash",
    ),
    "Destiny.Definitions.DestinyClassDefinition": ("hash", "index", "redacted", "displayProperties"),
    "Destiny.Config.DestinyManifest": (
        "version",
        "mobileWorldContentPaths",
        "jsonWorldContentPaths",
        "jsonWorldComponentContentPaths",
    ),
    "Destiny.Milestones.DestinyMilestone": ("milestoneHash", "order"),
    "Destiny.Milestones.DestinyPublicMilestone": ("milestoneHash", "order"),
    "Common.Models.CoreSettingsConfiguration": ("environment", "systems", "destiny2CoreSettings"),
    "Common.Models.CoreSystem": ("enabled", "parameters"),
    "Common.Models.Destiny2CoreSettings": (
        "activeSealsRootNodeHash",
        "legacySealsRootNodeHash",
        "currentSeasonHash",
        "pastSeasonHashes",
        "futureSeasonHashes",
    ),
    "Destiny.HistoricalStats.DestinyHistoricalStatsAccountResult": (
        "mergedDeletedCharacters",
        "mergedAllCharacters",
        "characters",
    ),
    "Destiny.HistoricalStats.DestinyHistoricalStatsWithMerged": ("results", "merged"),
    "Destiny.HistoricalStats.DestinyHistoricalStatsPerCharacter": (
        "characterId",
        "deleted",
        "results",
        "merged",
    ),
    "Destiny.HistoricalStats.DestinyAggregateActivityResults": ("activities",),
    "Destiny.HistoricalStats.DestinyAggregateActivityStats": ("activityHash", "values"),
    "Destiny.HistoricalStats.DestinyHistoricalWeaponStats": ("referenceId", "values"),
    "Destiny.HistoricalStats.DestinyHistoricalStatsPeriodGroup": ("period", "values"),
    "Destiny.HistoricalStats.DestinyHistoricalStatsActivity": (
        "referenceId",
        "directorActivityHash",
        "instanceId",
        "mode",
        "modes",
        "isPrivate",
        "membershipType",
    ),
    "Destiny.HistoricalStats.DestinyHistoricalStatsValue": ("basic",),
    "Destiny.HistoricalStats.DestinyHistoricalStatsValuePair": ("value", "displayValue"),
    "Destiny.HistoricalStats.DestinyPostGameCarnageReportData": (
        "period",
        "startingPhaseIndex",
        "activityWasStartedFromBeginning",
        "activityDetails",
        "entries",
        "teams",
    ),
    "Destiny.HistoricalStats.DestinyPostGameCarnageReportEntry": (
        "standing",
        "score",
        "player",
        "characterId",
        "values",
        "extended",
    ),
    "Destiny.HistoricalStats.DestinyPlayer": (
        "destinyUserInfo",
        "classHash",
        "raceHash",
        "genderHash",
        "characterLevel",
        "lightLevel",
        "emblemHash",
    ),
    "Destiny.HistoricalStats.DestinyPostGameCarnageReportTeamEntry": (
        "teamId",
        "standing",
        "score",
        "teamName",
    ),
}

#: Operations whose whole answer is `{}` at times (facts: the end of a history; the others list nothing).
MAY_BE_EMPTY: Final = frozenset((
    "Destiny2.GetActivityHistory",
    "Destiny2.GetHistoricalStats",
    "Destiny2.GetPublicMilestones",
    "Destiny2.GetUniqueWeaponHistory",
))  # fmt: skip
