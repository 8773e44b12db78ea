"""Recorded replies under their own ids, value for value."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from rasputin.simulator.recorded.reading.errors import ERRORS, RecordedError
from rasputin.simulator.recorded.reading.identities import LINKED, MEMBERSHIPS
from rasputin.simulator.recorded.reading.left_out import LEFT_OUT, reason_of
from rasputin.simulator.recorded.recordings import read_recordings
from tests.rasputin.simulator.server import Reply, Simulator

BOT = "mixed/TheDescend-elevatorbot/data.json"
WWW, STATS = "https://www.bungie.net/Platform", "https://stats.bungie.net/Platform"
DASHBOARD = "profile/WorthyD-d2-clandashboard"
ROWS = "activity_history/WorthyD-d2-clandashboard"
OLD_CLAN = "clan/richard4339-destiny2-php"
GHOST = "profile/chrispaskvan-destiny-ghost-api"
OLDER = "profile/DIM/vidboi-accounts.json"  # the account has a younger recording
DOCS = Path(__file__).parents[3] / "docs/simulator.md"


def read(recorded: Path, name: str) -> Any:
    """The `Response` of a file, or the whole of one without an envelope."""
    body = (recorded / name).read_bytes()
    document = json.loads(gzip.decompress(body) if name.endswith(".gz") else body)
    return document["Response"] if isinstance(document, dict) and "Response" in document else document


def bots(recorded: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((recorded / BOT).read_bytes())
    return found


def reports(recorded: Path) -> dict[str, Any]:
    files = [*recorded.glob("pgcr/*/*.json")]
    bodies = [json.loads(path.read_text())["Response"] for path in files if path.name != "dataset_pgcr.json"]
    return {body["activityDetails"]["instanceId"]: body for body in bodies}


def history(replaying: Simulator, kind: int, who: str, character_id: str, **query: int) -> list[Any]:
    member = {"membership_type": kind, "membership_id": who}
    return replaying.history(member, character_id, **query).get("activities", [])  # type: ignore[no-any-return]


def values(row: Any) -> dict[str, tuple[str, float, str]]:
    return {
        name: (value["statId"], float(value["basic"]["value"]), value["basic"]["displayValue"])
        for name, value in row["values"].items()
    }


def search(replaying: Simulator, name: str, code: int | None) -> Any:
    asked = {"displayName": name, "displayNameCode": code}
    return replaying.api("/Destiny2/SearchDestinyPlayerByBungieName/-1/", body=asked).response


def test_every_report_is_served_as_it_was(replaying: Simulator, recorded: Path) -> None:
    expected = reports(recorded)
    assert len(expected) == 9
    for instance_id, body in expected.items():
        assert replaying.report(instance_id).response == body


def test_the_recorded_clan_and_its_roster(replaying: Simulator, recorded: Path) -> None:
    for path, name in (
        ("/GroupV2/2114315/", "getClan.json"),
        ("/GroupV2/2114315/Members/", "getClanMembers.json"),
        ("/GroupV2/2114315/AdminsAndFounder/", "getClanAdminsAndFounder.json"),
    ):
        assert replaying.api(path).response == read(recorded, f"{OLD_CLAN}/{name}")
    again = replaying.api("/GroupV2/2114315/Members/?currentpage=2").response
    assert (again["results"], again["hasMore"]) == ([], False)


def test_a_clan_is_found_by_its_name_and_by_its_members(replaying: Simulator, recorded: Path) -> None:
    group = read(recorded, f"{OLD_CLAN}/getClan.json")
    asked = {"groupName": group["detail"]["name"], "groupType": 1}
    assert replaying.api("/GroupV2/NameV2/", body=asked).response == group
    member = read(recorded, f"{OLD_CLAN}/getClanMembers.json")["results"][0]
    user = member["destinyUserInfo"]
    path = f"/GroupV2/User/{user['membershipType']}/{user['membershipId']}/0/1/"
    results = replaying.api(path).response["results"]
    assert results == [{"member": member, "group": group["detail"]}]


def test_the_clan_of_95_has_profiles_and_a_roster(replaying: Simulator) -> None:
    roster = replaying.api("/GroupV2/2073131/Members/").response["results"]
    assert len(roster) == 95
    for member in roster:
        user = member["destinyUserInfo"]
        path = f"/Destiny2/{user['membershipType']}/Profile/{user['membershipId']}/"
        profile = replaying.api(f"{path}?components=100,200").response
        assert set(profile["characters"]["data"]) == set(profile["profile"]["data"]["characterIds"])
        assert "characterProgressions" not in profile


def test_records_are_put_back_under_their_owners(replaying: Simulator, recorded: Path) -> None:
    """A project cut them out of profiles, one title at a time."""
    titles = read(recorded, f"{DASHBOARD}/player_seals_records.json")
    (first,) = titles[0]["profiles"]
    who = first["profile"]["data"]["userInfo"]["membershipId"]
    reply = replaying.api(f"/Destiny2/3/Profile/{who}/?components=900").response["profileRecords"]
    data = reply["data"]
    assert (reply["privacy"], data["score"]) == (2, first["profileRecords"]["data"]["score"])
    for title in titles:
        (his,) = title["profiles"]
        for key, record in his["profileRecords"]["data"]["records"].items():
            assert data["records"][key] == record
    assert len(data["records"]) >= len(titles) == 31


def test_every_address_of_the_map_answers_as_recorded(replaying: Simulator, recorded: Path) -> None:
    told = bots(recorded)
    served = read_recordings(recorded).read
    asked = [key for key in told if f"{BOT}#{key}" in served]
    assert len(asked) >= 20
    for key in asked:
        if key.startswith(WWW) and "GetMembershipsForCurrentUser" not in key:
            reply = replaying.api(key.removeprefix(WWW))
        elif key.startswith(STATS):
            reply = replaying.ask("/stats/Platform" + key.removeprefix(STATS))
        else:
            continue
        if key.endswith("/Manifest/?"):  # of its time
            continue
        if key.endswith("/GroupV2/4107840/?"):
            _is_put_back(reply.response, told[key])
        elif "/Profile/444/" in key:  # what it was asked for and had not is hidden
            assert {name: reply.response[name] for name in told[key]} == told[key]
        else:
            assert reply.response == told[key], key


def _is_put_back(group: Any, told: Any) -> None:
    """The founder was emptied, and two fields of the clan's were moved."""
    detail = told["detail"]
    moved = {name: detail.pop(name) for name in ("clanCallsign", "clanBannerData")}
    detail["clanInfo"].update(moved)
    assert group["founder"]["destinyUserInfo"]["displayName"] == "Tom"
    assert group == told | {"founder": group["founder"]}


@pytest.mark.parametrize("name", [name for name in LINKED if name != OLDER])
def test_linked_profiles_by_every_id_in_them(replaying: Simulator, recorded: Path, name: str) -> None:
    told = read(recorded, name)
    infos = [error["infoCard"] for error in told["profilesWithErrors"]]
    for card in (*told["profiles"], *infos, told["bnetMembership"]):
        path = f"Profile/{card['membershipId']}/LinkedProfiles/?getAllMemberships=true"
        for kind in (card["membershipType"], -1):
            assert replaying.api(f"/Destiny2/{kind}/{path}").response == told
        assert replaying.api(f"/Destiny2/5/{path}").code in (1, 18)


@pytest.mark.parametrize("name", MEMBERSHIPS)
def test_memberships_by_every_id_in_them(replaying: Simulator, recorded: Path, name: str) -> None:
    told = read(recorded, name)
    others = {read(recorded, other)["primaryMembershipId"] for other in MEMBERSHIPS if other != name}
    for card in (one for one in told["destinyMemberships"] if one["membershipId"] not in others):
        path = f"/User/GetMembershipsById/{card['membershipId']}/{card['membershipType']}/"
        assert replaying.api(path).response == told
    whole = read(recorded, MEMBERSHIPS[-1])
    site = f"/User/GetMembershipsById/{told['bungieNetUser']['membershipId']}/254/"
    assert replaying.api(site).response == whole


def test_recorded_searches(replaying: Simulator, recorded: Path) -> None:
    two = read(recorded, "fragments/searchbyname_two_results_issue1556.json")
    hidden = read(recorded, "fragments/searchbyname_crosssave_overridden_issue1775.json")["Response_item"]
    for cards in (two, [hidden]):
        name, code = cards[0]["bungieGlobalDisplayName"], cards[0]["bungieGlobalDisplayNameCode"]
        assert search(replaying, name, code) == cards
        assert search(replaying, name.upper(), code) == cards
        assert search(replaying, name, code + 1) == []


def test_whoever_has_a_name_on_record_is_found_by_it(replaying: Simulator, recorded: Path) -> None:
    told = read(recorded, "profile/DIM/ace-accounts.json")
    (profile,), (error,) = told["profiles"], told["profilesWithErrors"]
    (found,) = search(replaying, profile["bungieGlobalDisplayName"], profile["bungieGlobalDisplayNameCode"])
    assert found["membershipId"] == profile["membershipId"] != error["infoCard"]["membershipId"]
    assert found.items() <= profile.items()
    page = replaying.api("/User/Search/GlobalName/0/", body={"displayNamePrefix": "ac"}).response
    assert found in [card for one in page["searchResults"] for card in one["destinyMemberships"]]


def test_recorded_histories_are_put_back(replaying: Simulator, recorded: Path) -> None:
    """Of three characters a hundred rows each, and behind those of one 25 older ones with all values."""
    trimmed = read(recorded, f"{ROWS}/history_300_A_2020-08_trimmed-values.json")
    whole = [
        row["playerActivity"]
        for row in read(recorded, f"{ROWS}/history_25_full-values_with_activity_defs_2020-02.json")
    ]
    listed = replaying.control("world")["histories"]
    his = [one for one in listed if one["membership_id"] != "444"]
    assert [one["rows"] for one in his] == [125, 100, 100]
    rows = [history(replaying, 3, one["membership_id"], one["character_id"], count=250) for one in his]
    assert rows[0][:100] + rows[1] + rows[2] == trimmed
    for served, told in zip(rows[0][100:], whole, strict=True):
        assert values(served) == values(told)
        assert len(served["values"]) == 19
        assert served["period"] == told["period"].replace(".000Z", "Z")
        assert served["activityDetails"] == told["activityDetails"] | {
            "instanceId": str(told["activityDetails"]["instanceId"])
        }


def test_histories_have_pages_and_modes(replaying: Simulator) -> None:
    first = replaying.control("world")["histories"][0]
    who, character_id = first["membership_id"], first["character_id"]
    rows = history(replaying, 3, who, character_id, count=250)
    pages = [history(replaying, 3, who, character_id, count=50, page=page) for page in range(4)]
    assert [row for page in pages for row in page] == rows
    assert pages[3] == []
    raids = history(replaying, 3, who, character_id, count=250, mode=4)
    assert raids == [row for row in rows if 4 in row["activityDetails"]["modes"]] != []


def test_a_double_is_written_as_one(replaying: Simulator) -> None:
    """The recording had lost the point of `1.0`."""
    first = replaying.control("world")["histories"][0]
    path = f"/Destiny2/3/Account/{first['membership_id']}/Character/{first['character_id']}/Stats/Activities/"
    assert b'"completed":{"statId":"completed","basic":{"value":1.0,' in replaying.api(path).body


def test_players_of_reports_lead_to_the_reports(replaying: Simulator, recorded: Path) -> None:
    """A crawler that knows a player finds every report through profile and history."""
    for instance_id, body in reports(recorded).items():
        for entry in body["entries"]:
            user = entry["player"]["destinyUserInfo"]
            kind, who = user["membershipType"] or 3, user["membershipId"]
            profile = replaying.api(f"/Destiny2/{kind}/Profile/{who}/?components=100,200").response
            assert entry["characterId"] in profile["profile"]["data"]["characterIds"]
            rows = history(replaying, kind, who, entry["characterId"], count=250)
            row = next(row for row in rows if row["activityDetails"]["instanceId"] == instance_id)
            assert row["activityDetails"] == body["activityDetails"]
            assert {name: value["basic"] for name, value in row["values"].items()} == {
                name: value["basic"] for name, value in entry["values"].items()
            }


def test_recorded_statistics(replaying: Simulator, recorded: Path) -> None:
    told = read(recorded, f"{GHOST}/playerStatisticsResponse.json")
    profile = read(recorded, f"{GHOST}/profileCharactersResponse.json")
    who = next(iter(profile["characters"]["data"].values()))["membershipId"]
    account = f"/Destiny2/2/Account/{who}"
    assert replaying.api(f"{account}/Stats/").response == told
    assert replaying.api(f"{account}/Character/0/Stats/").response == told["mergedAllCharacters"]["results"]
    for character in told["characters"]:
        path = f"{account}/Character/{character['characterId']}/Stats/?modes=7"
        assert replaying.api(path).response == {"allPvE": character["results"]["allPvE"]}


def test_recorded_statistics_by_activity(replaying: Simulator, recorded: Path) -> None:
    told = read(recorded, "stats/WorthyD-d2-clandashboard/AggregateActivityStats_2020-10.json")
    world = replaying.control("world")
    (character_id,) = world["activity_stats"]
    (who,) = {one["membership_id"] for one in world["histories"] if one["character_id"] == character_id}
    path = f"/Destiny2/3/Account/{who}/Character/{character_id}/Stats"
    assert replaying.api(f"{path}/AggregateActivityStats/").response == told
    assert replaying.api(f"{path}/UniqueWeapons/").response == {}
    assert replaying.api(f"{path.replace(character_id, '1')}/UniqueWeapons/").code == 1620


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.name)
def test_a_recorded_error_byte_for_byte(replaying: Simulator, recorded: Path, error: RecordedError) -> None:
    body = (recorded / error.name).read_bytes()
    for reply in _who_names(replaying, error.id):
        assert (reply.status, reply.body) == (error.status, body)
        assert reply.headers["content-type"].startswith(
            "text/html" if error.name.endswith("html") else "application/json"
        )


def _who_names(replaying: Simulator, error_id: int) -> list[Reply]:
    return [
        replaying.report(str(error_id)),
        replaying.api(f"/Destiny2/3/Profile/{error_id}/?components=100"),
        replaying.api(f"/GroupV2/{error_id}/Members/?currentpage=1"),
        replaying.api(f"/Destiny2/3/Account/7/Character/{error_id}/Stats/Activities/?count=250"),
    ]


def test_nobody_else_is_known(replaying: Simulator) -> None:
    unknown = 4611686018400000001
    assert replaying.api(f"/Destiny2/3/Profile/{unknown}/?components=100").code == 1601
    assert replaying.api(f"/Destiny2/3/Profile/{unknown}/LinkedProfiles/").code == 1601
    assert replaying.api(f"/User/GetMembershipsById/{unknown}/3/").code == 217
    assert replaying.api(f"/GroupV2/User/3/{unknown}/0/1/").code == 217
    assert replaying.api("/GroupV2/1/").code == 686
    assert replaying.report("1").code == 1653
    assert search(replaying, "nobody", 1) == []
    assert replaying.control("world")["recorded"] is True


def test_every_file_is_served_or_left_out_with_a_reason(recorded: Path) -> None:
    read_of = read_recordings(recorded).read
    files = (path.relative_to(recorded).as_posix() for path in recorded.rglob("*") if path.is_file())
    names = [*(name for name in files if name != BOT), *(f"{BOT}#{key}" for key in bots(recorded))]
    neither = [name for name in names if name not in read_of and not reason_of(name)]
    both = [name for name in names if name in read_of and reason_of(name)]
    assert (neither, both) == ([], [])


def test_the_docs_show_the_errors_and_what_is_left_out() -> None:
    lines = DOCS.read_text().splitlines()
    rows = [tuple(line.strip("| ").split(" | ")) for line in lines if line.startswith("| ")]
    errors = [(str(error.id), str(error.status), f"`{error.name}`") for error in ERRORS]
    left_out = [(f"`{name}`", reason) for name, reason in LEFT_OUT.items()]
    assert [row for row in (*errors, *left_out) if row not in rows] == []


def test_the_world_lists_what_there_is(replaying: Simulator) -> None:
    world = replaying.control("world")
    assert [clan["members"] for clan in world["clans"]] == [87, 1, 95]
    assert (len(world["reports"]), len(world["report_players"])) == (11, 32)
    assert (len(world["profiles"]), len(world["linked_profiles"])) == (171, 14)
    assert len(world["manifests"]) == 15
    assert {error["id"]: error["status"] for error in world["errors"]}[999001653] == 404
    assert world["left_out"] == LEFT_OUT
