"""Real input: what Bungie once answered goes through the whole stack, and comes out as it went in."""

import json
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.system.recorded_numbers import (
    CHUMS,
    DEFINITIONS,
    DERIVED,
    OLD_CLAN_FILES,
    Row,
    entries_of_answer,
    entries_of_reply,
    entries_of_rows,
    histories,
    history_of_ours,
    history_of_reply,
    number,
    raids,
    read,
    reports,
    triumphs,
)
from tests.system.stack import RATE, Stack, stack, wait_for

pytestmark = pytest.mark.xdist_group("recorded")  # one crawl for all of them

OLD_CLAN, LARGE_CLAN = "2114315", "2073131"
MANIFEST = "112555.23.01.25.1701-1-bnet.48489"  # the one with the most tables
TABLES = "Activity,ActivityMode,Class,Record"


@pytest.fixture(scope="module")
def crawled(recorded: Path) -> Iterator[Stack]:
    """Both recorded clans and everybody in the recorded reports, crawled; web still up."""
    with TemporaryDirectory(prefix="rasputin-recorded-") as folder:
        Path(folder).chmod(0o711)
        with stack(Path(folder), "--recorded", str(recorded)) as made:
            made.environment.update(RASPUTIN_TASK_SECONDS="30", RASPUTIN_MANIFEST_TABLES=TABLES)
            _hold_manifest(made)
            _track(made)
            started = made.up(until_caught_up=False)
            _await_line(started, "API docs")
            yield made
            started.send_signal(signal.SIGINT)
            printed, _ = started.communicate(timeout=120)
            assert started.returncode == 0, printed


def _hold_manifest(made: Stack) -> None:
    body = json.dumps({"version": MANIFEST}).encode()
    with urllib.request.urlopen(f"{made.bungie}/_simulator/manifest", body, timeout=30) as reply:  # noqa: S310 - loopback
        assert json.load(reply)["held"] is True


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


@pytest.fixture(scope="module")
def database(crawled: Stack) -> Iterator["psycopg.Connection[Row]"]:
    with psycopg.connect(crawled.database_url, row_factory=dict_row, autocommit=True) as connection:
        yield connection


def ask(made: Stack, path: str) -> Any:
    with urllib.request.urlopen(f"{made.web}/api/{path}", timeout=30) as reply:  # noqa: S310 - loopback
        return json.load(reply)


def all_of(made: Stack, path: str) -> list[Row]:
    """Every page of a list."""
    first = ask(made, f"{path}?page_size=100")
    rows: list[Row] = first["items"]
    for page in range(2, -(-first["total"] // 100) + 1):
        rows += ask(made, f"{path}?page_size=100&page={page}")["items"]
    return rows


def test_every_recorded_report_comes_out_with_the_numbers_it_went_in_with(
    crawled: Stack, database: "psycopg.Connection[Row]", recorded: Path
) -> None:
    found = reports(recorded)
    assert len(found) >= 11
    for instance_id, report in found.items():
        told, answer = entries_of_reply(report), ask(crawled, f"activities/{instance_id}")
        rows = database.execute("SELECT * FROM tracking_performance WHERE instance_id = %s", [instance_id])
        assert entries_of_answer(answer) == entries_of_rows(rows.fetchall()) == told, instance_id
        assert answer["period"] == report["period"]
        assert answer["activity_hash"] == report["activityDetails"]["referenceId"]
        assert answer["starting_phase_index"] == report["startingPhaseIndex"]


def test_every_row_of_the_recorded_histories_comes_out_as_it_went_in(
    crawled: Stack, database: "psycopg.Connection[Row]", recorded: Path
) -> None:
    listed = crawled.control("world")["histories"]
    answers, told = histories_told(crawled, listed), list(histories(recorded, listed))
    rows = {
        (str(row["character_id"]), str(row["instance_id"])): row
        for row in database.execute("SELECT * FROM tracking_historyentry")
    }
    assert len(told) == sum(one["rows"] for one in listed) == len(answers) == 327
    for whose, reply in told:
        key, said = key_of(whose, reply), history_of_reply(reply)
        assert history_of_ours(answers[key], said) == history_of_ours(rows[key], said) == said, key
        assert answers[key]["period"] == reply["period"].replace(".000Z", "Z")


def test_the_values_that_are_not_kept_can_be_told_from_those_that_are(crawled: Stack, recorded: Path) -> None:
    listed = crawled.control("world")["histories"]
    answers = histories_told(crawled, listed)
    whole = [(key_of(*one), one[1]) for one in histories(recorded, listed) if len(one[1]["values"]) == 19]
    assert len(whole) == 27
    for key, reply in whole[:25]:  # the last two were edited
        told = {name: reply["values"][name]["basic"]["value"] for name in DERIVED}
        assert {name: ratio(answers[key]) for name, ratio in DERIVED.items()} == pytest.approx(told)


def histories_told(crawled: Stack, listed: list[Row]) -> dict[tuple[str, str], Row]:
    """Rows of the API by character and instance, of everybody whose history was recorded."""
    who = sorted({one["membership_id"] for one in listed})
    rows = (row for one in who for row in all_of(crawled, f"members/{one}/activities"))
    return {(row["character_id"], row["instance_id"]): row for row in rows}


def key_of(whose: Row, reply: Row) -> tuple[str, str]:
    return whose["character_id"], str(reply["activityDetails"]["instanceId"])


def test_players_find_their_recorded_activities(crawled: Stack, recorded: Path) -> None:
    for instance_id, report in raids(recorded).items():
        entry = report["entries"][0]
        who = entry["player"]["destinyUserInfo"]["membershipId"]
        played = all_of(crawled, f"members/{who}/activities")
        mine = {row["character_id"]: row for row in played if row["instance_id"] == instance_id}
        assert entry["characterId"] in mine
        for character_id, row in mine.items():
            values = next(one for one in report["entries"] if one["characterId"] == character_id)["values"]
            assert (row["kills"], row["deaths"]) == (number(values, "kills"), number(values, "deaths"))
            assert row["report"] == "stored"


def test_activities_have_the_names_of_the_recorded_manifest(crawled: Stack, recorded: Path) -> None:
    modes = read(recorded, f"{DEFINITIONS}/destiny2-activitymode.json").values()
    names = {mode["modeType"]: mode["displayProperties"]["name"] for mode in modes}
    for instance_id in reports(recorded):
        answer = ask(crawled, f"activities/{instance_id}")
        assert answer["mode_name"] == names[answer["mode"]]
    who = crawled.control("world")["histories"][0]["membership_id"]
    named = {row["activity_name"] for row in all_of(crawled, f"members/{who}/activities")}
    assert {"Garden of Salvation", "Last Wish: Level 55"} <= named


def test_the_recorded_roster_comes_out_whole(
    crawled: Stack, database: "psycopg.Connection[Row]", recorded: Path
) -> None:
    reply = read(recorded, f"{OLD_CLAN_FILES}/getClanMembers.json")["Response"]
    told = {
        row["destinyUserInfo"]["membershipId"]: (
            row["memberType"],
            row["destinyUserInfo"]["displayName"],
            row["joinDate"],
        )
        for row in reply["results"]
    }
    roster = all_of(crawled, f"clans/{OLD_CLAN}/roster")
    stored = database.execute(
        "SELECT * FROM clans_membership WHERE clan_id = %s AND left_at IS NULL", [OLD_CLAN]
    )
    assert {
        row["membership_id"]: (row["role"], row["display_name"], row["joined_at"]) for row in roster
    } == told
    assert {str(row["player_id"]): row["role"] for row in stored} == {
        key: row[0] for key, row in told.items()
    }
    assert len(roster) == len(told) == 87


def test_the_recorded_clan_says_what_it_said(crawled: Stack, recorded: Path) -> None:
    detail = read(recorded, f"{OLD_CLAN_FILES}/getClan.json")["Response"]["detail"]
    progress = detail["clanInfo"]["d2ClanProgressions"]["584850370"]
    clan = ask(crawled, f"clans/{OLD_CLAN}")
    told = (detail["name"], detail["clanInfo"]["clanCallsign"], detail["motto"], detail["memberCount"])
    assert (clan["name"], clan["callsign"], clan["motto"], clan["member_count"]) == told
    assert (clan["about"], clan["level"]) == (detail["about"], progress["level"])


def test_recorded_profiles_come_out_with_their_characters(
    crawled: Stack, database: "psycopg.Connection[Row]", recorded: Path
) -> None:
    stored = {str(row["character_id"]): row for row in database.execute("SELECT * FROM tracking_character")}
    for row in read(recorded, CHUMS):
        profile = row["profile"]["data"]
        member = ask(crawled, f"members/{profile['userInfo']['membershipId']}")
        told = {key: character_of_reply(one) for key, one in row["characters"]["data"].items()}
        assert {one["character_id"]: character_of_ours(one) for one in member["characters"]} == told
        assert {key: character_of_ours(stored[key]) for key in told} == told
        assert member["last_played_at"] == profile["dateLastPlayed"]
        assert member["display_name"] == profile["userInfo"]["displayName"]


def character_of_reply(one: Row) -> tuple[Any, ...]:
    minutes = int(one["minutesPlayedTotal"]), int(one["minutesPlayedThisSession"])
    return one["light"], *minutes, one["classHash"], one["emblemHash"], one.get("titleRecordHash")


def character_of_ours(one: Row) -> tuple[Any, ...]:
    minutes = one["minutes_played"], one["minutes_this_session"]
    return one["light"], *minutes, one["class_hash"], one["emblem_hash"], one["title_record_hash"]


def test_recorded_triumphs_come_out_as_scores_and_titles(
    crawled: Stack, database: "psycopg.Connection[Row]", recorded: Path
) -> None:
    definitions = read(recorded, f"{DEFINITIONS}/destiny2-record.json.gz")
    tracked = {row["profile"]["data"]["userInfo"]["membershipId"] for row in read(recorded, CHUMS)}
    told = {who: data for who, data in triumphs(recorded).items() if who in tracked}
    assert len(told) > 80

    stored = {str(row["member_id"]): row for row in database.execute("SELECT * FROM tracking_memberrecords")}
    scores = {who: (data.get("activeScore"), data.get("lifetimeScore")) for who, data in told.items()}
    assert {who: (stored[who]["active_score"], stored[who]["lifetime_score"]) for who in told} == scores

    titles: dict[str, set[tuple[int, bool]]] = {who: set() for who in told}
    for row in database.execute("SELECT * FROM tracking_title"):
        titles[str(row["member_id"])].add((row["record_hash"], row["claimed"]))
    assert titles == {who: earned(data["records"], definitions) for who, data in told.items()}


def earned(records: Row, definitions: Row) -> set[tuple[int, bool]]:
    """Titles whose record has no open objective, and whether they were claimed."""
    bearing = {key: one.get("titleInfo", {}) for key, one in definitions.items()}
    trackers = {str(title.get("gildingTrackingRecordHash")) for title in bearing.values()}
    return {
        (int(key), bool(record["state"] & 1))
        for key, record in records.items()
        if bearing.get(key, {}).get("hasTitle") and key not in trackers and not record["state"] & 4
    }


def test_members_whom_bungie_no_longer_knows_are_recorded_not_retried(crawled: Stack) -> None:
    health = ask(crawled, "health")
    assert health["backlog"]["dead"] == 0
    profiles = 87 + 95 + len(crawled.control("world")["report_players"])
    assert crawled.control("requests")["by_endpoint"]["profile"] <= 2 * profiles, "and as often for triumphs"


def test_the_crawl_kept_to_its_rate(crawled: Stack) -> None:
    wait_for(lambda: crawled.control("requests")["total"] > 300, "300 requests", seconds=1)
    late = 1  # a busy machine sends some a second after their slots
    assert crawled.control("requests")["most_in_10s"] <= (10 + late) * RATE
