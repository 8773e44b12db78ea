"""Serves clans of members with long histories, each reply a function of its path, at the port given."""

import json
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import uvicorn

from tests.benchmarks import mix

CLANS, MEMBERS, CHARACTERS, ACTIVITIES = 3, 100, 3, 3_000
FIRST_CLAN, FIRST_MEMBER, FIRST_CHARACTER = 4_000_000, 4611686018400000000, 2305843009300000000
NEWEST = datetime(2026, 11, 20, 22, tzinfo=UTC)
APART = timedelta(minutes=47)  # of a member's activities, dealt round to the characters
LENGTH = 1_200
CLASSES = (3655393761, 671679327, 2271682572)


def values(number: int) -> dict[str, int]:
    """Of a member's activity `number`, the newest being 0."""
    return {
        "kills": number % 41,
        "deaths": 1 + number % 7,
        "assists": number % 5,
        "completed": int(number % 3 > 0),
        "activityDurationSeconds": LENGTH,
        "timePlayedSeconds": LENGTH - number % 60,
    }


def began(number: int) -> datetime:
    return NEWEST - number * APART


def instance_id(member: int, number: int) -> int:
    return mix.FIRST_INSTANCE + member * ACTIVITIES + (ACTIVITIES - number)


def _said(number: int) -> str:
    others = dict.fromkeys((name for name in mix.PVE if name not in values(0)), 1)
    told = {name: _statistic(name, value) for name, value in {**others, **values(number)}.items()}
    return json.dumps(told, separators=(",", ":"))


def _statistic(name: str, value: int) -> dict[str, Any]:
    return {"statId": name, "basic": {"value": float(value), "displayValue": str(value)}}


_values = cache(_said)


def history(member: int, character: int, page: int, count: int) -> dict[str, Any] | bytes:
    own = range(character, ACTIVITIES, CHARACTERS)[page * count : (page + 1) * count]
    rows = ",".join(
        f'{{"period":"{began(number):%Y-%m-%dT%H:%M:%SZ}","activityDetails":{{"referenceId":2122313384,'
        f'"directorActivityHash":2122313384,"instanceId":"{instance_id(member, number)}","mode":4,'
        f'"modes":[7,4],"isPrivate":false,"membershipType":3}},"values":{_values(number)}}}'
        for number in own
    )
    return f'{{"activities":[{rows}]}}'.encode() if own else {}


def _card(member: int) -> dict[str, Any]:
    return {
        "membershipType": 3,
        "membershipId": str(FIRST_MEMBER + member),
        "displayName": f"player {member}",
        "bungieGlobalDisplayName": f"player {member}",
        "bungieGlobalDisplayNameCode": 1 + member,
        "crossSaveOverride": 0,
        "applicableMembershipTypes": [3],
        "isPublic": True,
        "iconPath": "/img/icon.png",
    }


def profile(member: int) -> dict[str, Any]:
    ids = [FIRST_CHARACTER + member * CHARACTERS + slot for slot in range(CHARACTERS)]
    played = f"{NEWEST + timedelta(seconds=LENGTH):%Y-%m-%dT%H:%M:%SZ}"
    data = {"userInfo": _card(member), "dateLastPlayed": played, "characterIds": [str(one) for one in ids]}
    return {
        "profile": {"data": data, "privacy": 1},
        "profileRecords": {"privacy": 2},
        "characters": {"data": {str(one): _character(member, one, played) for one in ids}, "privacy": 1},
    }


def _character(member: int, character_id: int, played: str) -> dict[str, Any]:
    return {
        "membershipId": str(FIRST_MEMBER + member),
        "membershipType": 3,
        "characterId": str(character_id),
        "dateLastPlayed": played,
        "minutesPlayedThisSession": "60",
        "minutesPlayedTotal": "60000",
        "light": 2000,
        "raceHash": 898834093,
        "genderHash": 3111576190,
        "classHash": CLASSES[character_id % 3],
        "emblemPath": "/img/e.jpg",
        "emblemBackgroundPath": "/img/b.jpg",
        "emblemHash": 1,
    }


def account(member: int) -> dict[str, Any]:
    ids = [FIRST_CHARACTER + member * CHARACTERS + slot for slot in range(CHARACTERS)]
    return {"characters": [{"characterId": str(one), "deleted": False} for one in ids]}


def roster(clan: int) -> dict[str, Any]:
    who = range(clan * MEMBERS, (clan + 1) * MEMBERS)
    return {
        "results": [
            {
                "memberType": 2,
                "isOnline": False,
                "lastOnlineStatusChange": str(int(NEWEST.timestamp()) + LENGTH),
                "groupId": str(FIRST_CLAN + clan),
                "destinyUserInfo": _card(member),
                "joinDate": "2024-01-01T00:00:00Z",
            }
            for member in who
        ],
        "totalResults": MEMBERS,
        "hasMore": False,
        "query": {"itemsPerPage": 100, "currentPage": 1},
        "useTotalResults": True,
    }


def group(clan: int) -> dict[str, Any]:
    detail = {"groupId": str(FIRST_CLAN + clan), "name": f"Clan {clan}", "groupType": 1}
    return {"detail": {**detail, "creationDate": "2020-01-01T00:00:00.000Z", "memberCount": MEMBERS}}


def answer(path: str, query: str) -> dict[str, Any] | bytes:
    """The `Response` of a path below /Platform."""
    parts = path.strip("/").split("/")
    asked = {name: said[0] for name, said in parse_qs(query).items()}
    match parts[parts.index("Platform") + 1 :]:
        case ["GroupV2", clan]:
            return group(int(clan) - FIRST_CLAN)
        case ["GroupV2", clan, "Members"]:
            return roster(int(clan) - FIRST_CLAN)
        case ["Destiny2", _, "Profile", member]:
            return profile(int(member) - FIRST_MEMBER)
        case ["Destiny2", _, "Account", member, "Stats"]:
            return account(int(member) - FIRST_MEMBER)
        case ["Destiny2", _, "Account", member, "Character", character, "Stats", "Activities"]:
            slot = (int(character) - FIRST_CHARACTER) % CHARACTERS
            return history(int(member) - FIRST_MEMBER, slot, int(asked.get("page", 0)), int(asked["count"]))
        case ["Destiny2", "Stats", "PostGameCarnageReport", instance]:
            return _report(int(instance))
    raise KeyError(path)


def _report(number: int) -> bytes:
    document = json.loads(mix.body(number % 1_000))["Response"]
    document["activityDetails"]["instanceId"] = str(number)
    return json.dumps(document, separators=(",", ":")).encode()


async def serve(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An ASGI app; counts what it is asked for."""
    if scope["type"] != "http":
        return
    try:
        said = answer(scope["path"], scope["query_string"].decode())
    except (KeyError, ValueError):
        status, body = (
            404,
            b'{"ErrorCode":21,"ThrottleSeconds":0,"ErrorStatus":"NotFound","Message":"","MessageData":{}}',
        )
    else:
        content = said if isinstance(said, bytes) else json.dumps(said, separators=(",", ":")).encode()
        status = 200
        body = (
            b'{"Response":%b,"ErrorCode":1,"ThrottleSeconds":0,"ErrorStatus":"Success","Message":"Ok","MessageData":{}}'
            % content
        )
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(
        serve,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
        lifespan="off",
        loop="uvloop",
        http="httptools",
    )
