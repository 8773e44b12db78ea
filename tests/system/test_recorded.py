"""Real input: what Bungie once answered goes through the whole stack, and comes out as it went in."""

import json
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.system.stack import RATE, Stack, stack, wait_for

pytestmark = pytest.mark.xdist_group("recorded")  # one crawl for all of them

OLD_CLAN, LARGE_CLAN = "2114315", "2073131"


@pytest.fixture(scope="module")
def crawled(recorded: Path) -> Iterator[Stack]:
    """Both recorded clans and everybody in the recorded reports, crawled; web still up."""
    with TemporaryDirectory(prefix="rasputin-recorded-") as folder:
        Path(folder).chmod(0o711)
        with stack(Path(folder), "--recorded", str(recorded)) as made:
            _track(made)
            started = made.up(until_caught_up=False)
            _await_line(started, "API docs")
            yield made
            started.send_signal(signal.SIGINT)
            printed, _ = started.communicate(timeout=120)
            assert started.returncode == 0, printed


def _track(made: Stack) -> None:
    players = sorted(str(key) for key in made.control("world")["report_players"])
    for arguments in (("clans", "add", OLD_CLAN, LARGE_CLAN), ("members", "add", *players)):
        told = made.rasputin(*arguments)
        assert told.returncode == 0, told


def _await_line(started: "subprocess.Popen[str]", word: str) -> None:
    assert started.stdout is not None
    lines = []
    for line in started.stdout:
        lines.append(line)
        if word in line:
            return
    raise AssertionError("".join(lines))


def ask(made: Stack, path: str) -> Any:
    with urllib.request.urlopen(f"{made.web}/api/{path}", timeout=30) as reply:  # noqa: S310 - loopback
        return json.load(reply)


def reports(recorded: Path) -> dict[str, Any]:
    """The recorded raid and dungeon reports that are Bungie's own, by instance id."""
    found = {}
    for file in sorted(recorded.glob("pgcr/*/*.json")):
        document = json.loads(file.read_text())
        if "Response" in document:
            report = document["Response"]
            found[report["activityDetails"]["instanceId"]] = report
    return found


def number(values: dict[str, Any], name: str) -> int:
    return int(values[name]["basic"]["value"]) if name in values else 0


def entry_of(report: dict[str, Any], character_id: str) -> dict[str, Any]:
    return next(entry for entry in report["entries"] if entry["characterId"] == character_id)


def numbers_of_reply(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each character of a recorded report did, straight from the reply."""
    told = {}
    for entry in report["entries"]:
        values, extended = entry["values"], entry.get("extended") or {}
        told[entry["characterId"]] = {
            "membership_id": entry["player"]["destinyUserInfo"]["membershipId"],
            "light_level": entry["player"]["lightLevel"],
            "kills": number(values, "kills"),
            "deaths": number(values, "deaths"),
            "assists": number(values, "assists"),
            "completed": number(values, "completed") == 1,
            "time_played_seconds": number(values, "timePlayedSeconds"),
            "start_seconds": number(values, "startSeconds"),
            "duration_seconds": number(values, "activityDurationSeconds"),
            "player_count": number(values, "playerCount"),
            "precision_kills": number(extended.get("values", {}), "precisionKills"),
            "weapons": {
                weapon["referenceId"]: number(weapon["values"], "uniqueWeaponKills")
                for weapon in extended.get("weapons", [])
            },
        }
    return told


def numbers_of_answer(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        entry["character_id"]: {
            **{name: entry[name] for name in SAME},
            "weapons": {weapon["item_hash"]: weapon["kills"] for weapon in entry["weapons"]},
        }
        for entry in answer["entries"]
    }


SAME = (
    "membership_id",
    "light_level",
    "kills",
    "deaths",
    "assists",
    "completed",
    "time_played_seconds",
    "start_seconds",
    "duration_seconds",
    "player_count",
    "precision_kills",
)


def test_every_recorded_report_comes_out_with_the_numbers_it_went_in_with(
    crawled: Stack, recorded: Path
) -> None:
    found = reports(recorded)
    assert len(found) >= 9
    for instance_id, report in found.items():
        answer = ask(crawled, f"activities/{instance_id}")
        assert numbers_of_answer(answer) == numbers_of_reply(report), instance_id
        assert answer["period"] == report["period"]
        assert answer["activity_hash"] == report["activityDetails"]["referenceId"]
        assert answer["starting_phase_index"] == report["startingPhaseIndex"]


def test_players_find_their_recorded_activities(crawled: Stack, recorded: Path) -> None:
    for instance_id, report in reports(recorded).items():
        entry = report["entries"][0]
        who = entry["player"]["destinyUserInfo"]["membershipId"]
        played = ask(crawled, f"members/{who}/activities?page_size=100")["items"]
        mine = [row for row in played if row["instance_id"] == instance_id]
        assert entry["characterId"] in {row["character_id"] for row in mine}
        for row in mine:
            values = entry_of(report, row["character_id"])["values"]
            assert (row["kills"], row["deaths"]) == (number(values, "kills"), number(values, "deaths"))


def test_the_recorded_roster_comes_out_whole(crawled: Stack, recorded: Path) -> None:
    reply = json.loads((recorded / "clan/richard4339-destiny2-php/getClanMembers.json").read_text())
    told = {
        row["destinyUserInfo"]["membershipId"]: (row["memberType"], row["destinyUserInfo"]["displayName"])
        for row in reply["Response"]["results"]
    }
    roster = ask(crawled, f"clans/{OLD_CLAN}/roster?page_size=100")
    assert {row["membership_id"]: (row["role"], row["display_name"]) for row in roster["items"]} == told
    assert roster["total"] == len(told) == 87


def test_the_recorded_clan_says_what_it_said(crawled: Stack, recorded: Path) -> None:
    detail = json.loads((recorded / "clan/richard4339-destiny2-php/getClan.json").read_text())["Response"][
        "detail"
    ]
    clan = ask(crawled, f"clans/{OLD_CLAN}")
    assert (clan["name"], clan["callsign"], clan["motto"]) == (
        detail["name"],
        detail["clanInfo"]["clanCallsign"],
        detail["motto"],
    )


def test_recorded_profiles_come_out_with_their_characters(crawled: Stack, recorded: Path) -> None:
    rows = json.loads(
        (recorded / "clan/WorthyD-d2-clandashboard/clan_roster_profiles_2020-08.json").read_text()
    )
    for row in rows:
        member = ask(crawled, f"members/{row['profile']['data']['userInfo']['membershipId']}")
        told = {
            key: (character["light"], int(character["minutesPlayedTotal"]), character["classHash"])
            for key, character in row["characters"]["data"].items()
        }
        assert {
            character["character_id"]: (
                character["light"],
                character["minutes_played"],
                character["class_hash"],
            )
            for character in member["characters"]
        } == told


def test_members_whom_bungie_no_longer_knows_are_recorded_not_retried(crawled: Stack) -> None:
    health = ask(crawled, "health")
    assert health["backlog"]["dead"] == 0
    assert crawled.control("requests")["by_endpoint"]["profile"] <= 87 + 95 + len(
        crawled.control("world")["report_players"]
    )


def test_the_crawl_kept_to_its_rate(crawled: Stack) -> None:
    wait_for(lambda: crawled.control("requests")["total"] > 300, "300 requests", seconds=1)
    assert crawled.control("requests")["most_in_10s"] <= 10 * RATE
