"""Definitions of every year decode into the numbers and names that they hold, whatever form they came in."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasputin import bungie
from rasputin.bungie import definitions
from rasputin.bungie.types.definitions import (
    DEFINITIONS,
    ActivityDefinition,
    ActivityModeDefinition,
    ActivityTypeDefinition,
    AnyDefinition,
    ClassDefinition,
    Definition,
    DestinationDefinition,
    GenderDefinition,
    HistoricalStatsDefinition,
    InventoryItemDefinition,
    MetricDefinition,
    MilestoneDefinition,
    ObjectiveDefinition,
    PlaceDefinition,
    PresentationNodeDefinition,
    RaceDefinition,
    RecordDefinition,
    SeasonDefinition,
    SeasonPassDefinition,
    unsigned,
)

D = TypeVar("D", bound=AnyDefinition)
Read = Callable[[str], bytes]

Y2017 = "2017-12-04_ilsilentii-JSON-Files"
Y2019 = "2019-06-23_d2-additional-info"
Y2022 = "2022-01-26_101192.22.01.12.2200_sqlite-rows_d2-inventory-watcher"
Y2023 = "2023-02-01_d2-checklist"
Y2024 = "2024-10-03_228353.24.09.19.1730_d2-checklist_small-tables"
Y2026 = "2026-06-23_244164.26.06.16.2053_flat-destiny"


@pytest.fixture(scope="session")
def table(recorded: Read) -> Callable[[type[AnyDefinition], str], dict[Any, Any]]:
    """Reads a recorded table; those of 2017 end in a comma that no JSON has."""

    @cache
    def read(kind: type[AnyDefinition], name: str) -> dict[Any, Any]:
        body = recorded(f"manifest/{name}")
        if name.startswith(Y2017):
            (rows,) = json.loads(re.sub(r",(\s*\])", r"\1", body.decode("utf-8-sig"))).values()
            body = json.dumps(rows).encode()
        return definitions.read_entries(kind, body)

    return read


Table = Callable[[type[D], str], dict[Any, D]]


TABLES = [
    (Y2017, ActivityDefinition, "DestinyActivityDefinition.json", 348, 2693136600, "Leviathan"),
    (Y2017, ClassDefinition, "DestinyClassDefinition.json", 3, 2271682572, "Warlock"),
    (Y2017, HistoricalStatsDefinition, "DestinyHistoricalStatsDefinition.json", 237, "kills", "Kills"),
    (Y2017, RaceDefinition, "DestinyRaceDefinition.json", 3, 2803282938, "Awoken"),
    (Y2019, DestinationDefinition, "Destination.json", 45, 1590276, "Deep Six"),
    (Y2019, GenderDefinition, "Gender.json", 2, 2204441813, "Female"),
    (Y2019, MilestoneDefinition, "Milestone.json", 62, 4253138191, "Weekly Clan Engrams"),
    (Y2019, PresentationNodeDefinition, "PresentationNode.json", 650, 7761993, "Warlock"),
    (Y2022, ActivityModeDefinition, "DestinyActivityModeDefinition.json", 66, 2239249083, "Survival"),
    (Y2022, ClassDefinition, "DestinyClassDefinition.json", 3, 671679327, "Hunter"),
    (
        Y2022,
        MetricDefinition,
        "DestinyMetricDefinition.json",
        278,
        2161492053,
        "Iron Banner Opponents Defeated",
    ),
    (Y2022, PlaceDefinition, "DestinyPlaceDefinition.json", 44, 2315564210, "Legion's Folly"),
    (Y2022, SeasonDefinition, "DestinySeasonDefinition.json", 16, 2236269318, "Season of the Forge"),
    (Y2023, ActivityDefinition, "destiny2-activity.json.gz", 1986, 1063970578, "King's Fall: Legend"),
    (
        Y2023,
        ObjectiveDefinition,
        "destiny2-objective.LAST-AVAILABLE-2022-04-26.json.gz",
        6485,
        298334058,
        "Dive into Darkness",
    ),
    (Y2023, SeasonPassDefinition, "destiny2-seasonpass.json", 12, 155514181, "Season of the Undying"),
    (Y2024, GenderDefinition, "destiny2-gender.json", 2, 2204441813, "Body Type 2"),
    (Y2024, SeasonDefinition, "destiny2-season.json", 26, 2758726572, "Episode: Echoes"),
    (Y2026, ActivityTypeDefinition, "DestinyActivityTypeDefinition.json", 83, 2043403989, "Raid"),
    (Y2026, PlaceDefinition, "DestinyPlaceDefinition.json", 63, 3747705955, "Earth"),
    (Y2026, RaceDefinition, "DestinyRaceDefinition.json", 3, 898834093, "Exo"),
]


@pytest.mark.parametrize(("year", "kind", "name", "size", "key", "called"), TABLES)
def test_a_recorded_table_holds_known_names(
    table: Table[Any], year: str, kind: type[Any], name: str, size: int, key: Any, called: str
) -> None:
    found = table(kind, f"{year}/{name}")
    assert (len(found), found[key].name) == (size, called)
    assert all(getattr(entry, "hash", key) == key for key, entry in found.items())


def test_recorded_records_of_2022_are_counted(table: Table[RecordDefinition]) -> None:
    records = table(RecordDefinition, f"{Y2022}/DestinyRecordDefinition.json.gz").values()
    assert len(records) == 2463
    assert sum(record.title is not None for record in records) == 40
    assert sum(record.title_info.gilding_tracking_record_hash is not None for record in records) == 5
    assert sum(record.for_title_gilding for record in records) == 46
    assert sum(bool(record.interval_info.interval_objectives) for record in records) == 242


def test_recorded_titles_name_what_is_worn_and_what_counts_the_gildings(table: Table[Any]) -> None:
    records = table(RecordDefinition, f"{Y2023}/destiny2-record.json.gz")
    assert len([record for record in records.values() if record.title]) == 62
    unbroken = records[1343839969]
    assert (unbroken.name, unbroken.title, unbroken.scope) == ("Crucible", "Unbroken", 0)
    assert unbroken.title_info.gilding_tracking_record_hash == 2843544039
    assert unbroken.title_info.titles_by_gender_hash == {2204441813: "Unbroken", 3111576190: "Unbroken"}
    assert (records[4119834].title, records[4119834].score) == (None, 15)
    steps = records[20985512]
    assert [step.interval_score_value for step in steps.interval_info.interval_objectives] == [10, 8, 6, 4, 2]
    assert (steps.completion_info.score_value, steps.score) == (0, 30)


def test_recorded_seals_hang_in_their_trees(table: Table[Any]) -> None:
    nodes = table(PresentationNodeDefinition, f"{Y2023}/destiny2-presentationnode.json")
    records = table(RecordDefinition, f"{Y2023}/destiny2-record.json.gz")
    active, legacy = nodes[616318467].children, nodes[1881970629].children
    assert (len(active.presentation_nodes), len(legacy.presentation_nodes)) == (28, 23)
    seals = [nodes[child.presentation_node_hash] for child in active.presentation_nodes]
    assert all(records[seal.completion_record_hash].title for seal in seals)
    seal = nodes[1210906308]
    assert (seal.name, records[seal.completion_record_hash].title) == ("Moments of Triumph 2022", "MMXXII")
    assert (len(seal.children.records), seal.display_style, seal.icon) == (30, 2, seal.original_icon)
    assert nodes[1866538467].max_category_record_score == 23063


def test_recorded_activities_have_types_and_mostly_modes(table: Table[ActivityDefinition]) -> None:
    activities = table(ActivityDefinition, f"{Y2023}/destiny2-activity.json.gz")
    assert sum(not activity.activity_mode_types for activity in activities.values()) == 177
    assert sum(activity.is_pvp for activity in activities.values()) == 228
    assert sum(activity.is_playlist for activity in activities.values()) == 142
    assert sum(activity.activity_type_hash == 2043403989 for activity in activities.values()) == 56
    hunt = activities[5517242]
    assert hunt.original_display_properties is not None
    assert (hunt.name, hunt.original_display_properties.name) == (
        "Empire Hunt: The Technocrat: Master",
        "Empire Hunt: The Technocrat",
    )
    assert hunt.icon is None  # the picture of a missing one


def test_recorded_modes_carry_the_numbers_of_histories(table: Table[ActivityModeDefinition]) -> None:
    modes = {
        mode.mode_type: mode
        for mode in table(ActivityModeDefinition, f"{Y2024}/destiny2-activitymode.json").values()
    }
    assert (modes[4].name, modes[4].friendly_name, modes[4].activity_mode_category) == ("Raid", "raid", 1)
    assert modes[4].is_aggregate_mode is False
    assert [modes[number].name for number in (82, 84, 5, 7)] == [
        "Dungeon",
        "Trials of Osiris",
        "Crucible",
        "PvE",
    ]
    assert (modes[64].is_aggregate_mode, modes[64].activity_mode_category) == (True, 3)


def test_recorded_seasons_have_dates_acts_and_passes(table: Table[SeasonDefinition]) -> None:
    seasons = {
        season.season_number: season
        for season in table(SeasonDefinition, f"{Y2024}/destiny2-season.json").values()
    }
    assert sorted(seasons) == list(range(1, 27))
    assert (seasons[1].name, seasons[1].start_date, seasons[1].season_pass_hashes) == ("", None, ())
    echoes = seasons[24]
    assert echoes.start_date == datetime(2024, 6, 4, 17, tzinfo=UTC)
    assert echoes.end_date == datetime(2024, 10, 8, 17, tzinfo=UTC)
    assert [(act.display_name, act.rank_count) for act in echoes.acts] == [
        ("Act 1", 100),
        ("Act 2", 50),
        ("Act 3", 50),
    ]
    assert echoes.season_pass_hashes == (1489798103,)
    assert (seasons[26].start_date, seasons[26].end_date) == (None, None)


def test_a_season_of_today_lists_its_passes() -> None:
    listed = [{"seasonPassHash": 5, "seasonPassStartDate": "2026-06-09T17:00:00Z"}, {"seasonPassHash": 6}]
    season = definitions.read_definition(SeasonDefinition, {"hash": 1, "seasonPassList": listed})
    assert season.season_pass_hashes == (5, 6)


def test_recorded_items_are_told_apart(table: Table[InventoryItemDefinition]) -> None:
    items = table(InventoryItemDefinition, f"{Y2017}/DestinyInventoryItemDefinition.json.gz")
    assert len(items) == 1000
    assert sum(item.redacted for item in items.values()) == 25
    assert {item.item_type_display_name for item in items.values() if item.is_emblem} == {"Emblem"}
    weapons = [item for item in items.values() if item.is_weapon]
    assert {item.inventory.bucket_type_hash for item in weapons if item.inventory} <= {
        1498876634,
        2465295065,
        953998645,
    }
    assert weapons


def test_recorded_medals_have_pictures_and_statistics_have_none(
    table: Table[HistoricalStatsDefinition],
) -> None:
    stats = table(HistoricalStatsDefinition, f"{Y2024}/destiny2-historicalstats.json")
    assert len(stats) == 391
    medal = stats["medalMulti2x"]
    assert (medal.name, medal.group, medal.medal_tier_hash) == ("Double Play", 3, 802673300)
    assert medal.icon == "/common/destiny2_content/icons/icon_m51714f3762ec377d3b7ea8acfc5c8b4c.png"
    kills = stats["precisionKills"]
    assert (kills.group, kills.unit_type, kills.weight, kills.icon) == (1, 1, 1, None)
    assert 92 in kills.modes


def test_recorded_redacted_entries_say_nothing(table: Table[RecordDefinition]) -> None:
    records = table(RecordDefinition, f"{Y2023}/destiny2-record.json.gz").values()
    redacted = [record for record in records if record.redacted]
    assert [(record.hash, record.name, record.icon) for record in redacted] == [
        (2597536937, "Classified", None),
        (3944118559, "Classified", None),
    ]


@given(st.integers(0, 2**32 - 1))
def test_an_id_of_the_sqlite_world_is_the_same_hash(hash_: int) -> None:
    signed = hash_ - 2**32 if hash_ >= 2**31 else hash_
    assert unsigned(signed) == unsigned(hash_) == hash_


@pytest.mark.parametrize("name", [*DEFINITIONS, "DestinyLoreDefinition"])
def test_a_definition_may_lack_all_but_its_hash(name: str) -> None:
    kind = definitions.kind_of(name)
    for source in (b'{"hash": 7}', b'{"hash": 7, "displayProperties": null, "index": null, "new": [1]}'):
        found = definitions.read_definition(kind, source)
        assert (found.name, found.icon) == ("", None)


def test_rows_and_objects_make_the_same_table() -> None:
    entry = {"hash": 4294967295, "displayProperties": {"name": "Last"}}
    rows = json.dumps([{"id": -1, "json": json.dumps(entry)}]).encode()
    keyed = json.dumps({"4294967295": entry}).encode()
    read = partial(definitions.read_table, "DestinyRecordDefinition")
    assert read(rows) == read(keyed) == {4294967295: definitions.read_definition(RecordDefinition, entry)}


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[1]", b'{"1":', b'{"1": 2}', b'[{"id": 1}]', b'{"1": {}}']
)
def test_what_is_no_table_is_an_error_of_the_tree(body: bytes) -> None:
    with pytest.raises(bungie.Undecodable):
        definitions.read_table("DestinyRecordDefinition", body)


def test_a_key_that_is_no_hash_stays_a_text() -> None:
    key = "9" * 5000
    assert definitions.read_table("DestinyRecordDefinition", f'{{"{key}": {{"hash": 1}}}}'.encode()) == {
        key: RecordDefinition(hash=1)
    }


def test_a_definition_loses_nul_characters() -> None:
    text = '{"hash": 1, "displayProperties": {"name": "a\\u0000b"}}'
    assert definitions.read_definition(Definition, text).name == "ab"
