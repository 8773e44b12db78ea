"""Clans and their rosters as the API shows them at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasputin.simulator.clock import stamp, stamp_milliseconds
from rasputin.simulator.replies.cards import account_card, bungie_card, platform_card
from rasputin.simulator.world.clans import FOUNDER, Clan
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.presence import presence
from rasputin.simulator.world.turnover import Stint, Who
from rasputin.simulator.world.world import World

PAGE_SIZE = 100
PROGRESS = 584850370
COUNTED_LATE = 6 * 3_600


def group_reply(world: World, clan: Clan, now: float) -> dict[str, Any]:
    return {
        "detail": _detail(world, clan, now),
        "founder": _member(world, clan, _founder(world, clan, now), now),
        "alliedIds": [],
        "allianceStatus": 0,
        "groupJoinInviteCount": 0,
        "currentUserMembershipsInactiveForDestiny": False,
        "currentUserMemberMap": {},
        "currentUserPotentialMemberMap": {},
    }


def roster_reply(world: World, clan: Clan, members: Sequence[Stint], page: int, now: float) -> dict[str, Any]:
    shown = members[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return {
        "results": [_member(world, clan, stint, now) for stint in shown],
        **_page(len(members), page, PAGE_SIZE),
    }


def groups_of_member_reply(world: World, places: Sequence[Stint], now: float) -> dict[str, Any]:
    clans = [(world.clans.every[place.clan], place) for place in places]
    return {
        "areAllMembershipsInactive": {str(clan.group_id): False for clan, _ in clans},
        "results": [
            {"member": _member(world, clan, place, now), "group": _detail(world, clan, now)}
            for clan, place in clans
        ],
        **_page(len(clans), 1, 100),
    }


def membership_id(player: Player, who: Who) -> int:
    """The one that holds the place."""
    return player.membership_id if who.account < 0 else player.accounts[who.account].membership_id


def _page(total: int, page: int, size: int) -> dict[str, Any]:
    return {
        "totalResults": total,
        "hasMore": page * size < total,
        "query": {"itemsPerPage": size, "currentPage": page},
        "useTotalResults": True,
    }


def _founder(world: World, clan: Clan, now: float) -> Stint:
    return next(stint for stint in world.rosters.roster(clan.number, now) if stint.role == FOUNDER)


def _member(world: World, clan: Clan, stint: Stint, now: float) -> dict[str, Any]:
    player = world.people.player(stint.who.player)
    seen = presence(world, player, now)
    guise = player.guise(now)
    own = stint.who.account < 0
    card = platform_card(player, guise) if own else account_card(player.accounts[stint.who.account], guise)
    bungie = bungie_card(player, guise)
    return {
        "memberType": stint.role,
        "isOnline": seen.online,
        "lastOnlineStatusChange": str(seen.changed_at),
        "groupId": str(clan.group_id),
        "destinyUserInfo": {
            "LastSeenDisplayName": card["displayName"],
            "LastSeenDisplayNameType": card["membershipType"],
            **card,
            "isPublic": False,
        },
        **({"bungieNetUserInfo": bungie} if bungie else {}),
        "joinDate": stamp(stint.joined_at),
    }


def _detail(world: World, clan: Clan, now: float) -> dict[str, Any]:
    """The count of members comes late."""
    first = world.people.player(world.shape.members_of_clan(clan.number).start)
    counted = world.rosters.roster(clan.number, now - COUNTED_LATE)
    return {
        "groupId": str(clan.group_id),
        "name": clan.name,
        "groupType": 1,
        "membershipIdCreated": str(first.bungie_id or 900 + clan.number),
        "creationDate": stamp_milliseconds(clan.created_at + 0.451),
        "modificationDate": stamp_milliseconds(clan.created_at + 86_400.188),
        "about": f"{clan.name} of the simulated Tower.\n\nNewcomers are welcome.",
        "tags": [],
        "memberCount": len(counted),
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
