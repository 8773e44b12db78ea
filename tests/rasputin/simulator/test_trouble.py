"""Trouble with data: answers that are late, partial, stale or strange by rule, while the truth stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rasputin.simulator.clock import seconds
from rasputin.simulator.replies.profiles import profile_reply
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import World
from tests.rasputin.simulator.server import START, WORLD, Reply, Simulator, running

Member = dict[str, Any]
Json = dict[str, Any]
CENTURY = 60.0 * 24 * 366 * 100


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("simulator")
    with running(folder, *WORLD, "--steady", "--limit", "100000") as started:
        yield started


@pytest.fixture(autouse=True)
def no_rules_left(simulator: Simulator) -> Iterator[None]:
    yield
    simulator.control("faults", method="DELETE")


def trouble(simulator: Simulator, which: str, **told: Any) -> None:
    placed = simulator.control("faults", body={"trouble": which, **told})
    assert placed[-1]["trouble"] == which, placed


def rows(simulator: Simulator, busiest: tuple[Member, str], **query: int) -> list[Json]:
    member, character_id = busiest
    told: list[Json] = simulator.history(member, character_id, count=250, **query).get("activities", [])
    return told


def ids(found: list[Json]) -> list[str]:
    return [row["activityDetails"]["instanceId"] for row in found]


@pytest.fixture(scope="module")
def truth(simulator: Simulator, busiest: tuple[Member, str]) -> list[Json]:
    told: list[Json] = simulator.control(f"truth/characters/{busiest[1]}/activities")
    return told


@pytest.fixture(scope="module")
def raid(simulator: Simulator, members: list[Member]) -> Json:
    """A raid of several players."""
    for member in members:
        for character in member["characters"]:
            for row in simulator.control(f"truth/characters/{character['character_id']}/activities"):
                instance: Json = simulator.control(f"truth/instances/{row['instance_id']}")
                if row["mode"] == 4 and len(instance["entries"]) > 1:
                    return instance
    raise AssertionError("nobody has played a raid")


def report(simulator: Simulator, instance: Json) -> Reply:
    return simulator.report(instance["instance_id"])


def profile_path(member: Member, ending: str = "?components=100,200") -> str:
    return f"/Destiny2/{member['membership_type']}/Profile/{member['membership_id']}/{ending}"


def roster(simulator: Simulator, page: int = 1) -> Json:
    group = simulator.control("truth/clans")[0]["group_id"]
    told: Json = simulator.api(f"/GroupV2/{group}/Members/?currentpage={page}").response
    return told


# Reports


@pytest.mark.parametrize("name", ["late_report", "partial_report", "other_activity", "embargo"])
def test_the_trouble_of_a_young_report_passes(simulator: Simulator, raid: Json, name: str) -> None:
    true = report(simulator, raid)
    trouble(simulator, name, minutes=CENTURY)
    assert report(simulator, raid).json != true.json
    simulator.control("faults", method="DELETE")
    trouble(simulator, name, minutes=0)
    assert report(simulator, raid).json == true.json


def test_a_late_report_is_not_there_yet(simulator: Simulator, raid: Json) -> None:
    trouble(simulator, "late_report", minutes=CENTURY)
    assert (report(simulator, raid).status, report(simulator, raid).code) == (404, 1653)


def test_a_raid_is_withheld_and_nothing_else(simulator: Simulator, raid: Json, truth: list[Json]) -> None:
    trouble(simulator, "embargo")
    assert report(simulator, raid).code == 12
    others = [row for row in truth if 4 not in row["modes"]]
    assert {report(simulator, row).code for row in others} == {1}


def test_a_partial_report_holds_the_first_entry(simulator: Simulator, raid: Json) -> None:
    whole = report(simulator, raid).response
    trouble(simulator, "partial_report")
    assert report(simulator, raid).response == {**whole, "entries": whole["entries"][:1]}
    assert simulator.control(f"truth/instances/{raid['instance_id']}") == raid


def test_a_report_is_another_activity_under_the_same_id(simulator: Simulator, raid: Json) -> None:
    true = report(simulator, raid).response
    trouble(simulator, "other_activity")
    other = report(simulator, raid).response
    assert other["activityDetails"]["instanceId"] == raid["instance_id"]
    assert other["activityDetails"]["referenceId"] != true["activityDetails"]["referenceId"]
    assert other["period"] < true["period"]


def test_reports_lack_what_they_should_hold(simulator: Simulator, raid: Json) -> None:
    for name in ("null_extended", "unsaid_start", "wrong_player_count", "unsaid_duration"):
        trouble(simulator, name)
    told = report(simulator, raid).response
    assert {entry["extended"] for entry in told["entries"]} == {None}
    assert "activityWasStartedFromBeginning" not in told
    for entry in told["entries"]:
        assert entry["values"]["playerCount"]["basic"]["value"] == len(told["entries"]) + 1
        assert "activityDurationSeconds" not in entry["values"]


def test_reports_name_nobody_and_somebody_twice(simulator: Simulator, raid: Json) -> None:
    trouble(simulator, "nobody")
    trouble(simulator, "twice_in_report")
    entries = report(simulator, raid).response["entries"]
    assert len(entries) == len(raid["entries"]) + 1
    assert entries[0] == entries[-1]
    assert entries[0]["player"]["destinyUserInfo"]["membershipId"] == "0"


def test_a_share_befalls_the_same_reports_each_time(simulator: Simulator, truth: list[Json]) -> None:
    trouble(simulator, "late_report", share=0.3)
    first, second = ([report(simulator, row).status for row in truth] for _ in range(2))
    assert first == second
    assert 0 < first.count(404) < len(first)


def test_a_spoilt_report_is_not_kept(simulator: Simulator, raid: Json) -> None:
    true = report(simulator, raid)
    trouble(simulator, "partial_report", times=1)
    assert report(simulator, raid).body != true.body
    assert report(simulator, raid).body == true.body


# Histories


def test_rows_come_to_light_late_at_their_true_time(
    simulator: Simulator, busiest: tuple[Member, str], truth: list[Json]
) -> None:
    trouble(simulator, "late_history", minutes=24 * 60, share=0.5)
    listed = ids(rows(simulator, busiest))
    yesterday = seconds(START) - 86_400
    old = {row["instance_id"] for row in truth if seconds(row["ended_at"]) < yesterday}
    assert old <= set(listed) < {row["instance_id"] for row in truth}
    assert listed == [row["instance_id"] for row in truth if row["instance_id"] in listed]


def test_rows_are_listed_only_for_the_mode_they_name(
    simulator: Simulator, busiest: tuple[Member, str], truth: list[Json]
) -> None:
    trouble(simulator, "only_own_mode", share=0.4)
    listed = set(ids(rows(simulator, busiest)))
    hidden = [row for row in truth if row["instance_id"] not in listed]
    assert 0 < len(hidden) < len(truth)
    for row in hidden:
        assert row["instance_id"] in ids(rows(simulator, busiest, mode=row["mode"]))
        for mode in set(row["modes"]) - {row["mode"]}:
            assert row["instance_id"] not in ids(rows(simulator, busiest, mode=mode))


def test_pages_that_shift_repeat_rows_and_lose_none(
    simulator: Simulator, busiest: tuple[Member, str], truth: list[Json]
) -> None:
    trouble(simulator, "shifting_pages", rows=2)
    seen: list[str] = []
    page = 0
    while found := simulator.history(*busiest, count=10, page=page).get("activities"):
        seen += ids(found)
        page += 1
    assert seen[10:12] == seen[8:10]
    assert list(dict.fromkeys(seen)) == [row["instance_id"] for row in truth]


def test_a_server_behind_the_others_does_not_know_the_newest_rows(
    simulator: Simulator, busiest: tuple[Member, str], truth: list[Json]
) -> None:
    trouble(simulator, "history_behind", rows=3, every=2)
    first, second = rows(simulator, busiest), rows(simulator, busiest)
    assert ids(first) == [row["instance_id"] for row in truth]
    assert second == first[3:]


# Rosters


def test_a_roster_has_fewer_members_than_it_says(simulator: Simulator) -> None:
    whole = roster(simulator)
    trouble(simulator, "partial_roster", share=0.5)
    partial = roster(simulator)
    assert 0 < len(partial["results"]) < whole["totalResults"] == partial["totalResults"]
    assert not partial["hasMore"]


def test_a_roster_names_somebody_twice_and_somebody_blank(simulator: Simulator) -> None:
    whole = roster(simulator)["results"]
    trouble(simulator, "blank_name", share=0.5)
    trouble(simulator, "double_member", share=0.5)
    told = roster(simulator)["results"]
    assert len(whole) < len(told) < 2 * len(whole)
    names = [member["destinyUserInfo"]["displayName"] for member in told]
    assert names.count("") > sum(not member["destinyUserInfo"]["displayName"] for member in whole)


def test_a_roster_comes_in_pages_of_which_one_fails(simulator: Simulator) -> None:
    whole = roster(simulator)
    trouble(simulator, "small_pages", rows=2)
    pages = [roster(simulator, page) for page in (1, 2, 3)]
    assert [page["hasMore"] for page in pages] == [True, True, False]
    assert [member for page in pages for member in page["results"]] == whole["results"]
    simulator.control("faults", body={"path": "currentpage=2", "code": 1618})
    group = simulator.control("truth/clans")[0]["group_id"]
    answers = [simulator.api(f"/GroupV2/{group}/Members/?currentpage={page}").code for page in (1, 2, 3)]
    assert answers == [1, 1618, 1]


def test_a_roster_says_that_there_is_more(simulator: Simulator) -> None:
    trouble(simulator, "wrong_has_more")
    assert roster(simulator)["hasMore"] is True


# Profiles


def test_a_profile_flips_between_two_ages(simulator: Simulator, members: list[Member]) -> None:
    trouble(simulator, "stale_profile", minutes=90, every=2)
    path = profile_path(members[0])
    minted = [simulator.api(path).response["responseMintedTimestamp"] for _ in range(4)]
    now, before = seconds(START), seconds(START) - 90 * 60
    assert [seconds(stamp) for stamp in minted] == [now, before, now, before]


def test_a_profile_comes_without_components(simulator: Simulator, members: list[Member]) -> None:
    trouble(simulator, "missing_components")
    told = simulator.api(profile_path(members[0])).response
    assert set(told) == {"responseMintedTimestamp", "secondaryComponentsMintedTimestamp"}


def test_linked_profiles_are_missing_though_all_is_said_to_be_well(
    simulator: Simulator, members: list[Member]
) -> None:
    path = profile_path(members[0], "LinkedProfiles/?getAllMemberships=true")
    true = simulator.api(path).response
    trouble(simulator, "empty_linked", times=1)
    assert simulator.api(path).response == {**true, "profiles": []}
    trouble(simulator, "failing_linked")
    failed = simulator.api(path).response
    assert failed["profiles"] == []
    cards = [error["infoCard"]["membershipId"] for error in failed["profilesWithErrors"]]
    assert members[0]["membership_id"] in cards


# Anything


def test_values_that_nobody_knows_yet(
    simulator: Simulator, busiest: tuple[Member, str], raid: Json, members: list[Member]
) -> None:
    trouble(simulator, "unknown_values")
    row = rows(simulator, busiest)[0]
    assert (row["activityDetails"]["mode"], row["activityDetails"]["modes"][-1]) == (9999, 9999)
    assert row["values"]["completionReason"]["basic"]["value"] == 77
    entry = report(simulator, raid).response["entries"][0]
    assert entry["player"]["classHash"] == 4_000_000_001
    assert entry["player"]["destinyUserInfo"]["membershipType"] == 42
    assert {member["memberType"] for member in roster(simulator)["results"]} == {9}


def test_unknown_values_by_share_are_the_same_each_time(
    simulator: Simulator, busiest: tuple[Member, str]
) -> None:
    trouble(simulator, "unknown_values", share=0.05)
    first, second = rows(simulator, busiest), rows(simulator, busiest)
    unknown = [row["activityDetails"]["mode"] == 9999 for row in first]
    assert first == second
    assert 0 < sum(unknown) < len(unknown) / 2


def test_nothing_in_place_of_an_answer(simulator: Simulator, raid: Json) -> None:
    trouble(simulator, "null_response", endpoints=["report"])
    reply = report(simulator, raid)
    assert (reply.status, reply.code, reply.json["Response"]) == (200, 1, None)
    assert simulator.api("/Settings/").json["Response"] is not None


# Rules


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"trouble": "bad_luck"}, "No trouble is named bad_luck"),
        ({"trouble": "late_report", "code": 5}, "goes with no code"),
        ({"trouble": "late_report", "delay": 2}, "goes with no delay"),
        ({"share": 0.5}, "only with a trouble"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_a_sentence(
    simulator: Simulator, rule: Json, told: str
) -> None:
    assert told in simulator.control("faults", body=rule)["error"]


def test_rules_say_how_often_they_struck(simulator: Simulator, raid: Json, members: list[Member]) -> None:
    trouble(simulator, "partial_report", name="first")
    simulator.api(profile_path(members[0]))
    report(simulator, raid)
    assert simulator.control("faults")[0]["hits"] == 1


# When somebody last played


def played_at(world: World, player: Player, now: float) -> float:
    data = profile_reply(world, player, {100, 200}, now)
    dates = [seconds(data["profile"]["data"]["dateLastPlayed"])]
    dates += [seconds(character["dateLastPlayed"]) for character in data["characters"]["data"].values()]
    assert dates[0] == max(dates)
    return dates[0]


@pytest.mark.parametrize("by_session", [False, True])
def test_a_date_moves_with_every_activity_or_with_sessions_only(by_session: bool) -> None:
    begin = seconds(START) - 4 * 86_400
    world = World(Shape(seed=5, clans=1, members=8, steady=True), begin, dated_by_session=by_session)
    player = world.people.player(0)
    session = world.last_session(player, seconds(START))
    assert session
    moments = range(session.start + 240, session.end, 60)
    dates = [played_at(world, player, moment) for moment in moments]
    assert dates == sorted(dates)
    if by_session:
        assert set(dates) == {session.start}
    else:
        assert len(set(dates)) > 2
        assert all(date <= moment for date, moment in zip(dates, moments, strict=True))


def test_the_option_reaches_the_wire(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--steady", "--last-played", "start") as simulator:
        world = World(Shape(seed=5, clans=2, members=12, steady=True), seconds(START) - 6 * 86_400)
        for member in simulator.control("truth/members"):
            player = world.player(int(member["membership_id"]))
            session = world.last_session(player, seconds(START)) if player else None
            told = simulator.api(profile_path(member)).response["profile"]["data"]["dateLastPlayed"]
            assert session is None or seconds(told) == session.start
