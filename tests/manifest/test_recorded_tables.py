"""All recorded tables of 2017 to 2026 load, with the counts and names that they are known to have."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from manifest.models import Definition, Item, Record, Season, Stat, TableFile, Version
from manifest.queries import definition
from manifest.queries.seasons import seasons
from manifest.services.stage import stage
from manifest.services.swap import swap
from tests.manifest.recorded_tables import tables

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)

#: As INDEX.md of the recordings counts them; all tables that it does not count hold something.
COUNTS = {
    "2017-12": {"Class": 3, "Gender": 2},
    "2019-06": {"ActivityMode": 58, "PresentationNode": 650, "SandboxPerk": 1454, "Season": 0},
    "2019-09": {
        "InventoryItem": 10289,
        "Objective": 6022,
        "Record": 1668,
        "Activity": 961,
        "Collectible": 3525,
    },
    "2022-01": {"Activity": 1707, "Record": 2463, "HistoricalStats": 388, "Lore": 1880, "RewardSource": 0},
    "2023-02": {"Activity": 1986, "Record": 3347, "Season": 20, "Collectible": 6324, "Objective": 6485},
    "2024-10": {"ActivityMode": 73, "Season": 26, "PresentationNode": 1944, "HistoricalStats": 391},
    "2026-06": {"ActivityType": 83, "SandboxPerk": 5203, "Stat": 79, "Class": 3},
}
NAMES = {
    "2017-12": ("Class", "3655393761", "Titan"),
    "2019-06": ("ActivityMode", "1848252830", "Gambit"),
    "2019-09": ("Activity", "3333172150", "Crown of Sorrow: Normal"),
    "2022-01": ("Activity", "910380154", "Deep Stone Crypt"),
    "2023-02": ("Activity", "1374392663", "King's Fall: Normal"),
    "2024-10": ("Season", "2758726569", "Season of the Deep"),
    "2026-06": ("ActivityType", "2043403989", "Raid"),
}


def load(recorded: Path, folder: Path, year: str) -> dict[str, int]:
    """Definitions by table."""
    version = Version.objects.create(
        version=year, paths_digest=year, state=Version.State.LOADING, found_at=NOW, due_at=NOW
    )
    counts = {}
    for number, found in enumerate(tables(recorded, year)):
        file = TableFile.objects.create(version=version, table=found.table, language="en", path=f"/{number}")
        path = folder / f"{year}-{number}.json"
        path.write_bytes(found.content)
        counts[found.table] = stage(file, path, shrink_allowed=True).definitions
        path.unlink()
    swap(version, now=NOW)
    return counts


def loads(recorded: Path, folder: Path, year: str) -> None:
    """With all its definitions, by their names."""
    counts = load(recorded, folder, year)
    assert {table: counts.get(table, 0) for table in COUNTS[year]} == COUNTS[year]
    assert [table for table, count in counts.items() if not count and table not in COUNTS[year]] == []
    assert Definition.objects.present().count() == sum(counts.values())
    table, key, name = NAMES[year]
    found = definition(table, key)
    assert found is not None
    assert (found.version, found.name) == (year, name)
    assert all(0 <= int(key) < 2**32 for key in _keys("Activity"))


@pytest.mark.parametrize("year", sorted({*COUNTS} - {"2019-09", "2022-01", "2023-02"}))
def test_recorded_tables_load(recorded: Path, tmp_path: Path, year: str) -> None:
    loads(recorded, tmp_path, year)


def test_years_follow_each_other_and_what_is_gone_stays_readable(recorded: Path, tmp_path: Path) -> None:
    for year in ("2022-01", "2023-02"):
        loads(recorded, tmp_path, year)
    gone = Definition.objects.exclude(removed_in=None).filter(table="Record")
    found = definition("Record", gone[0].key)
    assert found is not None
    assert (found.version, found.removed) == ("2023-02", True)
    assert Record.objects.filter(removed=True).count() == gone.count()
    titles = Record.objects.filter(has_title=True, removed=False)
    assert titles.count() == 62
    conqueror = titles.get(title="Conqueror", gilding_hash__isnull=False)
    assert conqueror.title_female == "Conqueror"
    assert Stat.objects.get(pk="kills").name == "Kills"
    spans = {span.number: span for span in seasons()}
    assert spans[19].hash == 2809059432
    assert Season.objects.get(pk=2809059432).name == "Season of the Seraph"


def test_recorded_tables_of_2019_load_and_weapons_and_emblems_have_their_types(
    recorded: Path, tmp_path: Path
) -> None:
    loads(recorded, tmp_path, "2019-09")
    ace = Item.objects.get(pk=347366834)
    assert (ace.name, ace.type_name, ace.item_type) == (
        "Ace of Spades",
        "Hand Cannon",
        3,
    )
    assert set(Item.objects.values_list("item_type", flat=True)) == {3, 14}


def _keys(table: str) -> list[str]:
    return list(Definition.objects.filter(table=table).values_list("key", flat=True))
