"""What stands in the definitions of large tables, so that a large manifest weighs what the real one does.

`@0` to `@11` stand for numbers that differ from definition to definition.
"""

from __future__ import annotations

from rasputin.simulator.world.definitions.shapes import Json


def _socket(place: int) -> Json:
    return {
        "socketTypeHash": _known(place),
        "singleInitialItemHash": f"@{place % 12}",
        "reusablePlugItems": [{"plugItemHash": _known(place * 3 + plug)} for plug in range(3)],
        "preventInitializationOnVendorPurchase": False,
        "hidePerksInItemTooltip": place % 2 == 0,
        "plugSources": 2,
        "reusablePlugSetHash": _known(place + 7),
        "overridesUiAppearance": False,
        "defaultVisible": True,
    }


def _stat(place: int) -> tuple[str, Json]:
    shown = {"statHash": _known(place), "value": place * 3, "minimum": 0, "maximum": 0, "displayMaximum": 100}
    return str(_known(place)), shown


def _known(place: int) -> int:
    return 1_000_000_007 * (place + 1) % 2**32


SOCKETS = 13
STATS = 11
ITEM: Json = {
    "tooltipNotifications": [],
    "collectibleHash": "@0",
    "iconWatermark": "/common/destiny2_content/icons/2347cc2407b51e1debbac020bfcd0224.png",
    "screenshot": "/common/destiny2_content/screenshots/0.jpg",
    "itemTypeDisplayName": "Armor Mod",
    "flavorText": "Nobody ever asks what became of it.",
    "uiItemDisplayStyle": "ui_display_style_basic",
    "itemTypeAndTierDisplayName": "Legendary Armor Mod",
    "displaySource": "",
    "action": {"verbName": "Dismantle", "requiredCooldownSeconds": 0, "rewardSheetHash": "@1"},
    "inventory": {
        "maxStackSize": 1,
        "bucketTypeHash": 3313201758,
        "recoveryBucketTypeHash": 215593132,
        "tierTypeHash": 4008398120,
        "isInstanceItem": True,
        "tierTypeName": "Legendary",
        "tierType": 5,
    },
    "stats": {
        "disablePrimaryStatDisplay": False,
        "statGroupHash": "@2",
        "stats": dict(map(_stat, range(STATS))),
    },
    "equippingBlock": {"equipmentSlotTypeHash": "@3", "attributes": 0, "displayStrings": [""]},
    "translationBlock": {
        "weaponPatternHash": 0,
        "defaultDyes": [{"channelHash": _known(place), "dyeHash": f"@{place}"} for place in range(6)],
        "arrangements": [{"classHash": _known(place), "artArrangementHash": place} for place in range(3)],
        "hasGeometry": True,
    },
    "sockets": {"detail": "", "socketEntries": [_socket(place) for place in range(SOCKETS)]},
    "investmentStats": [
        {"statTypeHash": _known(place), "value": place, "isConditionallyActive": False} for place in range(6)
    ],
    "perks": [],
    "itemCategoryHashes": [20, 59, "@9"],
    "itemType": 19,
    "itemSubType": 0,
    "classType": 3,
    "breakerType": 0,
    "equippable": False,
    "doesPostmasterPullHaveSideEffects": False,
    "nonTransferrable": False,
    "defaultDamageType": 0,
    "isWrapper": False,
    "traitIds": ["item_type.mod"],
    "traitHashes": ["@4"],
}
LONG = "It is told that nobody who went there ever came back to tell it. " * 24

BULK: dict[str, Json] = {
    "DestinyActivityDefinition": {
        "originalDisplayProperties": {"description": LONG, "name": "", "hasIcon": False},
        "activityLightLevel": 2000,
        "destinationHash": 1199524104,
        "placeHash": 3747705955,
        "activityTypeHash": 2884569138,
        "tier": -1,
        "pgcrImage": "/img/theme/destiny/bgs/pgcrs/placeholder.jpg",
        "isPlaylist": False,
        "modifiers": [{"activityModifierHash": f"@{place}"} for place in range(12)],
        "matchmaking": {
            "isMatchmade": False,
            "minParty": 1,
            "maxParty": 3,
            "maxPlayers": 3,
            "requiresGuardianOath": False,
        },
        "directActivityModeHash": 2394616003,
        "directActivityModeType": 18,
        "activityModeHashes": [2394616003, 1164760493],
        "activityModeTypes": [18, 7],
        "isPvP": False,
    },
    "DestinyCollectibleDefinition": {
        "scope": 0,
        "sourceString": "Source: somebody who would not say.",
        "sourceHash": "@0",
        "itemHash": "@1",
        "acquisitionInfo": {"runOnlyAcquisitionRewardSite": False},
        "stateInfo": {"requirements": {"entitlementUnavailableMessage": LONG[:400]}},
        "presentationNodeType": 2,
        "parentNodeHashes": ["@2"],
    },
    "DestinyIconDefinition": {"foreground": "/common/destiny2_content/icons/missing.png", "background": ""},
    "DestinyInventoryItemDefinition": ITEM,
    "DestinyMilestoneDefinition": {"milestoneType": 3, "quests": {}, "activities": [], "defaultOrder": 9},
    "DestinyObjectiveDefinition": {
        "unlockValueHash": "@0",
        "completionValue": 1,
        "scope": 1,
        "locationHash": 0,
        "progressDescription": "Done",
        "perks": {"perkHash": 0, "style": 0},
        "stats": {"style": 0},
    },
    "DestinyPlugSetDefinition": {
        "reusablePlugItems": [
            {"weight": 1.0, "alternateWeight": 0.0, "currentlyCanRoll": True, "plugItemHash": f"@{plug % 12}"}
            for plug in range(14)
        ],
        "isFakePlugSet": False,
    },
    "DestinyPresentationNodeDefinition": {
        "nodeType": 1,
        "scope": 0,
        "children": {"presentationNodes": [], "collectibles": [], "records": [], "metrics": []},
        "displayStyle": 0,
        "screenStyle": 0,
        "maxCategoryRecordScore": 0,
        "parentNodeHashes": ["@0"],
    },
    "DestinyRecordDefinition": {
        "scope": 0,
        "objectiveHashes": ["@0"],
        "titleInfo": {"hasTitle": False},
        "completionInfo": {"ScoreValue": 5, "shouldFireToast": True, "toastStyle": 0},
        "stateInfo": {"featuredPriority": 2147483647},
        "intervalInfo": {"intervalObjectives": [], "intervalRewards": []},
        "parentNodeHashes": [],
        "recordTypeName": "Triumph",
    },
    "DestinySandboxPerkDefinition": {"isDisplayable": True, "damageType": 0, "damageTypeHash": "@0"},
    "DestinySocketTypeDefinition": {"insertAction": {"actionExecuteSeconds": 0}, "plugWhitelist": []},
    "DestinyVendorDefinition": {"vendorIdentifier": LONG, "itemList": [], "resetIntervalMinutes": 10080},
}
