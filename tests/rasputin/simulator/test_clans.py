"""Clans: rosters that change, all the ways to ask for them, and hints that come late."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasputin.simulator.clock import seconds
from rasputin.simulator.replies.clans import group_reply
from rasputin.simulator.world.presence import presence, true_presence
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.turnover import Stint
from rasputin.simulator.world.world import World
from tests.rasputin.simulator.server import Simulator, running

NOW = seconds("2026-11-22T13:00:00Z")
DAY = 86_400
SINCE = NOW - 14 * DAY
FOUNDER = 5


@pytest.fixture(scope="module")
def clans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("clans"), "--seed", "5", "--limit", "100000") as started:
        yield started


@pytest.fixture(scope="module")
def truth(clans: Simulator) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = clans.control("truth/clans")
    return told


def demo(seed: int = 5) -> World:
    return World(Shape(seed, clans=2, members=60), SINCE)


def every_stint(world: World, now: float) -> list[Stint]:
    return [stint for clan in world.clans.every for stint in world.rosters.stints(clan.number, now)]


def ids(reply: Any) -> list[str]:
    return [member["destinyUserInfo"]["membershipId"] for member in reply["results"]]


def test_rosters_hold_the_truth_of_their_moment(clans: Simulator, truth: list[dict[str, Any]]) -> None:
    for clan in truth:
        roster = clans.api(f"/GroupV2/{clan['group_id']}/Members/?currentpage=1").response
        assert roster["totalResults"] == len(roster["results"])
        assert [
            {
                "membership_id": member["destinyUserInfo"]["membershipId"],
                "role": member["memberType"],
                "joined_at": member["joinDate"],
            }
            for member in roster["results"]
        ] == clan["members"]


def test_the_timeline_says_who_was_there_at_any_time(clans: Simulator, truth: list[dict[str, Any]]) -> None:
    for at in ("2026-11-09T00:00:00Z", "2026-11-15T12:00:00Z", "2026-11-22T13:00:00Z"):
        for clan, then in zip(truth, clans.control(f"truth/clans?at={at}"), strict=True):
            lasting = [
                (stint["membership_id"], stint["role"])
                for stint in clan["timeline"]
                if stint["from"] <= at and (stint["to"] is None or at < stint["to"])
            ]
            assert sorted(lasting) == sorted((one["membership_id"], one["role"]) for one in then["members"])


def test_rosters_change_before_the_clock_starts_and_as_it_runs() -> None:
    stints = every_stint(demo(), NOW + 28 * DAY)
    changes = [stint.began for stint in stints if stint.began > SINCE]
    assert 4 <= len([moment for moment in changes if moment <= NOW]) <= 9
    assert 8 <= len([moment for moment in changes if moment > NOW]) <= 18


def test_every_sort_of_change_happens() -> None:
    found = set()
    stints = every_stint(demo(), NOW + 28 * DAY)
    for who in {stint.who for stint in stints}:
        mine = sorted((stint for stint in stints if stint.who == who), key=lambda stint: stint.began)
        if mine[0].began > SINCE:
            found.add("joins")
        if mine[-1].ended:
            found.add("leaves")
        for before, after in pairwise(mine):
            if before.ended != after.began:
                found.add("returns")
            elif before.clan != after.clan:
                found.add("moves")
            else:
                found.add("rises" if after.role > before.role else "falls")
    assert found == {"joins", "leaves", "returns", "moves", "rises", "falls"}


@given(
    seed=st.integers(0, 500),
    clans=st.integers(1, 4),
    share=st.floats(0, 1),
    days=st.lists(st.floats(-10, 700), min_size=1, max_size=4),
)
@settings(max_examples=40, deadline=None)
def test_clans_stay_within_their_bounds_whenever_and_in_whatever_order_they_are_asked(
    seed: int, clans: int, share: float, days: list[float]
) -> None:
    shape = Shape(seed, clans, clans + int(99 * clans * share))
    world, again = World(shape, SINCE), World(shape, SINCE)
    moments = [SINCE + day * DAY for day in days]
    told = {moment: [world.rosters.roster(clan, moment) for clan in range(clans)] for moment in moments}
    for moment in reversed(moments):
        rosters = [again.rosters.roster(clan, moment) for clan in range(clans)]
        assert rosters == told[moment]
        for roster in rosters:
            assert 1 <= len(roster) <= 100
            assert Counter(stint.role for stint in roster)[FOUNDER] == 1
        everybody = [stint.who for roster in rosters for stint in roster]
        assert len(everybody) == len(set(everybody)), "nobody is in two clans"


def test_a_steady_clan_never_changes() -> None:
    world = World(Shape(5, clans=2, members=60, steady=True), SINCE)
    for clan in (0, 1):
        assert world.rosters.roster(clan, NOW) == world.rosters.roster(clan, NOW + 400 * DAY)
        assert len(world.rosters.roster(clan, NOW)) == 30


def test_somebody_is_on_a_roster_twice(clans: Simulator, truth: list[dict[str, Any]]) -> None:
    """With the membership that is played, and with one that cross save overrides."""
    rosters = [clans.api(f"/GroupV2/{clan['group_id']}/Members/").response["results"] for clan in truth]
    names = Counter(
        member["destinyUserInfo"]["bungieGlobalDisplayName"] for roster in rosters for member in roster
    )
    cards = [member["destinyUserInfo"] for roster in rosters for member in roster]
    overridden = [card for card in cards if card["applicableMembershipTypes"] == []]
    assert overridden
    assert all(names[card["bungieGlobalDisplayName"]] >= 2 for card in overridden)


def test_a_clan_is_found_by_name(clans: Simulator, truth: list[dict[str, Any]]) -> None:
    clan = truth[0]
    by_id = clans.api(f"/GroupV2/{clan['group_id']}/").response
    asked = {"groupName": clan["name"].upper(), "groupType": 1}
    assert clans.api("/GroupV2/NameV2/", body=asked).response == by_id
    assert by_id["detail"]["groupId"] == clan["group_id"]
    plain = next(one for one in truth if one["name"].isascii())
    name = plain["name"].replace(" ", "%20")
    assert clans.api(f"/GroupV2/Name/{name}/1/").response["detail"]["groupId"] == plain["group_id"]
    assert clans.api("/GroupV2/NameV2/", body={"groupName": "No Such Clan", "groupType": 1}).code == 686
    assert clans.api("/GroupV2/Name/What!/1/").code == 9


def test_the_founder_is_the_one_of_the_roster(clans: Simulator, truth: list[dict[str, Any]]) -> None:
    for clan in truth:
        (founder,) = [one["membership_id"] for one in clan["members"] if one["role"] == FOUNDER]
        shown = clans.api(f"/GroupV2/{clan['group_id']}/").response["founder"]
        assert shown["destinyUserInfo"]["membershipId"] == founder
        admins = clans.api(f"/GroupV2/{clan['group_id']}/AdminsAndFounder/").response
        assert ids(admins) == [one["membership_id"] for one in clan["members"] if one["role"] >= 3]


def test_a_roster_can_be_narrowed_down(clans: Simulator, truth: list[dict[str, Any]]) -> None:
    clan = truth[0]
    path = f"/GroupV2/{clan['group_id']}/Members/"
    plain = clans.api(f"{path}?memberType=2").response
    assert ids(plain) == [one["membership_id"] for one in clan["members"] if one["role"] == 2]
    member = next(one for one in plain["results"] if one["destinyUserInfo"]["bungieGlobalDisplayName"])
    name = member["destinyUserInfo"]["bungieGlobalDisplayName"].split()[0].lower()
    found = clans.api(f"{path}?nameSearch={name}") if name.isascii() else None
    assert found is None or member["destinyUserInfo"]["membershipId"] in ids(found.response)
    assert ids(clans.api(f"{path}?currentpage=2").response) == []


def test_a_member_knows_the_clan(clans: Simulator, truth: list[dict[str, Any]]) -> None:
    clan = truth[0]
    founder = next(one["membership_id"] for one in clan["members"] if one["role"] == FOUNDER)
    told = clans.api(f"/GroupV2/User/-1/{founder}/0/1/").response
    (result,) = told["results"]
    assert result["group"]["groupId"] == clan["group_id"]
    assert result["member"]["destinyUserInfo"]["membershipId"] == founder
    assert told["areAllMembershipsInactive"] == {clan["group_id"]: False}
    assert clans.api(f"/GroupV2/User/-1/{founder}/1/1/").response["results"] == [result]
    assert clans.api(f"/GroupV2/User/-1/{founder}/2/1/").response["results"] == []
    assert clans.api("/GroupV2/User/-1/4611686018499999999/0/1/").code == 217


def test_the_week_earns_rewards_that_nobody_fetches(clans: Simulator, truth: list[dict[str, Any]]) -> None:
    told = clans.api(f"/Destiny2/Clan/{truth[0]['group_id']}/WeeklyRewardState/").response
    assert told["milestoneHash"] == 4253138191
    assert (told["startDate"], told["endDate"]) == ("2026-11-17T17:00:00Z", "2026-11-24T17:00:00Z")
    entries = [entry for category in told["rewards"] for entry in category["entries"]]
    assert len(entries) == 4
    assert any(entry["earned"] for entry in entries)
    assert not any(entry["redeemed"] for entry in entries)
    assert clans.api("/Destiny2/Clan/1/WeeklyRewardState/").code == 686


def test_the_count_of_members_comes_hours_late(clans: Simulator) -> None:
    world = demo()
    change = next(
        stint
        for stint in sorted(every_stint(world, NOW + 28 * DAY), key=lambda stint: stint.began)
        if stint.began > NOW and len(world.rosters.roster(stint.clan, stint.began)) != _size(world, stint)
    )
    group_id = world.clans.every[change.clan].group_id
    late = change.began + 600
    shown = group_reply(world, world.clans.by_id[group_id], late)["detail"]["memberCount"]
    assert shown == _size(world, change) != len(world.rosters.roster(change.clan, late))


def _size(world: World, stint: Stint) -> int:
    """Of its clan, just before it began."""
    return len(world.rosters.roster(stint.clan, stint.began - 1))


def test_being_online_is_told_late_and_for_some_wrongly() -> None:
    world = demo()
    told = [
        (presence(world, player, at), player, at)
        for player in world.members()
        for at in range(int(NOW - 3 * DAY), int(NOW), 3 * 3_600)
    ]
    right = [shown == true_presence(world, player, at) for shown, player, at in told]
    explained = [
        any(shown == true_presence(world, player, at - late) for late in range(0, 601, 20))
        for shown, player, at in told
    ]
    assert not all(right)
    assert 0.9 < sum(explained) / len(explained) < 1.0
    never = World(world.shape, SINCE, wrong_hints=0)
    assert all(
        any(presence(never, player, at) == true_presence(never, player, at - late) for late in range(60, 601))
        for _, player, at in told[::7]
    )
