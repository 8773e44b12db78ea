"""Reads the folder of recorded replies and puts them back into the shape in which Bungie sent them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from rasputin.simulator.clock import seconds

Json = dict[str, Any]

REPORT_FOLDERS = ("pgcr/riven-pgcr-processing-service", "pgcr/riven-pgcr-dataset-processor")
RESHAPED_REPORTS = {"dataset_pgcr.json"}
OLD_CLAN_FOLDER = "clan/richard4339-destiny2-php"
CLAN_FOLDER = "clan/WorthyD-d2-clandashboard"
CLAN_DETAILS = "clan_details_2020-10.json"
CLAN_PROFILES = "clan_roster_profiles_2020-08.json"


@dataclass(frozen=True, slots=True)
class Recordings:
    """`Response` parts by id. Profiles hold components by name, as recorded or filled in."""

    reports: dict[int, Json] = field(default_factory=dict)
    groups: dict[int, Json] = field(default_factory=dict)
    rosters: dict[int, Json] = field(default_factory=dict)
    profiles: dict[int, Json] = field(default_factory=dict)


def read_recordings(folder: Path) -> Recordings:
    recordings = Recordings()
    for reports in REPORT_FOLDERS:
        _read_reports(folder / reports, recordings)
    _read_old_clan(folder / OLD_CLAN_FOLDER, recordings)
    _read_clan(folder / CLAN_FOLDER, recordings)
    return recordings


def _read_reports(folder: Path, recordings: Recordings) -> None:
    for path in sorted(folder.glob("*.json")):
        if path.name not in RESHAPED_REPORTS:
            report = _response(path)
            recordings.reports[int(report["activityDetails"]["instanceId"])] = report


def _read_old_clan(folder: Path, recordings: Recordings) -> None:
    group = _response(folder / "getClan.json")
    group_id = int(group["detail"]["groupId"])
    recordings.groups[group_id] = group
    recordings.rosters[group_id] = _response(folder / "getClanMembers.json")


def _read_clan(folder: Path, recordings: Recordings) -> None:
    """The clan of which details and the members' profiles are recorded, but no roster."""
    detail = _load(folder / CLAN_DETAILS)[0]["data"]
    people = _load(folder / CLAN_PROFILES)
    members = [_member(detail, person) for person in people]
    founder = {**members[0], "memberType": 5}
    group_id = int(detail["groupId"])
    recordings.groups[group_id] = _group(detail, founder)
    recordings.rosters[group_id] = _roster([founder, *members[1:]])
    for person in people:
        membership_id = int(person["profile"]["data"]["userInfo"]["membershipId"])
        recordings.profiles[membership_id] = _profile(person)


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
    last_played = int(seconds(profile["dateLastPlayed"]))
    return {
        "memberType": 2,
        "isOnline": False,
        "lastOnlineStatusChange": str(last_played),
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
    profile = person["profile"]["data"]
    filled = {
        "userInfo": _user(profile["userInfo"]),
        "dateLastPlayed": profile["dateLastPlayed"],
        "versionsOwned": 127,
        "characterIds": profile["characterIds"],
        "seasonHashes": [],
    }
    return {
        "profile": {"data": filled, "privacy": 1},
        "profileProgression": {**_data(person["profileProgression"]), "privacy": 2},
        "characters": {**_data(person["characters"]), "privacy": 1},
        "characterProgressions": {**_data(person["characterProgressions"]), "privacy": 2},
    }


def _data(component: Json) -> Json:
    return {"data": component["data"]} if component.get("data") else {}


def _user(info: Json) -> Json:
    """A card with the fields that every card has."""
    return {
        "crossSaveOverride": 0,
        "applicableMembershipTypes": [info["membershipType"]],
        "isPublic": True,
        **info,
    }


def _response(path: Path) -> Json:
    response: Json = _load(path)["Response"]
    return response


def _load(path: Path) -> Any:
    return msgspec.json.decode(path.read_bytes())
