"""What is played: every sort of activity, and how reports and histories of different years told it."""

from collections.abc import Iterator
from itertools import chain

import msgspec
import pytest

from rasputin.simulator.clock import seconds
from rasputin.simulator.replies.reports import Reports
from rasputin.simulator.world.catalogue import KINDS
from rasputin.simulator.world.dice import Dice
from rasputin.simulator.world.plan import Instance
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.starts import Start, start_told
from rasputin.simulator.world.world import Row, World
from tests.rasputin.simulator.server import Simulator, running

NOW = seconds("2026-11-22T13:00:00Z")
DAY = 86_400
CHECKPOINT, FRESH = False, True


@pytest.fixture(scope="module")
def world() -> World:
    return World(Shape(seed=2, clans=2, members=100), NOW - 21 * DAY)


@pytest.fixture(scope="module")
def played(world: World) -> list[Row]:
    characters = (character for player in world.members() for character in player.characters)
    return list(chain.from_iterable(world.played(c.character_id, NOW) for c in characters))


@pytest.fixture(scope="module")
def instances(played: list[Row]) -> list[Instance]:
    return list({row.instance.instance_id: row.instance for row in played}.values())


def of_kind(instances: list[Instance], name: str) -> Iterator[Instance]:
    return (instance for instance in instances if instance.kind.name == name)


def test_all_sorts_are_played(instances: list[Instance]) -> None:
    assert {instance.kind.name for instance in instances} == {kind.name for kind in KINDS}


def test_a_kind_names_its_mode_unless_it_was_filed_wrongly() -> None:
    wrongly = [kind.name for kind in KINDS if kind.mode not in kind.modes]
    assert wrongly == ["unfiled", "rumble_unfiled"]
    assert [(kind.mode, kind.modes) for kind in KINDS if kind.name == "dungeon_as_story"] == [(2, (2, 7))]


def test_a_row_without_mode_and_standing_is_listed_for_the_crucible(world: World, played: list[Row]) -> None:
    row = next(row for row in played if row.instance.kind.name == "rumble_unfiled")
    shown = msgspec.json.decode(Reports(world.people, world.scores).row(row.instance, row.part))
    assert (shown["activityDetails"]["mode"], shown["activityDetails"]["modes"]) == (0, [5])
    assert "standing" not in shown["values"]
    assert row in world.history(row.part.character_id, NOW, mode=5)


def test_some_rows_are_listed_only_for_a_mode_of_their_own(world: World, played: list[Row]) -> None:
    hidden = [row for row in played if row.instance.shy]
    assert 0 < len(hidden) < len(played) / 50
    for row in hidden:
        listing = {
            mode: row in world.history(row.part.character_id, NOW, mode)
            for mode in (0, *row.instance.kind.modes)
        }
        assert listing == {mode: mode == row.instance.kind.mode for mode in listing}


def test_the_truth_tells_hidden_rows_when_asked(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("simulator")
    with running(folder, "--seed", "2", "--members", "100", "--days", "21") as simulator:
        told = dict(_hidden(simulator))
        assert told
        for character_id, rows in told.items():
            listed = simulator.control(f"truth/characters/{character_id}/activities")
            everything = simulator.control(f"truth/characters/{character_id}/activities?hidden=1")
            assert [row for row in everything if row["only_mode"] is None] == listed
            assert {row["only_mode"] for row in rows} <= {43, 91}


def _hidden(simulator: Simulator) -> Iterator[tuple[str, list[dict[str, object]]]]:
    for member in simulator.control("truth/members?limit=40"):
        for character in member["characters"]:
            found = character["character_id"]
            rows = simulator.control(f"truth/characters/{found}/activities?hidden=1")
            if hidden := [row for row in rows if row["only_mode"] is not None]:
                yield found, hidden


def test_some_matches_between_teams_come_without_teams(world: World, instances: list[Instance]) -> None:
    bare = [instance for instance in instances if not instance.sided]
    assert {instance.kind.name for instance in bare} >= {"rift", "private_match"}
    report = msgspec.json.decode(b"".join(Reports(world.people, world.scores).report(bare[0])))
    assert report["teams"] == []
    assert all("team" in entry["values"] for entry in report["entries"])


def test_some_patrols_name_no_platform(world: World, played: list[Row]) -> None:
    row = next(row for row in played if not row.instance.hosted)
    shown = msgspec.json.decode(Reports(world.people, world.scores).row(row.instance, row.part))
    assert (row.instance.kind.name, shown["activityDetails"]["membershipType"]) == ("patrol", 0)


def test_a_player_changes_character_up_to_twice_and_finishes_on_the_last(instances: list[Instance]) -> None:
    changed = []
    for instance in of_kind(instances, "raid"):
        for player in {part.player for part in instance.parts}:
            parts = sorted((p for p in instance.parts if p.player == player), key=lambda part: part.start)
            if len(parts) > 1:
                assert not any(part.completed for part in parts[:-1])
                changed.append(len(parts))
    assert set(changed) == {2, 3}


@pytest.mark.parametrize(
    ("year", "how", "told"),
    [
        ("2019-03-01", FRESH, {(False, 0)}),
        ("2019-03-01", CHECKPOINT, {(False, phase) for phase in range(1, 5)}),
        ("2021-03-01", FRESH, {(False, 0)}),
        ("2021-03-01", CHECKPOINT, {(False, 0)}),
        ("2022-03-01", FRESH, {(False, 0), (True, 0)}),
        ("2022-03-01", CHECKPOINT, {(False, 0)}),
        ("2024-03-01", FRESH, {(True, 0)}),
        ("2024-03-01", CHECKPOINT, {(False, phase) for phase in range(1, 5)}),
    ],
)
def test_where_a_raid_was_started_is_told_as_it_was_that_year(
    year: str, how: bool, told: set[tuple[bool, int]]
) -> None:
    moment = int(seconds(f"{year}T20:00:00Z"))
    starts = {start_told(Dice(1, attempt), moment, fresh=how) for attempt in range(60)}
    assert {(start.from_beginning, start.phase) for start in starts} == told
    assert {start.fresh for start in starts} == {how}


@pytest.mark.parametrize(
    ("since", "challenge", "board"),
    [("2025-07-01", False, False), ("2025-08-01", True, False), ("2025-09-01", True, True)],
)
def test_reports_tell_difficulty_and_scoreboard_since_they_do(
    since: str, challenge: bool, board: bool
) -> None:
    start = seconds(f"{since}T18:00:00Z")
    world = World(Shape(seed=4, clans=1, members=20), start)
    reports = Reports(world.people, world.scores)
    rows = (
        row
        for p in world.members()
        for c in p.characters
        for row in world.played(c.character_id, start + 3 * DAY)
    )
    told = [msgspec.json.decode(b"".join(reports.report(row.instance))) for row in rows]
    assert all(("activityDifficultyTier" in report) is challenge for report in told)
    assert any(report.get("selectedSkullHashes") for report in told) is challenge
    entries = [entry for report in told for entry in report["entries"]]
    assert any("scoreboardValues" in entry["extended"] for entry in entries) is board


def test_a_start_says_how_it_was() -> None:
    assert start_told(Dice(1), int(NOW), fresh=True) == Start(fresh=True, from_beginning=True, phase=0)
