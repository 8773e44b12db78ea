"""The clan of 95 whose details and members' profiles were recorded, but not its roster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from rasputin.simulator.clock import seconds
from rasputin.simulator.recorded.reading.doubles import with_doubles
from rasputin.simulator.recorded.reading.folder import Folder, Json

DETAILS = "clan/WorthyD-d2-clandashboard/clan_details_2020-10.json"
PEOPLE = "clan/WorthyD-d2-clandashboard/clan_roster_profiles_2020-08.json"
MEMBER, FOUNDER = 2, 5
PUBLIC, PRIVATE = 1, 2


class Chums(NamedTuple):
    """`profiles` hold the recorded components, with what every answer has and the recording dropped."""

    group_id: int
    group: Json
    roster: Json
    profiles: list[Json]


def read_chums(folder: Folder) -> Chums:
    detail = folder.document(DETAILS)[0]["data"]
    people = folder.document(PEOPLE)
    first, *others = [_member(detail, person) for person in people]
    founder = {**first, "memberType": FOUNDER}
    return Chums(
        int(detail["groupId"]),
        _group(detail, founder),
        _roster([founder, *others]),
        [_profile(person) for person in people],
    )


def _group(detail: Json, founder: Json) -> Json:
    return {
        "detail": detail,
        "founder": founder,
        "alliedIds": [],
        "allianceStatus": 0,
        "groupJoinInviteCount": 0,
        "currentUserMembershipsInactiveForDestiny": False,
        "currentUserMemberMap": {},
        "currentUserPotentialMemberMap": {},
    }


def _roster(members: list[Json]) -> Json:
    return {
        "results": members,
        "totalResults": len(members),
        "hasMore": False,
        "query": {"itemsPerPage": 100, "currentPage": 1},
        "useTotalResults": True,
    }


def _member(detail: Json, person: Json) -> Json:
    """A roster line made from the profile: joined when the clan began, offline since last played."""
    profile = person["profile"]["data"]
    user = _user(profile["userInfo"])
    return {
        "memberType": MEMBER,
        "isOnline": False,
        "lastOnlineStatusChange": str(int(seconds(profile["dateLastPlayed"]))),
        "groupId": detail["groupId"],
        "destinyUserInfo": {
            "LastSeenDisplayName": user["displayName"],
            "LastSeenDisplayNameType": user["membershipType"],
            **user,
            "isPublic": False,
        },
        "joinDate": detail["creationDate"][:19] + "Z",
    }


def _profile(person: Json) -> Json:
    return dict(_components(person))


def _components(person: Json) -> Iterator[tuple[str, Json]]:
    profile = person["profile"]["data"]
    filled = {
        "userInfo": _user(profile["userInfo"]),
        "dateLastPlayed": profile["dateLastPlayed"],
        "versionsOwned": 127,
        "characterIds": profile["characterIds"],
        "seasonHashes": [],
    }
    yield "profile", {"data": filled, "privacy": PUBLIC}
    yield "profileProgression", _component(person, "profileProgression", PRIVATE)
    yield "characters", _component(person, "characters", PUBLIC)
    yield "characterProgressions", _component(person, "characterProgressions", PRIVATE)


def _component(person: Json, key: str, privacy: int) -> Json:
    data: Any = person[key].get("data")
    return with_doubles({"data": data, "privacy": privacy}) if data else {"privacy": privacy}


def _user(info: Json) -> Json:
    """A card with the fields that every card has."""
    return {
        "crossSaveOverride": 0,
        "applicableMembershipTypes": [info["membershipType"]],
        "isPublic": True,
        **info,
    }
