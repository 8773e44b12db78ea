"""Recorded manifests, settings and the like: of their time, and as far as they were recorded."""

import gzip
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from rasputin.simulator.recorded.reading.definitions import NAMES
from rasputin.simulator.recorded.reading.game import CORE_SETTINGS
from rasputin.simulator.recorded.reading.releases import FOLDERS, INDEXES
from tests.rasputin.simulator.server import Simulator, running

OF_2022, OF_2023 = "101192.22.01.12.2200-2-bnet.42278", "112555.23.01.25.1701-1-bnet.48489"
NEWEST = "244164.26.06.16.2053-2-bnet.65465"
SQLITE_ROWS = FOLDERS["2022-01-26"][0]
WHOLE_TABLES = FOLDERS["2023-02-01"][0]
CLASS = "DestinyClassDefinition"


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory, recorded: Path) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("then")
    clock = "2018-12-04T14:00:00Z@0"
    with running(folder, "--recorded", str(recorded), "--limit", "100000", clock=clock) as started:
        yield started


@pytest.fixture
def holding(replaying: Simulator) -> Iterator[Simulator]:
    yield replaying
    replaying.control("manifest", method="DELETE")


def read(recorded: Path, name: str) -> Any:
    body = (recorded / name).read_bytes()
    document = json.loads(gzip.decompress(body) if name.endswith(".gz") else body)
    return document["Response"] if isinstance(document, dict) and "Response" in document else document


def hold(simulator: Simulator, version: str) -> Any:
    """The index of that release."""
    assert simulator.control("manifest", body={"version": version})["version"] == version
    return simulator.api("/Destiny2/Manifest/").response


def paths(index: Any) -> dict[str, str]:
    tables: dict[str, str] = index["jsonWorldComponentContentPaths"]["en"]
    return tables


def test_the_newest_index_of_the_time(replaying: Simulator, then: Simulator, recorded: Path) -> None:
    newest = read(recorded, INDEXES["2026-06-23"])
    assert replaying.api("/Destiny2/Manifest/").response == newest
    assert then.api("/Destiny2/Manifest/").response == read(recorded, INDEXES["2018-01-12"])


@pytest.mark.parametrize("name", INDEXES.values())
def test_an_index_as_recorded(holding: Simulator, recorded: Path, name: str) -> None:
    told = read(recorded, name)
    assert hold(holding, told["version"]) == told


def test_a_version_that_nobody_recorded_is_refused(replaying: Simulator) -> None:
    assert replaying.ask("/_simulator/manifest", body={"version": "1"}).status == 400
    assert replaying.control("manifest")["version"] == NEWEST


def test_recorded_tables_are_where_the_index_says(replaying: Simulator, recorded: Path) -> None:
    place = INDEXES["2026-06-23"].rpartition("/")[0]
    named = paths(replaying.api("/Destiny2/Manifest/").response)
    there = {table: replaying.ask(path) for table, path in named.items()}
    served = {table for table, reply in there.items() if reply.status == 200}
    assert len(named) == 98
    assert len(served) == 10
    for table in served:
        (file,) = recorded.glob(f"{place}/{table}.json*")
        assert there[table].json == read(recorded, file.relative_to(recorded).as_posix())
    assert {reply.status for reply in there.values()} == {200, 404}


def test_no_other_language_was_recorded(replaying: Simulator) -> None:
    index = replaying.api("/Destiny2/Manifest/").response
    assert replaying.ask(index["jsonWorldComponentContentPaths"]["de"][CLASS]).status == 404
    assert replaying.ask(index["mobileWorldContentPaths"]["en"]).status == 404
    nowhere = replaying.ask("/common/destiny2_content/json/en/DestinyClassDefinition-1.json")
    assert nowhere.headers["content-type"].startswith("text/html")


def test_tables_without_an_index_get_one_that_names_just_them(holding: Simulator, recorded: Path) -> None:
    index = hold(holding, OF_2023)
    named = paths(index)
    files = {
        "DestinyRecordDefinition": "destiny2-record.json.gz",
        "DestinyActivityDefinition": "destiny2-activity.json.gz",
        "DestinySandboxPerkDefinition": "destiny2-perk.json",
        CLASS: "destiny2-class.json",
    }
    for table, file in files.items():
        assert holding.ask(named[table]).json == read(recorded, f"{WHOLE_TABLES}/{file}"), table
    assert {holding.ask(path).status for path in named.values()} == {200}


def test_rows_of_the_sqlite_world_are_a_table_again(holding: Simulator, recorded: Path) -> None:
    index = hold(holding, OF_2022)
    rows = read(recorded, f"{SQLITE_ROWS}/{CLASS}.json")
    table = holding.ask(paths(index)[CLASS]).json
    assert table == {str(row["id"] % 2**32): json.loads(row["json"]) for row in rows}


def test_rows_of_the_sqlite_world_are_a_database_again(
    holding: Simulator, recorded: Path, tmp_path: Path
) -> None:
    path = hold(holding, OF_2022)["mobileWorldContentPaths"]["en"]
    with zipfile.ZipFile(BytesIO(holding.ask(path).body)) as archive:
        (name,) = archive.namelist()
        archive.extract(name, tmp_path)
    assert path.endswith(name)
    with sqlite3.connect(tmp_path / name) as database:
        for table, key in ((CLASS, "id"), ("DestinyHistoricalStatsDefinition", "key")):
            told = {
                row[key]: json.loads(row["json"]) for row in read(recorded, f"{SQLITE_ROWS}/{table}.json")
            }
            held = database.execute(f"SELECT {key}, json FROM {table}")  # noqa: S608 - names of our own
            assert {row[0]: json.loads(row[1]) for row in held} == told


@pytest.mark.parametrize("version", ["2017-12-04", "2019-06-23", "2019-09-30"])
def test_a_table_without_a_version_has_its_date(holding: Simulator, version: str) -> None:
    table = holding.ask(paths(hold(holding, version))[CLASS]).json
    assert {int(key): one["hash"] for key, one in table.items()} == {int(key): int(key) for key in table}
    assert {one["displayProperties"]["name"] for one in table.values()} == {"Titan", "Hunter", "Warlock"}


@pytest.mark.parametrize("name", NAMES)
def test_a_definition_that_was_recorded_by_itself(replaying: Simulator, recorded: Path, name: str) -> None:
    told = read(recorded, name)
    assert replaying.api(f"/Destiny2/Manifest/{NAMES[name]}/{told['hash']}/").response == told


def test_a_definition_of_the_release_or_of_the_newest_that_has_it(holding: Simulator, recorded: Path) -> None:
    records = read(recorded, f"{WHOLE_TABLES}/destiny2-record.json.gz")
    key = next(iter(records))
    for version in (OF_2023, NEWEST):
        hold(holding, version)
        assert holding.api(f"/Destiny2/Manifest/DestinyRecordDefinition/{key}/").response == records[key]
    assert holding.api("/Destiny2/Manifest/DestinyRecordDefinition/1/").code == 21


def test_core_settings_of_the_time(replaying: Simulator, then: Simulator, recorded: Path) -> None:
    first, latest = (read(recorded, name) for name in CORE_SETTINGS.values())
    now = replaying.api("/Settings/").response
    assert (now["destiny2CoreSettings"], now["systems"]["Destiny2"]["enabled"]) == (latest, True)
    assert then.api("/Settings/").response["destiny2CoreSettings"] == first


def test_an_alert_is_there_at_its_time(replaying: Simulator, then: Simulator, recorded: Path) -> None:
    alerts = "clan/richard4339-destiny2-php/getGlobalAlerts"
    assert then.api("/GlobalAlerts/").response == read(recorded, f"{alerts}.json")
    assert replaying.api("/GlobalAlerts/").response == read(recorded, f"{alerts}-NoAlerts.json") == []


def test_milestones_as_recorded(replaying: Simulator, recorded: Path) -> None:
    told = read(recorded, "manifest/2023-02-01_d2-checklist/fake-milestones.json")
    assert replaying.api("/Destiny2/Milestones/").response == told
