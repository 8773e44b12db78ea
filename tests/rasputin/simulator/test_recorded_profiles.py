"""Recorded profiles at the time at which they were true, and what is put together of several."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rasputin.simulator.clock import seconds
from rasputin.simulator.recorded import recorded_source
from rasputin.simulator.recorded.manifest import RecordedManifest
from rasputin.simulator.recorded.reading.profiles import FROM_TYPESCRIPT, OWNERS, RKING, WITH_OWNER
from rasputin.simulator.recorded.recordings import read_recordings
from rasputin.simulator.recorded.shown import HIDDEN, ITEM_NUMBERS, NUMBERS
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.serving.routes import Source

EVERYTHING = ",".join(map(str, {*NUMBERS.values(), *ITEM_NUMBERS.values()}))
NOW = seconds("2026-11-22T13:00:00Z")
RECORDS = "profileRecords"
GHOST = "profile/chrispaskvan-destiny-ghost-api"

Read = Callable[[str], Any]


@pytest.fixture(scope="module")
def source(recorded: Path) -> Source:
    recordings = read_recordings(recorded)
    return recorded_source(recordings, RecordedManifest(recordings.releases, recordings.definitions))


@pytest.fixture(scope="module")
def read(recorded: Path) -> Read:
    def reply(name: str) -> Any:
        body = (recorded / name).read_bytes()
        document = json.loads((gzip.decompress(body) if name.endswith(".gz") else body).decode("utf-8-sig"))
        return document.get("Response", document)

    return reply


def owner(reply: Any) -> tuple[int, int, float]:
    """Type and id of the account, and when the reply was true."""
    characters = list(reply["characters"]["data"].values())
    shown = reply.get("profile", {}).get("data", {})
    card = shown.get("userInfo", characters[0])
    played = [shown["dateLastPlayed"]] if shown else [one["dateLastPlayed"] for one in characters]
    return card["membershipType"], int(card["membershipId"]), max(map(seconds, played))


@pytest.mark.parametrize("name", [*WITH_OWNER, *FROM_TYPESCRIPT])
def test_a_profile_at_its_time(source: Source, read: Read, name: str) -> None:
    told = read(name)
    kind, membership_id, moment = owner(told)
    reply = source.players.profile(kind, membership_id, EVERYTHING, moment)
    assert {key: reply[key] for key in told} == told


@pytest.mark.parametrize("name", OWNERS)
def test_a_reply_without_an_owner_has_been_given_one(source: Source, read: Read, name: str) -> None:
    told, given = read(name), OWNERS[name]
    moment = seconds(given.moment)
    reply = source.players.profile(given.kind, given.membership_id, EVERYTHING, moment)
    assert {key: reply[key] for key in told} == told


def test_only_what_is_asked_for_is_shown(source: Source, read: Read) -> None:
    told = read(f"{RKING}/GetProfile-dredgen.json.gz")
    kind, membership_id, moment = owner(told)
    assert source.players.profile(kind, membership_id, "100,204", moment) == {
        key: told[key] for key in ("profile", "characterActivities")
    }
    instances = source.players.profile(kind, membership_id, "ItemInstances,300", moment)
    assert instances == {"itemComponents": {"instances": told["itemComponents"]["instances"]}}


def test_a_character_is_its_share_of_the_profile(source: Source, read: Read) -> None:
    told = read(f"{RKING}/GetProfile-dredgen.json.gz")
    kind, membership_id, moment = owner(told)
    names = {"character": "characters", "progressions": "characterProgressions"} | {
        "activities": "characterActivities",
        "equipment": "characterEquipment",
    }
    for character_id in told["profile"]["data"]["characterIds"]:
        reply = source.players.character(kind, membership_id, int(character_id), "200,202,204,205", moment)
        assert reply == {
            key: told[name] | {"data": told[name]["data"][character_id]} for key, name in names.items()
        }
    with pytest.raises(Refusal) as refused:
        source.players.character(kind, membership_id, 1, "200", moment)
    assert refused.value.code == 1620


def test_what_is_hidden_has_a_privacy_and_no_data(source: Source) -> None:
    hidden = source.players.profile(3, 848, "202,900", NOW)
    assert set(hidden) == {"characterProgressions", RECORDS, "characterRecords"}
    assert all(component == HIDDEN for component in hidden.values())


def test_what_was_not_recorded_is_hidden_as_far_as_players_can_hide_it(source: Source, read: Read) -> None:
    kind, membership_id, moment = owner(read(f"{GHOST}/profileCharactersResponse.json"))
    reply = source.players.profile(kind, membership_id, "100,102,200,900", moment)
    assert set(reply) == {"characters", RECORDS, "characterRecords"}
    assert reply[RECORDS] == reply["characterRecords"] == HIDDEN


def test_an_account_with_several_recordings_moves_on_with_the_time(source: Source, read: Read) -> None:
    names = [f"{RKING}/GetProfile{name}" for name in (".json", "-unequippable.json", "-dredgen.json.gz")]
    played: list[str] = []
    for name in names:
        kind, membership_id, moment = owner(read(name))
        before, then = (
            source.players.profile(kind, membership_id, "100", when)["profile"]["data"]["dateLastPlayed"]
            for when in (moment - 1, moment)
        )
        assert then == read(name)["profile"]["data"]["dateLastPlayed"]
        assert (before != then) == bool(played)
        played.append(then)
    latest = source.players.profile(kind, membership_id, "100", NOW)["profile"]["data"]["dateLastPlayed"]
    assert played == sorted(played)
    assert latest == played[-1]


def test_two_people_under_one_made_up_id_are_not_mixed(source: Source, read: Read) -> None:
    older, progressions = read(f"{RKING}/GetProfile-sept.json"), read(f"{RKING}/GetProgressions.json")
    other = read(f"{RKING}/GetActivities.json")
    kind, membership_id, moment = owner(other)
    before = source.players.profile(kind, membership_id, EVERYTHING, moment - 1)
    assert before["characters"] == older["characters"]
    assert before["characterProgressions"] == progressions["characterProgressions"]
    after = source.players.profile(kind, membership_id, EVERYTHING, moment)
    assert after["characters"] == other["characters"]
    assert after["characterProgressions"] == HIDDEN


def test_a_record_of_an_older_recording_stays(source: Source, read: Read) -> None:
    """Each recording has a record or two of some thousands."""
    told = read(FROM_TYPESCRIPT[0])
    kind, membership_id, _ = owner(told)
    data = source.players.profile(kind, membership_id, "900", NOW)[RECORDS]["data"]
    assert told[RECORDS]["data"]["records"].keys() <= data["records"].keys()


def test_linked_profiles_are_those_of_the_time(source: Source, read: Read) -> None:
    names = ("profile/DIM/vidboi-accounts.json", "profile/DIM/linkedaccounts-2025-07-15.json")
    older, newer = map(read, names)
    (card,) = older["profiles"]
    for told in (older, newer):
        moment = seconds(told["profiles"][0]["dateLastPlayed"])
        who = card["membershipType"], int(card["membershipId"])
        assert source.players.linked(*who, moment, overridden=True) == told
