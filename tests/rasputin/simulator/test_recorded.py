"""Recorded replies under their own ids."""

import json
from pathlib import Path
from typing import Any

from tests.rasputin.simulator.server import Simulator


def reports(recorded: Path) -> dict[str, Any]:
    files = [*recorded.glob("pgcr/*/*.json")]
    bodies = [json.loads(path.read_text())["Response"] for path in files if path.name != "dataset_pgcr.json"]
    return {body["activityDetails"]["instanceId"]: body for body in bodies}


def test_every_report_is_served_as_it_was(replaying: Simulator, recorded: Path) -> None:
    expected = reports(recorded)
    assert len(expected) == 9
    for instance_id, body in expected.items():
        assert replaying.report(instance_id).response == body


def test_the_recorded_clan_and_its_roster(replaying: Simulator, recorded: Path) -> None:
    folder = recorded / "clan" / "richard4339-destiny2-php"
    for path, name in (
        ("/GroupV2/2114315/", "getClan.json"),
        ("/GroupV2/2114315/Members/", "getClanMembers.json"),
    ):
        assert replaying.api(path).response == json.loads((folder / name).read_text())["Response"]
    again = replaying.api("/GroupV2/2114315/Members/?currentpage=2").response
    assert (again["results"], again["hasMore"]) == ([], False)


def test_the_clan_of_95_has_profiles_and_a_roster(replaying: Simulator) -> None:
    roster = replaying.api("/GroupV2/2073131/Members/").response["results"]
    assert len(roster) == 95
    for member in roster:
        user = member["destinyUserInfo"]
        path = f"/Destiny2/{user['membershipType']}/Profile/{user['membershipId']}/"
        profile = replaying.api(f"{path}?components=100,200").response
        assert set(profile["characters"]["data"]) == set(profile["profile"]["data"]["characterIds"])
        assert "characterProgressions" not in profile


def test_players_of_reports_lead_to_the_reports(replaying: Simulator, recorded: Path) -> None:
    """A crawler that knows a player finds every report through profile and history."""
    for instance_id, body in reports(recorded).items():
        for entry in body["entries"]:
            user = entry["player"]["destinyUserInfo"]
            path = f"/Destiny2/{user['membershipType'] or 3}/Profile/{user['membershipId']}/"
            profile = replaying.api(f"{path}?components=100,200").response
            assert entry["characterId"] in profile["profile"]["data"]["characterIds"]
            member = {"membership_type": user["membershipType"] or 3, "membership_id": user["membershipId"]}
            rows = replaying.history(member, entry["characterId"], count=250)["activities"]
            row = next(row for row in rows if row["activityDetails"]["instanceId"] == instance_id)
            assert row["activityDetails"] == body["activityDetails"]
            assert {name: value["basic"] for name, value in row["values"].items()} == {
                name: value["basic"] for name, value in entry["values"].items()
            }


def test_nobody_else_is_known(replaying: Simulator) -> None:
    assert replaying.api("/Destiny2/3/Profile/4611686018400000001/?components=100").code == 1601
    assert replaying.report("1").code == 1653
    assert replaying.control("world")["recorded"] is True
