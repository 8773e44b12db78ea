"""What Bungie may say: whole replies of one's own making, and strategies for ever so odd ones."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from rasputin.bungie import Reply
from rasputin.bungie.client.activities import unread_activity
from rasputin.bungie.client.clans import unread_member
from rasputin.bungie.enums import HUNTER, TITAN
from rasputin.bungie.readers import HISTORY, MEMBERS, PROFILE, REPORT
from rasputin.bungie.types import HistoryPage, PostGameReport, Profile, Roster
from rasputin.bungie.types.clan import roster
from rasputin.bungie.wire import Answer, Reader, Unread

Said = dict[str, Any]

START = datetime(2026, 11, 20, 18, tzinfo=UTC)
AUTO_RIFLE = 1345867571
PLAYED: Mapping[str, float] = {
    "kills": 12,
    "deaths": 3,
    "assists": 4,
    "score": 1200,
    "completed": 1,
    "completionReason": 0,
    "opponentsDefeated": 16,
    "activityDurationSeconds": 600,
    "startSeconds": 0,
    "timePlayedSeconds": 600,
    "playerCount": 2,
    "teamScore": 80,
    "standing": 0,
    "team": 17,
}


def values(told: Mapping[str, float | None]) -> Said:
    return {
        name: {"basic": {"value": value, "displayValue": "?"}}
        for name, value in told.items()
        if value is not None
    }


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def details(instance_id: int, **other: Any) -> Said:
    return {
        "referenceId": 2122313384,
        "directorActivityHash": 2122313384,
        "instanceId": str(instance_id),
        "mode": 73,
        "modes": [5, 73],
        "isPrivate": False,
        "membershipType": 3,
        **other,
    }


def activity(instance_id: int, period: datetime = START, **told: float | None) -> Said:
    """A row of a history."""
    return {
        "period": stamp(period),
        "activityDetails": details(instance_id),
        "values": values({**PLAYED, **told}),
    }


def card(membership_id: int, *, name: str | None = "Guardian", kind: int = 3, code: int | None = 42) -> Said:
    """`name` None is somebody whom Bungie stripped."""
    if name is None:
        return {"membershipType": 0, "membershipId": str(membership_id)}
    return {
        "membershipType": kind,
        "membershipId": str(membership_id),
        "displayName": name.lower(),
        "bungieGlobalDisplayName": name,
        "bungieGlobalDisplayNameCode": code,
    }


def entry(membership_id: int, character_id: int, *, shown: Said | None = None, **told: float | None) -> Said:
    """One character in a report."""
    who = card(membership_id) if shown is None else shown
    extended = {"precisionKills": 5, "weaponKillsMelee": 2, "weaponKillsAbility": 7, "medalTriple": 1}
    weapon = {"referenceId": AUTO_RIFLE, "values": values({"uniqueWeaponKills": 3})}
    return {
        "characterId": str(character_id),
        "player": {"destinyUserInfo": who, "classHash": HUNTER, "emblemHash": 1901885391, "lightLevel": 1810},
        "values": values({**PLAYED, **told}),
        "extended": {"weapons": [weapon], "values": values(extended)},
    }


def report(instance_id: int, entries: Sequence[Said], period: datetime = START) -> Said:
    sides = [{"teamId": 17, "standing": {"basic": {"value": 0}}, "score": {"basic": {"value": 80}}}]
    return {
        "period": stamp(period),
        "startingPhaseIndex": 0,
        "activityWasStartedFromBeginning": True,
        "activityDetails": details(instance_id),
        "entries": [{**one, "values": {**one["values"], **_count(entries)}} for one in entries],
        "teams": sides,
    }


def profile(who: Said, characters: Mapping[int, datetime], *, class_hash: int = TITAN) -> Said:
    """Components 100 and 200; characters by id, with when each was played."""
    told = {
        str(key): {
            "characterId": str(key),
            "classHash": class_hash,
            "dateLastPlayed": stamp(at),
            "light": 1810,
        }
        for key, at in characters.items()
    }
    last = max(characters.values(), default=START)
    about = {"userInfo": who, "dateLastPlayed": stamp(last), "characterIds": list(told)}
    return {"profile": {"data": about, "privacy": 1}, "characters": {"data": told, "privacy": 1}}


def read(reader: Reader[Any], said: Any, unread: list[Unread] | None = None) -> Any:
    """As the client reads it off the wire. Raises Undecodable for what the types cannot hold."""
    return reader.read(Answer(endpoint="test", status=200, headers={}, body=body_of(said)), unread)


def body_of(said: Any) -> bytes:
    return json.dumps({"Response": said, "ErrorCode": 1}).encode()


def report_reply(said: Said) -> Reply[PostGameReport]:
    return Reply(read(REPORT, said), body_of(said))


def history_reply(rows: Sequence[Any]) -> HistoryPage:
    unread: list[Unread] = []
    found = read(HISTORY, {"activities": list(rows)}, unread).activities
    return HistoryPage(found, tuple(map(unread_activity, unread)))


def roster_reply(members: Sequence[Any]) -> Roster:
    """Of one page, which says that it is all."""
    unread: list[Unread] = []
    page = read(MEMBERS, {"results": list(members), "hasMore": False}, unread)
    return roster([page], tuple(map(unread_member, unread)))


def profile_reply(said: Said) -> Profile:
    found: Profile = read(PROFILE, said)
    return found


def _count(entries: Sequence[Said]) -> Said:
    """Bungie counts the entries of a report in each; two of one character are no second player."""
    return values({"playerCount": len({one["characterId"] for one in entries})})


# --- odd ones -------------------------------------------------------------------------------------

NUMBERS = st.one_of(
    st.sampled_from(
        [-1.0, 0.5, -0.25, 32767.0, 2.0**31, -(2.0**31), 2.0**53 + 2, 2.0**63, -(2.0**64), 1e300]
    ),
    st.integers(-5, 200).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
)
IDS = st.one_of(
    st.sampled_from([0, 1, 2**53 + 1, 2**62 + 3, 2**63 - 1]), st.integers(1, 4), st.integers(0, 2**63 - 1)
)
HASHES = st.one_of(st.sampled_from([0, 1, 2**32 - 1, 2**32, TITAN, HUNTER]), st.integers(0, 2**32 - 1))
MODES = st.one_of(st.sampled_from([0, -1, 5, 73, 99, 2**31 - 1]), st.integers(0, 200))
PLATFORMS = st.sampled_from([0, 1, 2, 3, 5, 6, 7, 10, 20, 254, -1, -2, 32768, 2**20])
ODD_TEXTS = ("", "\x00", "a\x00b", "#", "Name#1234", "x" * 500, "ʎʇuᴉpɹɐnפ", "🦌", "\u202e", "' OR 1=1")
TEXTS = st.one_of(st.none(), st.sampled_from(ODD_TEXTS), st.text(max_size=20))
FAR_OFF = ("0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2017-09-05T17:00:00Z", "9999-12-31T23:00:00Z")
SECONDS = st.integers(1_388_534_400, 1_924_992_000)  # 2014 to 2031
DATES = st.one_of(st.sampled_from(FAR_OFF), SECONDS.map(lambda at: stamp(datetime.fromtimestamp(at, UTC))))
STATISTICS = st.fixed_dictionaries({}, optional=dict.fromkeys([*PLAYED, "fireteamId"], NUMBERS)).map(values)

#: What stands where something else should: a type that no field of ours has, a number beyond 64 bits.
WRONG: st.SearchStrategy[Any] = st.sampled_from(
    [None, "text", 1.5, [None], [{}], {"a": []}, 2**63, -(2**64), "2026-01-01T00:00:00"]
)


def now_and_then_wrong(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(*[usual] * 5, WRONG)


odd_cards = st.fixed_dictionaries(
    {"membershipId": IDS.map(str)},
    optional={
        "membershipType": PLATFORMS,
        "displayName": TEXTS,
        "bungieGlobalDisplayName": TEXTS,
        "bungieGlobalDisplayNameCode": st.one_of(st.none(), st.sampled_from([-1, 0, 10_000, 2**31 - 1])),
        "iconPath": TEXTS,
        "crossSaveOverride": PLATFORMS,
    },
)
odd_details = st.fixed_dictionaries(
    {},
    optional={
        name: now_and_then_wrong(usual)
        for name, usual in {
            "referenceId": HASHES,
            "directorActivityHash": HASHES,
            "mode": MODES,
            "modes": st.lists(MODES, max_size=4),
            "isPrivate": st.booleans(),
            "membershipType": PLATFORMS,
        }.items()
    },
)
odd_weapons = st.fixed_dictionaries(
    {"referenceId": st.one_of(HASHES, st.just(AUTO_RIFLE))},
    optional={
        "values": st.fixed_dictionaries(
            {}, optional={"uniqueWeaponKills": NUMBERS, "uniqueWeaponPrecisionKills": NUMBERS}
        ).map(values)
    },
)
EXTRAS = st.dictionaries(st.sampled_from(["precisionKills", "medalTriple", "a\x00b", ""]), NUMBERS)
odd_extended = st.fixed_dictionaries(
    {}, optional={"weapons": st.lists(odd_weapons, max_size=3), "values": EXTRAS.map(values)}
)
odd_entries = st.fixed_dictionaries(
    {"characterId": IDS.map(str)},
    optional={
        "standing": st.integers(-1, 2400),
        "player": st.fixed_dictionaries(
            {},
            optional={
                "destinyUserInfo": odd_cards,
                "classHash": HASHES,
                "raceHash": HASHES,
                "emblemHash": HASHES,
                "lightLevel": st.integers(-1, 2**31 - 1),
                "clanName": TEXTS,
            },
        ),
        "values": STATISTICS,
        "extended": st.one_of(st.none(), odd_extended),
    },
)
odd_teams = st.fixed_dictionaries(
    {"teamId": st.sampled_from([-1, 0, 16, 17, 18, 65535])},
    optional={
        "teamName": TEXTS,
        "standing": NUMBERS.map(lambda value: {"basic": {"value": value}}),
        "score": NUMBERS.map(lambda value: {"basic": {"value": value}}),
    },
)


def odd_reports(instance_id: int) -> st.SearchStrategy[Said]:
    """Of that instance, well-formed JSON, and nothing else that one could rely on."""
    return st.fixed_dictionaries(
        {
            "period": DATES,
            "activityDetails": odd_details.map(lambda said: {**said, "instanceId": str(instance_id)}),
        },
        optional={
            "entries": st.lists(odd_entries, max_size=4).map(_twice),
            "teams": st.lists(odd_teams, max_size=3),
            "startingPhaseIndex": st.integers(-1, 9),
            "activityWasStartedFromBeginning": st.booleans(),
            "selectedSkullHashes": st.lists(HASHES, max_size=2),
        },
    )


odd_activities = st.one_of(
    WRONG,
    *[
        st.fixed_dictionaries(
            {
                "period": now_and_then_wrong(DATES),
                "activityDetails": st.tuples(now_and_then_wrong(IDS.map(str)), odd_details).map(
                    lambda told: {**told[1], "instanceId": told[0]}
                ),
            },
            optional={"values": now_and_then_wrong(STATISTICS)},
        )
    ]
    * 9,
)
odd_members = st.fixed_dictionaries(
    {"destinyUserInfo": now_and_then_wrong(odd_cards)},
    optional={
        "memberType": now_and_then_wrong(st.integers(-1, 9)),
        "isOnline": now_and_then_wrong(st.booleans()),
        "joinDate": now_and_then_wrong(DATES),
        "lastOnlineStatusChange": st.sampled_from(["0", "-1", "1644092530", str(2**63 - 1)]),
    },
)


def _twice(entries: list[Said]) -> list[Said]:
    """Now and then the first character is there twice."""
    return [*entries, entries[0]] if len(entries) in (1, 3) else entries
