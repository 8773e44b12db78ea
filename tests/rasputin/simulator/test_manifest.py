"""The manifest: its index, its files, its editions over time, and what goes wrong on command."""

import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasputin.simulator.serving.ranges import Unsatisfiable, asked_range
from rasputin.simulator.world.catalogue import EMBLEMS, KINDS, WEAPONS
from rasputin.simulator.world.definitions.activities import NAMELESS, REMOVED, SECRET
from rasputin.simulator.world.definitions.editions import WEEK, Edition, edition_at, last_change
from rasputin.simulator.world.definitions.library import Library
from rasputin.simulator.world.definitions.places import DESTINATIONS, PLACES
from tests.rasputin.simulator.server import HEADERS, WORLD, Reply, Simulator, running

SUNDAY = "2026-11-22T13:00:00Z@0"
TUESDAY = "2026-11-24T16:59:59Z@0"
JUST_AFTER = "2026-11-24T17:00:01Z@0"
ACTIVITY, ITEM, CLASS = (f"Destiny{name}Definition" for name in ("Activity", "InventoryItem", "Class"))


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("manifest"), *WORLD, clock=SUNDAY) as started:
        yield started


@pytest.fixture(autouse=True)
def calm(simulator: Simulator) -> None:
    simulator.control("manifest", method="DELETE")


def index(simulator: Simulator) -> Any:
    return simulator.api("/Destiny2/Manifest/").response


def path(simulator: Simulator, table: str, locale: str = "en") -> str:
    found: str = index(simulator)["jsonWorldComponentContentPaths"][locale][table]
    return found


def table(simulator: Simulator, name: str, locale: str = "en") -> Any:
    return simulator.ask(path(simulator, name, locale)).json


def test_the_index_is_told_without_a_key_and_names_what_there_is(simulator: Simulator) -> None:
    found = simulator.api("/Destiny2/Manifest/", headers={"User-Agent": "tests/1.0"}).response
    truth = simulator.control("truth/manifest")
    assert found["version"] == truth["version"]
    assert len(found["jsonWorldComponentContentPaths"]) == 13
    paths = found["jsonWorldComponentContentPaths"]["en"]
    assert list(paths) == list(truth["tables"])
    assert paths[CLASS] == f"/common/destiny2_content/json/en/{CLASS}-{truth['guid']}.json"


def test_every_table_is_a_file_that_needs_no_key_and_holds_what_the_truth_says(simulator: Simulator) -> None:
    paths = index(simulator)["jsonWorldComponentContentPaths"]["en"]
    for name, told in simulator.control("truth/manifest")["tables"].items():
        file = simulator.ask(paths[name], headers={"User-Agent": "tests/1.0"})
        assert (file.status, sha256(file.body).hexdigest()) == (200, told["sha256"]), name
        rows = file.json
        assert (len(rows), len(file.body)) == (told["definitions"], told["bytes"])
        assert all(key == str(row.get("hash", row.get("statId"))) for key, row in rows.items())


def test_the_aggregate_and_the_database_hold_the_same(simulator: Simulator) -> None:
    found = index(simulator)
    whole = simulator.ask(found["jsonWorldContentPaths"]["en"]).json
    world_path = found["mobileWorldContentPaths"]["en"]
    with zipfile.ZipFile(io.BytesIO(simulator.ask(world_path).body)) as archive:
        assert archive.namelist() == [world_path.rsplit("/", 1)[1]]
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read(archive.namelist()[0]))
    for name, rows in whole.items():
        column = "key" if name == "DestinyHistoricalStatsDefinition" else "id"
        kept = database.execute(f"SELECT {column}, json FROM {name}").fetchall()  # noqa: S608
        unsigned = {str(key if column == "key" else key % 2**32): json.loads(text) for key, text in kept}
        assert unsigned == rows


def test_everything_played_has_a_definition_but_the_one_that_was_removed(simulator: Simulator) -> None:
    known = table(simulator, ACTIVITY)
    played = {number for kind in KINDS for number in (*kind.references, kind.playlist) if number}
    assert {number for number in played if str(number) not in known} == {REMOVED}
    assert known[str(SECRET)]["redacted"] is True
    assert known[str(NAMELESS)]["displayProperties"]["name"] == ""
    assert known["1374392663"]["displayProperties"]["name"] == "King's Fall: Normal"
    assert "activityModeTypes" not in known["1374392663"]
    assert known["442671778"]["activityModeTypes"] == [7, 3, 18]
    for activity in known.values():
        if not activity["redacted"]:
            assert activity["destinationHash"] in DESTINATIONS
            assert activity["placeHash"] in PLACES


def test_weapons_and_emblems_have_names_and_pictures(simulator: Simulator) -> None:
    items = table(simulator, ITEM)
    for number in (*WEAPONS, *(emblem for emblem, _ in EMBLEMS)):
        item = items[str(number)]
        assert item["displayProperties"]["name"]
        assert item["itemType"] in (3, 14)
        picture = simulator.ask(item["displayProperties"]["icon"], headers={"User-Agent": "tests/1.0"})
        assert picture.body.startswith(b"\xff\xd8\xff")
    assert len({items[str(number)]["displayProperties"]["name"] for number in WEAPONS}) == len(WEAPONS)


def test_pictures_are_png_or_jpeg_as_their_path_says(simulator: Simulator) -> None:
    png = simulator.ask("/img/misc/missing_icon_d2.png")
    assert (png.headers["content-type"], png.body[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    jpg = simulator.ask("/common/destiny2_content/icons/0d06935490296b3db81e219851c5af9e.jpg")
    assert (jpg.headers["content-type"], jpg.body[:3], jpg.body[-2:]) == (
        "image/jpeg",
        b"\xff\xd8\xff",
        b"\xff\xd9",
    )


def test_other_languages_are_marked(simulator: Simulator) -> None:
    german = table(simulator, CLASS, "de")["671679327"]
    assert german["displayProperties"]["name"] == "Hunter (de)"
    assert german["genderedClassNames"] == {"Male": "Hunter (de)", "Female": "Hunter (de)"}
    assert table(simulator, ITEM, "fr")[str(WEAPONS[0])]["itemTypeDisplayName"] == "Fusion Rifle (fr)"


def test_one_definition_can_be_asked_for(simulator: Simulator) -> None:
    found = simulator.api(f"/Destiny2/Manifest/{CLASS}/671679327/").response
    assert found == table(simulator, CLASS)["671679327"]
    items = table(simulator, ITEM)
    some = list(items)[-1]
    assert simulator.api(f"/Destiny2/Manifest/{ITEM}/{some}/").response == items[some]
    for unknown in (f"{CLASS}/1", "DestinyNothingDefinition/671679327"):
        refused = simulator.api(f"/Destiny2/Manifest/{unknown}/")
        assert (refused.status, refused.code) == (404, 21)


def part(simulator: Simulator, file: str, **headers: str) -> Reply:
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return simulator.ask(file, headers=HEADERS | shown)


def test_files_are_given_in_part_zipped_or_not_at_all_when_they_are_known(simulator: Simulator) -> None:
    file = path(simulator, CLASS)
    whole = simulator.ask(file)
    tag = whole.headers["etag"]
    some = part(simulator, file, range="bytes=10-19")
    assert (some.status, some.body) == (206, whole.body[10:20])
    assert some.headers["content-range"] == f"bytes 10-19/{len(whole.body)}"
    assert part(simulator, file, range="bytes=-5").body == whole.body[-5:]
    assert part(simulator, file, range="bytes=100-", if_range=tag).body == whole.body[100:]
    assert part(simulator, file, range="bytes=100-", if_range='"another"').body == whole.body
    beyond = part(simulator, file, range=f"bytes={len(whole.body)}-")
    assert (beyond.status, beyond.headers["content-range"]) == (416, f"bytes */{len(whole.body)}")
    assert part(simulator, file, if_none_match=tag).status == 304
    zipped = part(simulator, file, accept_encoding="gzip")
    assert (zipped.headers["etag"], gzip.decompress(zipped.body)) == (f"W/{tag}", whole.body)


@given(st.binary(min_size=1, max_size=40), st.integers(0, 60), st.integers(0, 60))
def test_a_range_is_what_slicing_gives_or_cannot_be(content: bytes, first: int, last: int) -> None:
    asked = {b"range": b"bytes=%d-%d" % (first, last)}
    try:
        part = asked_range(asked, b'"tag"', len(content))
    except Unsatisfiable:
        assert not content[first : last + 1]
    else:
        assert part is not None
        assert content[slice(*part)] == content[first : last + 1] != b""


def test_unknown_content_is_a_page(simulator: Simulator) -> None:
    file = path(simulator, CLASS)
    gone = simulator.ask(file.replace(CLASS, "DestinyNodeStepSummaryDefinition"))
    assert (gone.status, gone.headers["content-type"]) == (200, "text/html; charset=UTF-8")
    guid = file.rsplit("-", 5)[1]
    assert simulator.ask(file.replace(guid, "00000000")).status == 404
    assert b"Bungie.net" in simulator.ask("/common/nothing").body


def test_an_edition_is_a_function_of_time() -> None:
    library, same = Library(), Library()
    first, silent, second = Edition(480), Edition(480, 1), Edition(481)
    assert (first.version, silent.version != second.version) == (silent.version, True)
    assert len({library.guid(edition) for edition in (first, silent, second)}) == 3
    assert library.guid(second) == same.guid(second)
    old, new = (dict(library.rows(ITEM, edition, "en")) for edition in (first, second))
    assert new.keys() - old.keys()
    assert old.keys() - new.keys()
    assert any(old[key] != new[key] for key in old.keys() & new.keys())
    assert sum(old[key] == new[key] for key in old.keys() & new.keys()) > len(old) * 0.9


def test_tables_come_and_go() -> None:
    library = Library()
    seen: list[set[str]] = [set(library.names(Edition(number))) for number in range(480, 490)]
    assert set().union(*seen) - seen[0].intersection(*seen) == {
        "DestinyEventCardDefinition",
        "DestinyTalentGridDefinition",
    }


@given(st.integers(0, 10_000), st.integers(0, 2_000), st.integers(0, 3))
def test_what_changed_last_lies_in_the_past(number: int, week: int, silent: int) -> None:
    edition = Edition(week, silent)
    changed, _, after = last_change(number, edition, 50).partition(".")
    assert week - 50 < int(changed) <= week
    assert after == "" or int(after) <= silent


@given(st.integers(1_504_630_800, 2_000_000_000))
def test_the_edition_of_a_moment_was_released_last(now: int) -> None:
    released = edition_at(now).released
    assert released <= now < released + WEEK


def test_a_release_comes_on_tuesday_and_takes_minutes_to_settle(tmp_path: Path) -> None:
    unsettled = tuple(option for option in WORLD if option != "--steady")
    with running(tmp_path, *unsettled, clock=TUESDAY) as simulator:
        before = {index(simulator)["version"] for _ in range(4)}
        simulator.set_clock(JUST_AFTER)
        told = [index(simulator)["version"] for _ in range(4)]
        assert set(told[::2]) != set(told[1::2]) == before
        tables = index(simulator)["jsonWorldComponentContentPaths"]["en"].values()
        statuses = [simulator.ask(file).status for file in (*tables, *tables)]
        assert set(statuses) == {200, 404}
        simulator.set_clock("2026-11-24T17:10:00Z@0")
        assert {index(simulator)["version"] for _ in range(4)}.isdisjoint(before)


def test_versions_move_on_command_and_flip(simulator: Simulator) -> None:
    before = index(simulator)
    moved = simulator.control("manifest", body={"version": "next"})
    after = index(simulator)
    assert after["version"] == moved["version"] != before["version"]
    assert simulator.control("manifest", body={"version": 470})["number"] == 470
    simulator.control("manifest", body={"flip": True})
    versions = [index(simulator)["version"] for _ in range(6)]
    assert versions[0] != versions[1]
    assert versions == versions[:2] * 3
    assert simulator.control("manifest", method="DELETE")["version"] == before["version"]


def test_content_changes_without_a_new_version(simulator: Simulator) -> None:
    before = index(simulator)
    simulator.control("manifest", body={"silent": 2})
    after = index(simulator)
    assert after["version"] == before["version"]
    paths = "jsonWorldComponentContentPaths"
    assert after[paths]["en"][ITEM] != before[paths]["en"][ITEM]
    assert simulator.ask(before[paths]["en"][ITEM]).status == 200


def test_each_filled_table_tells_its_edition(simulator: Simulator) -> None:
    for number in (471, 472):
        simulator.control("manifest", body={"version": number})
        for name in (ACTIVITY, ITEM, "DestinyVendorDefinition"):
            shown = [row["displayProperties"] for row in table(simulator, name).values()]
            marks = [display["description"] for display in shown if display["name"].endswith(" 0")]
            assert marks == [str(number)]


def test_files_can_be_missing_and_stay_so_in_a_cache(simulator: Simulator) -> None:
    file, other = path(simulator, CLASS), path(simulator, ACTIVITY)
    simulator.control("manifest", body={"missing": CLASS, "cached": True})
    assert (simulator.ask(file).status, simulator.ask(other).status) == (404, 200)
    simulator.control("manifest", body={"missing": []})
    assert simulator.ask(file).status == 404
    assert simulator.ask(f"{file}?again=1").status == 200
    simulator.control("manifest", method="DELETE")
    simulator.control("manifest", body={"missing": 0.5})
    statuses = [simulator.ask(file).status for _ in range(30)]
    assert 5 < statuses.count(404) < 25


def test_tables_can_be_cut_garbled_or_the_site_page(simulator: Simulator) -> None:
    file = path(simulator, CLASS)
    whole = simulator.ask(file).body
    simulator.control("manifest", body={"broken": CLASS, "garbled": [ACTIVITY], "html": ITEM})
    assert simulator.ask(file).body == whole[: len(whole) // 2]
    assert not simulator.ask(path(simulator, ACTIVITY)).body.startswith(b"{")
    assert simulator.ask(path(simulator, ITEM)).headers["content-type"] == "text/html; charset=UTF-8"
    assert "error" in simulator.control("manifest", body={"nothing": 1})


def test_a_large_manifest_starts_at_once_and_is_streamed(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--manifest", "large", clock=SUNDAY) as simulator:
        truth = simulator.control("truth/manifest")["tables"]
        assert len(truth) == 83
        assert sum(told["definitions"] for told in truth.values()) > 174_000
        assert truth[ITEM] == {"definitions": 33_050}
        paths = index(simulator)["jsonWorldComponentContentPaths"]["en"]
        collectibles = simulator.ask(paths["DestinyCollectibleDefinition"])
        assert len(collectibles.json) == truth["DestinyCollectibleDefinition"]["definitions"]
        assert part(simulator, paths["DestinyPlugSetDefinition"], range="bytes=0-9").status == 206
