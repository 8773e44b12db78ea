"""The endpoints: envelope, pages, refusals, and numbers that agree with each other and with the truth."""

import gzip
from typing import Any

import pytest

from tests.rasputin.simulator.server import HEADERS, Simulator

Member = dict[str, Any]


def plain(statistic: dict[str, Any]) -> float:
    value: float = statistic["basic"]["value"]
    return value


def whole_history(simulator: Simulator, member: Member, character_id: str, count: int) -> list[Any]:
    rows: list[Any] = []
    page = 0
    while found := simulator.history(member, character_id, count=count, page=page).get("activities"):
        rows += found
        page += 1
    return rows


def test_a_success_is_compact_and_in_bungies_order(simulator: Simulator) -> None:
    reply = simulator.api("/Settings/")
    assert reply.body.endswith(
        b',"ErrorCode":1,"ThrottleSeconds":0,"ErrorStatus":"Success","Message":"Ok","MessageData":{}}'
    )
    assert reply.body.startswith(b'{"Response":{"environment":')
    assert reply.headers["x-ventcore-status"] == "1"


def test_a_failure_has_no_response(simulator: Simulator) -> None:
    reply = simulator.api("/Destiny2/3/Profile/4611686018499999999/?components=100")
    assert (reply.status, reply.headers["x-ventcore-status"]) == (500, "1601")
    assert list(reply.json) == ["ErrorCode", "ThrottleSeconds", "ErrorStatus", "Message", "MessageData"]


def test_clans_and_rosters_hold_the_truth(simulator: Simulator) -> None:
    for clan in simulator.control("truth/clans"):
        detail = simulator.api(f"/GroupV2/{clan['group_id']}/").response["detail"]
        roster = simulator.api(f"/GroupV2/{clan['group_id']}/Members/?currentpage=1").response
        assert (detail["name"], detail["clanInfo"]["clanCallsign"]) == (clan["name"], clan["callsign"])
        assert detail["memberCount"] == roster["totalResults"] == len(clan["members"])
        assert [
            {
                "membership_id": member["destinyUserInfo"]["membershipId"],
                "role": member["memberType"],
                "joined_at": member["joinDate"],
            }
            for member in roster["results"]
        ] == clan["members"]
        assert roster["hasMore"] is False


def test_a_profile_shows_what_was_asked(simulator: Simulator, members: list[Member]) -> None:
    member = members[0]
    path = f"/Destiny2/{member['membership_type']}/Profile/{member['membership_id']}/"
    both = simulator.api(f"{path}?components=100,200").response
    assert both["profile"]["data"]["userInfo"]["bungieGlobalDisplayName"] == member["name"]
    assert [
        {
            "character_id": character["characterId"],
            "class_hash": character["classHash"],
            "light": character["light"],
            "minutes_played": int(character["minutesPlayedTotal"]),
        }
        for character in both["characters"]["data"].values()
    ] == [
        {name: character[name] for name in ("character_id", "class_hash", "light", "minutes_played")}
        for character in member["characters"]
    ]
    only = simulator.api(f"{path}?components=Profiles%2C1400").response
    assert set(only) == {"responseMintedTimestamp", "secondaryComponentsMintedTimestamp", "profile"}
    assert simulator.api(path).code == 18


def test_the_wrong_type_is_answered_with_the_right_one(simulator: Simulator, members: list[Member]) -> None:
    member = next(member for member in members if member["membership_type"] == 3)
    reply = simulator.api(f"/Destiny2/1/Profile/{member['membership_id']}/?components=100")
    assert reply.code == 18
    assert reply.json["MessageData"] == {
        "membershipType": "TigerXbox",
        "membershipInfo.membershipType": "TigerSteam",
        "membershipId": member["membership_id"],
    }


@pytest.mark.parametrize("count", [1, 7, 25, 250])
def test_pages_of_any_size_make_the_same_history(
    simulator: Simulator, busiest: tuple[Member, str], count: int
) -> None:
    member, character_id = busiest
    rows = whole_history(simulator, member, character_id, count)
    truth = simulator.control(f"truth/characters/{character_id}/activities")
    assert [row["activityDetails"]["instanceId"] for row in rows] == [row["instance_id"] for row in truth]
    assert simulator.history(member, character_id, count=count, page=9_999) == {}


def test_a_mode_takes_all_activities_that_name_it(simulator: Simulator, busiest: tuple[Member, str]) -> None:
    member, character_id = busiest
    rows = simulator.history(member, character_id, count=250)["activities"]
    versus = simulator.history(member, character_id, count=250, mode=5)["activities"]
    assert versus == [row for row in rows if 5 in row["activityDetails"]["modes"]]


def test_history_refusals(simulator: Simulator, busiest: tuple[Member, str]) -> None:
    member, character_id = busiest
    path = f"/Destiny2/{member['membership_type']}/Account/{member['membership_id']}/Character"
    assert simulator.api(f"{path}/{character_id}/Stats/Activities/?count=251").code == 8
    assert simulator.api(f"{path}/{character_id}/Stats/Activities/?page=x").code == 7
    assert simulator.api(f"{path}/2305843009000000000/Stats/Activities/").code == 1620
    assert simulator.api(f"{path}/0/Stats/Activities/").response == {}


def test_a_history_row_the_report_and_the_truth_agree(
    simulator: Simulator, busiest: tuple[Member, str]
) -> None:
    member, character_id = busiest
    rows = simulator.history(member, character_id, count=250)["activities"]
    truth = simulator.control(f"truth/characters/{character_id}/activities")
    for row, true in zip(rows, truth, strict=True):
        report = simulator.report(true["instance_id"]).response
        entry = next(entry for entry in report["entries"] if entry["characterId"] == character_id)
        details = {**row["activityDetails"], "membershipType": report["activityDetails"]["membershipType"]}
        assert report["activityDetails"] == details
        assert report["period"] == row["period"] == true["period"]
        for name, statistic in entry["values"].items():
            assert row["values"][name]["statId"] == name
            assert row["values"][name]["basic"] == statistic["basic"]
        shown = {name: plain(statistic) for name, statistic in row["values"].items()}
        assert shown["kills"] == true["kills"]
        assert shown["completed"] == true["completed"]
        assert shown["activityDurationSeconds"] == true["duration_seconds"]
        assert shown["timePlayedSeconds"] == true["time_played_seconds"]
        assert shown.get("standing") == true["standing"]
        assert shown["team"] == (true["team"] or 0)
        assert shown["fireteamId"] == int(true["fireteam_id"])


def test_reports_hold_the_truth_of_everybody(simulator: Simulator, busiest: tuple[Member, str]) -> None:
    _, character_id = busiest
    ids = [row["instance_id"] for row in simulator.control(f"truth/characters/{character_id}/activities")]
    told = simulator.control("truth/instances", body=ids)
    assert [instance["instance_id"] for instance in told] == ids
    for true in told:
        report = simulator.report(true["instance_id"]).response
        assert [(t["teamId"], plain(t["standing"]), plain(t["score"])) for t in report["teams"]] == [
            (t["team_id"], t["standing"], t["score"]) for t in true["teams"]
        ]
        for entry, expected in zip(report["entries"], true["entries"], strict=True):
            weapons = {
                str(weapon["referenceId"]): [
                    plain(weapon["values"]["uniqueWeaponKills"]),
                    plain(weapon["values"]["uniqueWeaponPrecisionKills"]),
                ]
                for weapon in entry["extended"].get("weapons", [])
            }
            assert weapons == expected["weapons"]
            assert entry["player"]["destinyUserInfo"]["membershipId"] == expected["membership_id"]
            assert entry["player"]["classHash"] == expected["class_hash"]
            assert entry["player"]["lightLevel"] == expected["light_level"]
            assert plain(entry["extended"]["values"]["precisionKills"]) == expected["precision_kills"]
            assert plain(entry["values"]["kills"]) == expected["kills"] >= sum(k for k, _ in weapons.values())


def test_a_report_is_found_on_the_statistics_host_only(simulator: Simulator) -> None:
    path = "/Platform/Destiny2/Stats/PostGameCarnageReport/17000000000/"
    moved = simulator.ask(path)
    assert (moved.status, moved.headers["location"]) == (301, f"{simulator.url}/stats{path}")
    missing = simulator.ask(f"/stats{path}")
    assert (missing.status, missing.code) == (404, 1653)


def test_a_path_without_its_last_slash_is_moved(simulator: Simulator) -> None:
    moved = simulator.api("/Destiny2/3/Profile/1?components=100")
    assert moved.status == 301
    assert moved.headers["location"] == f"{simulator.url}/Platform/Destiny2/3/Profile/1/?components=100"


def test_gatekeepers(simulator: Simulator) -> None:
    nobody = simulator.api("/Settings/", headers={**HEADERS, "User-Agent": ""})
    assert (nobody.status, nobody.headers["content-type"]) == (403, "text/html; charset=UTF-8")
    keyless = simulator.api("/Settings/", headers={"User-Agent": "tests"})
    assert keyless.code == 2102
    assert simulator.api("/GroupV2/1/").code == 686
    assert simulator.api("/Nothing/Here/").code == 21


def test_a_zipped_answer_says_the_same(simulator: Simulator) -> None:
    zipped = simulator.api("/Settings/", headers={**HEADERS, "Accept-Encoding": "gzip, deflate"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == simulator.api("/Settings/").body


def test_search_finds_a_name_with_its_number(simulator: Simulator, members: list[Member]) -> None:
    member = next(member for member in members if member["code"])
    path = "/Destiny2/SearchDestinyPlayerByBungieName/-1/"
    asked = {"displayName": member["name"].upper(), "displayNameCode": member["code"]}
    found = simulator.api(path, body=asked).response
    assert member["membership_id"] in [card["membershipId"] for card in found]
    assert simulator.api(path, body={"displayName": "Nobody", "displayNameCode": 1}).response == []
