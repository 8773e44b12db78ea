"""`rasputin manifest` and `rasputin icons` as a person runs them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from rasputin.local.programs import ROOT
from tests.rasputin.cli.conftest import Command
from tests.rasputin.simulator.server import Simulator
from tests.system.stack import wait_for

CONQUEROR = "3464275895"
NOTHING_LOADED = "No manifest has been loaded yet: `rasputin manifest sync` loads it.\n"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def settings(folder: Path) -> dict[str, str]:
    """A small manifest."""
    ports = {f"RASPUTIN_{name}_PORT": "0" for name in ("WEB", "FLOWER", "SIMULATOR")}
    home = {"BUNGIE_API_KEY": "", "RASPUTIN_HOME": str(folder / "home")}
    return {**home, **ports, "RASPUTIN_MANIFEST_TABLES": "Class,PresentationNode,Record"}


@pytest.fixture
def bungie(services: dict[str, str], folder: Path) -> Iterator[Simulator]:
    simulator = Simulator(services["BUNGIE_BASE_URL"], folder / "no clock")
    yield simulator
    simulator.control("manifest", method="DELETE")
    simulator.control("faults", method="DELETE")


@pytest.fixture
def database(rasputin: Command, services: dict[str, str]) -> Iterator["psycopg.Connection[tuple[str]]"]:
    with psycopg.connect(services["DATABASE_URL"], autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('manifest_version')").fetchone() == (None,):
            assert rasputin("clans", "list").returncode == 0  # the first command makes the tables
        yield connection


@pytest.fixture
def empty(database: "psycopg.Connection[tuple[str]]", services: dict[str, str]) -> None:
    tables = "manifest_version, manifest_content, manifest_record, manifest_presentationnode"
    database.execute(f"TRUNCATE {tables} CASCADE")
    with redis.Redis.from_url(services["REDIS_URL"]) as cache:
        cache.flushdb()


@pytest.fixture
def loaded(database: "psycopg.Connection[tuple[str]]", rasputin: Command) -> None:
    if database.execute("SELECT FROM manifest_version WHERE state = 'current'").fetchone() is None:
        assert rasputin("manifest", "sync").returncode == 0


def words(printed: str) -> list[list[str]]:
    return [line.split() for line in printed.splitlines()]


def version(bungie: Simulator) -> str:
    told: str = bungie.control("truth/manifest?table=DestinyClassDefinition")["version"]
    return told


@pytest.mark.usefixtures("empty")
def test_before_anything_is_loaded_that_is_said(rasputin: Command, tmp_path: Path) -> None:
    assert rasputin("manifest", "status").stdout == NOTHING_LOADED
    for command in (
        ("manifest", "show", "Record", CONQUEROR),
        ("icons", "--titles", "--out", str(tmp_path)),
    ):
        ended = rasputin(*command)
        assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"rasputin: {NOTHING_LOADED}")
    assert ["manifest", "-"] in words(rasputin("status").stdout)


def test_a_manifest_is_loaded_and_a_second_look_finds_no_newer_one(
    rasputin: Command, empty: None, bungie: Simulator
) -> None:
    told = version(bungie)
    loaded = rasputin("manifest", "sync").stdout
    assert loaded.startswith(f"Manifest {told} is loaded: ")
    assert loaded.endswith(" are new, changed or gone.\n")
    again = rasputin("manifest", "sync")
    assert again.stdout == f"Manifest {told} is served, and there is no newer one.\n"
    status = rasputin("manifest", "status").stdout
    assert words(status)[0] == ["version", told]
    assert ["Class", "3"] in words(status)
    assert "Being loaded" not in status
    assert ["manifest", told] in words(rasputin("status").stdout)


def test_trouble_with_a_new_manifest_is_said_wherever_one_looks(
    rasputin: Command, loaded: None, bungie: Simulator
) -> None:
    old = version(bungie)
    bungie.control(
        "manifest", body={"version": "next", "missing": ["DestinyRecordDefinition"]}, method="POST"
    )
    new = version(bungie)
    ended = rasputin("manifest", "sync")
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"rasputin: Manifest {new} cannot be loaded, and is tried again at 20")
    assert ended.stderr.count("\n") == 1
    sentence = ended.stderr.removeprefix("rasputin: ")
    assert "Record (en)" in sentence
    status = rasputin("manifest", "status").stdout
    assert f"Being loaded: {new}, " in status
    assert status.endswith(sentence)
    assert ["version", old] in words(status)
    assert sentence in rasputin("status").stdout
    bungie.control("manifest", body={"missing": []}, method="POST")
    assert rasputin("manifest", "sync").stdout.startswith(f"Manifest {new} is loaded: ")


def test_an_older_manifest_is_named_and_not_loaded(
    rasputin: Command, loaded: None, bungie: Simulator
) -> None:
    number = bungie.control("manifest")["number"]
    bungie.control("manifest", body={"version": number - 1}, method="POST")
    sentence = f"Bungie names {version(bungie)} since 20"
    synced = rasputin("manifest", "sync").stdout.splitlines()
    assert synced[0].endswith(" is served, and there is no newer one.")
    assert synced[1].startswith(sentence)
    assert sentence in rasputin("manifest", "status").stdout


def test_settings_that_keep_nothing_are_said(rasputin: Command, empty: None) -> None:
    ended = rasputin("manifest", "sync", RASPUTIN_MANIFEST_LANGUAGES="tlh")
    assert ended.returncode == 1
    assert "has none of RASPUTIN_MANIFEST_TABLES in tlh" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.usefixtures("empty")
def test_while_one_is_loaded_one_sees_how_far_it_is(
    rasputin: Command, settings: dict[str, str], bungie: Simulator
) -> None:
    slow = {"endpoints": ["content"], "path": "DestinyRecordDefinition", "drip": 20_000, "name": "slow"}
    bungie.control("faults", body=slow, method="POST")
    command = [sys.executable, "-m", "rasputin.cli", "manifest", "sync"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | settings
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)
    try:
        status = ""

        def half_way() -> bool:
            nonlocal status
            status = rasputin("manifest", "status").stdout
            return "Being loaded" in status and ", 2 of 3 tables" in status

        wait_for(half_way, "loading", seconds=60)
        assert status.startswith(NOTHING_LOADED)
        beside = rasputin("manifest", "sync")
        assert beside.returncode == 1
        assert beside.stderr.startswith("rasputin: A worker is at it")
        bungie.control("faults", method="DELETE")
    finally:
        process.terminate()
        process.wait(30)


def test_definitions_are_shown_as_json(rasputin: Command, loaded: None) -> None:
    signed = str(int(CONQUEROR) - 2**32)
    for arguments in (("Record", CONQUEROR, "--lang", "en"), ("DestinyRecordDefinition", signed)):
        ended = rasputin("manifest", "show", *arguments)
        assert ended.returncode == 0, ended.stderr
        assert json.loads(ended.stdout)["titleInfo"]["titlesByGender"]["Male"] == "Conqueror"


def test_what_is_not_there_is_one_sentence(rasputin: Command, loaded: None) -> None:
    for arguments, sentence in (
        (("show", "Record", "1"), "Record has no 1: `rasputin manifest search TEXT` finds definitions"),
        (
            ("show", "Weapon", "1"),
            "There is no table Weapon here. There are Class, PresentationNode, Record.",
        ),
        (("show", "Record", CONQUEROR, "--lang", "de"), "Nothing is kept in de. RASPUTIN_MANIFEST_LANGUAGES"),
    ):
        ended = rasputin("manifest", *arguments)
        assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
        assert ended.stderr.startswith(f"rasputin: {sentence}")


def test_a_search_is_by_a_part_of_the_name_and_says_when_there_is_more(
    rasputin: Command, loaded: None
) -> None:
    found = rasputin("manifest", "search", "WARL").stdout
    assert words(found)[1] == ["Class", "2271682572", "Warlock"]
    many = rasputin("manifest", "search", "a", "--limit", "3").stdout.splitlines()
    assert len(many) == 5
    assert many[-1] == "There are more: --limit shows more than 3, --table only one table."


def test_icons_are_files_by_name_and_skipped_when_they_are_there(
    rasputin: Command, loaded: None, bungie: Simulator, tmp_path: Path
) -> None:
    folder = tmp_path / "titles"
    bungie.control("faults", body={"every": 10, "endpoints": ["picture"], "status": 404}, method="POST")
    command = ("icons", "--titles", "--out", str(folder), "--pause", "0")
    first = rasputin(*command)
    assert first.returncode == 1, first.stderr
    files = {file.name for file in folder.glob("*.png")}
    failed = [line for line in first.stdout.splitlines() if " failed: " in line]
    assert failed
    assert all(line.startswith(f"{folder}/") and ".png failed: " in line for line in failed)
    bungie.control("faults", method="DELETE")
    second = rasputin(*command)
    assert second.returncode == 0, second.stdout + second.stderr
    head, row = (line.split("  ") for line in second.stdout.splitlines())
    told = dict(zip(filter(None, map(str.strip, head)), filter(None, map(str.strip, row)), strict=True))
    assert told["written"] == str(len(failed))
    assert told["had already"] == str(len(files))
    assert (folder / "Conqueror.png").read_bytes().startswith(PNG)


def test_several_kinds_have_folders_of_their_own(rasputin: Command, loaded: None, tmp_path: Path) -> None:
    ended = rasputin("icons", "--titles", "--emblems", "--out", str(tmp_path), "--pause", "0")
    assert ended.returncode == 1
    assert "does RASPUTIN_MANIFEST_TABLES leave InventoryItem out?" in ended.stderr


def test_icons_of_nothing_or_into_nowhere_are_one_sentence(rasputin: Command, loaded: None) -> None:
    for arguments, sentence in (
        (("--out", "x"), "Say which: --titles, --emblems or --activities; several may be combined."),
        (("--titles", "--out", "/dev/null/x"), "/dev/null/x cannot be written: Not a directory."),
    ):
        ended = rasputin("icons", *arguments)
        assert (ended.returncode, ended.stderr) == (1, f"rasputin: {sentence}\n")
