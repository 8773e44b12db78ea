"""Names are put beside hashes a page at a time, and modes are found by what players call them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from manifest.models import ModeGroup
from manifest.queries import (
    UnknownMode,
    hashes_named,
    mode_filter,
    named,
    put_modes,
    put_names,
    put_seasons,
)
from tests.factories.manifest import (
    ActivityFactory,
    ActivityModeFactory,
    ItemFactory,
    RecordFactory,
    StatFactory,
    VersionFactory,
    define,
)
from tests.factories.tracking import START, HistoryEntryFactory
from tracking.models import HistoryEntry

pytestmark = pytest.mark.django_db

ICON = "/common/destiny2_content/icons/thing.png"


@dataclass
class Played:
    activity_hash: int | None = None
    director_hash: int = 0
    mode: int = 4
    modes: list[int] = field(default_factory=list)
    period: datetime = START


@dataclass
class Used:
    item_hash: int


def test_rows_of_every_kind_are_named_with_one_query_a_table(django_assert_num_queries: Any) -> None:
    ActivityFactory.create(hash=4294967295, name="Last Wish", image_path="/img/wish.jpg")
    ItemFactory.create(hash=7)
    rows: list[Any] = [Played(4294967295, 5), Used(7), Played(5, 4294967295), Used(8), Played(None, 0)]
    with django_assert_num_queries(3):  # the third: 8 is no weapon and no emblem
        put_names(rows)
    named_first = {
        "activity_name": "Last Wish",
        "activity_icon_path": ICON,
        "activity_image_path": "/img/wish.jpg",
    }
    unknown = {"director_name": "", "director_icon_path": "", "director_image_path": None}
    assert vars(rows[0]) == {**vars(Played(4294967295, 5)), **named_first, **unknown}
    assert (rows[2].activity_name, rows[2].director_name, rows[4].activity_name) == ("", "Last Wish", "")
    assert vars(rows[1]) == {
        "item_hash": 7,
        "item_name": "Ace of Spades",
        "item_icon_path": ICON,
        "item_type_name": "Hand Cannon",
    }
    assert (rows[3].item_name, rows[3].item_type_name) == ("", None)


def test_items_that_are_neither_weapons_nor_emblems_have_their_names() -> None:
    define(VersionFactory.create(), "InventoryItem", 8, "Synthoceps")
    ItemFactory.create(hash=7)
    rows = [Used(7), Used(8), Used(9)]
    put_names(rows)
    assert [vars(row)["item_name"] for row in rows] == ["Ace of Spades", "Synthoceps", ""]
    assert vars(rows[1]) == {
        "item_hash": 8,
        "item_name": "Synthoceps",
        "item_icon_path": "/common/destiny2_content/icons/8.png",
        "item_type_name": None,
    }


def test_no_rows_are_named_without_a_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        put_names([])
        put_modes([])
        put_seasons([])
        assert named("Activity", [None, 0, ""]) == {}


def test_tables_that_are_not_projected_name_things_too(settings: Any) -> None:
    version = VersionFactory.create()
    define(version, "ActivityModifier", 36103086, "Contest")
    define(version, "ActivityModifier", 36103086, "Wettkampf", language="de")
    assert named("ActivityModifier", [36103086, 1]) == {
        36103086: ("Contest", "/common/destiny2_content/icons/36103086.png")
    }
    settings.MANIFEST_LANGUAGES = ["de", "en"]
    assert named("ActivityModifier", [36103086])[36103086].name == "Wettkampf"


def test_a_text_that_bungie_lacks_is_no_name() -> None:
    StatFactory.create(stat_id="beam", name="###historicalstats.StatName_beam###")
    assert named("HistoricalStats", ["beam"])["beam"].name == ""


def test_modes_are_named_by_the_manifest_and_else_by_bungies_words(django_assert_num_queries: Any) -> None:
    ActivityModeFactory.create(mode=5, name="Crucible")
    rows: list[Any] = [Played(mode=5, modes=[5, 10, 4711]), Played(mode=4711)]
    with django_assert_num_queries(1):
        put_modes(rows)
    assert (rows[0].mode_name, rows[0].mode_icon_path, rows[0].mode_names) == (
        "Crucible",
        ICON,
        ["Crucible", "Control", "4711"],
    )
    assert (rows[1].mode_name, rows[1].mode_icon_path, rows[1].mode_names) == ("4711", "", [])


def test_hashes_are_found_by_names_and_titles() -> None:
    RecordFactory.create(hash=1, name="Triumph", title="Dredgen", title_female="Dredgen")
    RecordFactory.create(hash=2, name="dredgen, in part", title="", title_female="")
    RecordFactory.create(hash=3, name="Other")
    ItemFactory.create(hash=4)
    assert set(hashes_named("Record", "DREDGEN")) == {1, 2}
    assert set(hashes_named("InventoryItem", "hand cannon")) == {4}


def found(asked: str | int) -> set[int]:
    return set(HistoryEntry.objects.filter(mode_filter(asked)).values_list("instance_id", flat=True))


@pytest.fixture
def history() -> None:
    modes = {1: [7, 4], 2: [7, 82], 3: [5, 84], 4: [5, 84, 32], 5: [63, 64], 6: []}
    for instance_id, numbers in modes.items():
        HistoryEntryFactory.create(instance_id=instance_id, modes=numbers)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (4, {1}),
        ("4", {1}),
        ("raid", {1}),
        ("Raids", {1}),
        ("endgame-pve", {1, 2}),
        ("Endgame PvE", {1, 2}),
        ("trials", {3}),
        ("Trials of Osiris", {3, 4}),  # the mode; the group leaves private matches out
        ("TrialsOfOsiris", {3, 4}),
        ("AllPvECompetitive", {5}),
        ("0", {1, 2, 3, 4, 5, 6}),
        ("999", set()),
        ("empty", set()),
    ],
)
def test_activities_are_chosen_by_number_name_and_group(
    history: None, asked: str | int, expected: set[int]
) -> None:
    ModeGroup.objects.create(slug="empty", name="Empty", modes=[])
    assert found(asked) == expected


@pytest.mark.parametrize("asked", ["Raidz", "", "-1", "\x00", "٤", "9" * 5000, "4.0", "4 "])
def test_what_is_no_mode_is_refused_with_what_there_is(asked: str) -> None:
    with pytest.raises(UnknownMode, match=r"is no mode: give Bungie's number or name .* raids, dungeons"):
        mode_filter(asked)
