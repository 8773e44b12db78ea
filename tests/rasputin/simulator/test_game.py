"""Settings, seasons, alerts and milestones: the state of the game and of the API as a whole."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rasputin.simulator.clock import seconds
from rasputin.simulator.world.definitions.editions import WEEK
from rasputin.simulator.world.definitions.seasons import MOST, season_at, seasons
from tests.rasputin.simulator.server import WORLD, Simulator, running

SUNDAY = "2026-11-22T13:00:00Z@0"
NEXT_RESET = "2026-11-24T17:00:00Z"


def core(simulator: Simulator) -> Any:
    return simulator.api("/Settings/").response["destiny2CoreSettings"]


def table(simulator: Simulator, name: str) -> Any:
    paths = simulator.api("/Destiny2/Manifest/").response["jsonWorldComponentContentPaths"]["en"]
    return simulator.ask(paths[f"Destiny{name}Definition"]).json


def test_settings_profiles_and_manifest_agree_on_the_season(
    simulator: Simulator, members: list[dict[str, Any]]
) -> None:
    settings, known = core(simulator), table(simulator, "Season")
    current = known[str(settings["currentSeasonHash"])]
    assert current["startDate"] <= "2026-11-22T13:00:00Z" < current["endDate"]
    assert current["seasonPassList"] == [{"seasonPassHash": settings["currentSeasonPassHash"]}]
    assert {known[str(past)]["endDate"] <= current["startDate"] for past in settings["pastSeasonHashes"]} == {
        True
    }
    assert [known[str(after)]["startDate"] for after in settings["futureSeasonHashes"]] == [
        current["endDate"]
    ]
    kind, member = members[0]["membership_type"], members[0]["membership_id"]
    profile = simulator.api(f"/Destiny2/{kind}/Profile/{member}/?components=100").response["profile"]["data"]
    assert profile["currentSeasonHash"] == settings["currentSeasonHash"]
    assert profile["seasonHashes"] == [*settings["pastSeasonHashes"], settings["currentSeasonHash"]]


def test_every_root_of_the_settings_is_a_node(simulator: Simulator) -> None:
    settings, nodes = core(simulator), table(simulator, "PresentationNode")
    roots = {name: root for name, root in settings.items() if "Root" in name}
    assert len(roots) == 14
    assert {name for name, root in roots.items() if str(root) not in nodes} == set()
    seals = nodes[str(settings["activeSealsRootNodeHash"])]["children"]["presentationNodes"]
    titles = [nodes[str(seal["presentationNodeHash"])]["completionRecordHash"] for seal in seals]
    records = table(simulator, "Record")
    assert all(records[str(title)]["titleInfo"]["hasTitle"] for title in titles)


def test_a_season_ends_where_the_next_begins_on_a_reset() -> None:
    told = seasons(MOST)
    assert [season.number for season in told] == list(range(1, MOST + 1))
    assert all(season.end == after.start for season, after in pairwise(told))
    resets = {season.start % WEEK for season in told[1:]}
    assert resets == {int(seconds(NEXT_RESET)) % WEEK}
    assert len({season.hash for season in told}) == MOST


@given(st.integers(1_504_717_200, 2_400_000_000))
def test_every_moment_lies_in_its_season(now: int) -> None:
    season = season_at(now)
    assert season.start <= now < season.end


def test_nothing_is_announced_while_nothing_is_planned(simulator: Simulator) -> None:
    assert simulator.api("/GlobalAlerts/").response == []
    systems = simulator.api("/Settings/").response["systems"]
    assert [name for name, system in systems.items() if not system["enabled"]] == ["StaticHostEnabled"]


def test_maintenance_is_announced_a_day_before_and_switches_systems_off(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, clock=SUNDAY) as simulator:
        window = {"after": "2026-11-24T14:00:00Z", "until": NEXT_RESET, "maintenance": ["destiny"]}
        simulator.control("faults", body=window)
        assert simulator.api("/GlobalAlerts/").response == []
        simulator.set_clock("2026-11-24T13:00:00Z@0")
        (alert,) = simulator.api("/GlobalAlerts/").response
        assert (alert["AlertKey"], alert["AlertTimestamp"], alert["AlertLevel"]) == (
            "D2-OfflineSoonToday",
            "2026-11-24T10:00:00Z",
            3,
        )
        assert simulator.api("/Settings/").response["systems"]["Destiny2"]["enabled"] is True
        simulator.set_clock("2026-11-24T15:00:00Z@0")
        assert simulator.api("/Settings/").response["systems"]["Destiny2"]["enabled"] is False
        assert len(simulator.api("/GlobalAlerts/").response) == 1
        simulator.set_clock(f"{NEXT_RESET}@0")
        assert simulator.api("/GlobalAlerts/").response == []


def test_milestones_of_the_week_end_at_the_reset_and_are_defined(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, clock=SUNDAY) as simulator:
        found, known = simulator.api("/Destiny2/Milestones/").response, table(simulator, "Milestone")
        assert all(milestone["milestoneHash"] == int(key) for key, milestone in found.items())
        assert {key for key in found if key not in known} == set()
        assert {milestone.get("endDate") for milestone in found.values()} == {NEXT_RESET, None}
        trials = "3007559996"
        assert found[trials]["startDate"] == "2026-11-20T17:00:00Z"
        simulator.set_clock(f"{NEXT_RESET}@0")
        after = simulator.api("/Destiny2/Milestones/").response
        assert trials not in after
        assert after.keys() != found.keys()
        activities = table(simulator, "Activity")
        asked = [part["activityHash"] for told in after.values() for part in told.get("activities", [])]
        assert {activity for activity in asked if str(activity) not in activities} == set()
