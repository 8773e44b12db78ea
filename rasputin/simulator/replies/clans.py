"""Clans and their rosters as the API shows them at a time."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.clock import stamp, stamp_milliseconds
from rasputin.simulator.replies.cards import PLATFORM_ICONS, bungie_card, user_card
from rasputin.simulator.world.clans import Clan, Place, places, presence
from rasputin.simulator.world.world import World

PAGE_SIZE = 100
PROGRESS = 584850370


def group_reply(world: World, clan: Clan, now: float) -> dict[str, Any]:
    members = places(world, clan)
    return {
        "detail": _detail(world, clan, members),
        "founder": _member(world, clan, members[0], now),
        "alliedIds": [],
        "allianceStatus": 0,
        "groupJoinInviteCount": 0,
        "currentUserMembershipsInactiveForDestiny": False,
        "currentUserMemberMap": {},
        "currentUserPotentialMemberMap": {},
    }


def roster_reply(world: World, clan: Clan, page: int, now: float) -> dict[str, Any]:
    members = places(world, clan)
    shown = members[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return {
        "results": [_member(world, clan, place, now) for place in shown],
        "totalResults": len(members),
        "hasMore": page * PAGE_SIZE < len(members),
        "query": {"itemsPerPage": PAGE_SIZE, "currentPage": page},
        "useTotalResults": True,
    }


def _member(world: World, clan: Clan, place: Place, now: float) -> dict[str, Any]:
    player = place.player
    seen = presence(world, player, now)
    guise = player.guise(now)
    bungie = bungie_card(player, guise)
    return {
        "memberType": place.role,
        "isOnline": seen.online,
        "lastOnlineStatusChange": str(seen.changed_at),
        "groupId": str(clan.group_id),
        "destinyUserInfo": {
            "LastSeenDisplayName": guise.platform_name,
            "LastSeenDisplayNameType": guise.membership_type,
            **user_card(player, guise, PLATFORM_ICONS[guise.membership_type]),
            "isPublic": False,
        },
        **({"bungieNetUserInfo": bungie} if bungie else {}),
        "joinDate": stamp(place.joined_at),
    }


def _detail(world: World, clan: Clan, members: list[Place]) -> dict[str, Any]:
    founder = members[0].player
    return {
        "groupId": str(clan.group_id),
        "name": clan.name,
        "groupType": 1,
        "membershipIdCreated": str(founder.bungie_id or 1_000 + clan.number),
        "creationDate": stamp_milliseconds(clan.created_at + 0.451),
        "modificationDate": stamp_milliseconds(clan.created_at + 86_400.188),
        "about": f"{clan.name} of the simulated Tower.\n\nNewcomers are welcome.",
        "tags": [],
        "memberCount": len(members),
        "isPublic": True,
        "isPublicTopicAdminOnly": False,
        "motto": clan.motto,
        "allowChat": True,
        "isDefaultPostPublic": False,
        "chatSecurity": 0,
        "locale": "en",
        "avatarImageIndex": 0,
        "homepage": 0,
        "membershipOption": 0,
        "defaultPublicity": 2,
        "theme": "Group_Community1",
        "bannerPath": "/img/Themes/Group_Community1/struct_images/group_top_banner.jpg",
        "avatarPath": "/img/profile/avatars/group/defaultGroup.png",
        "conversationId": str(27_000_000 + clan.number),
        "enableInvitationMessagingForAdmins": False,
        "banExpireDate": "2001-01-01T00:00:00Z",
        "features": _features(),
        "clanInfo": _clan_info(clan),
    }


def _features() -> dict[str, Any]:
    return {
        "maximumMembers": 100,
        "maximumMembershipsOfGroupType": 1,
        "capabilities": 31,
        "membershipTypes": [1, 2, 3, 5],
        "invitePermissionOverride": True,
        "updateCulturePermissionOverride": False,
        "hostGuidedGamePermissionOverride": 1,
        "updateBannerPermissionOverride": False,
        "joinLevel": 1,
    }


def _clan_info(clan: Clan) -> dict[str, Any]:
    level = {
        "progressionHash": PROGRESS,
        "dailyProgress": 600_000,
        "dailyLimit": 0,
        "weeklyProgress": 0,
        "weeklyLimit": 516_667,
        "currentProgress": 600_000,
        "level": 6,
        "levelCap": 6,
        "stepIndex": 6,
        "progressToNextLevel": 0,
        "nextLevelAt": 0,
    }
    banner = {
        "decalId": 4125445803 - clan.number,
        "decalColorId": 3396165378,
        "decalBackgroundColorId": 3568748763,
        "gonfalonId": 1473910866,
        "gonfalonColorId": 2157636320,
        "gonfalonDetailId": 1647698443,
        "gonfalonDetailColorId": 4128900500,
    }
    return {
        "d2ClanProgressions": {str(PROGRESS): level},
        "clanCallsign": clan.callsign,
        "clanBannerData": banner,
    }
