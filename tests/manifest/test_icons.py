"""Pictures by name: a file for each, fetched once, there as a whole or not at all."""

import json
import os
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from manifest.filenames import LONGEST, folded, stem, stems, suffix
from manifest.models import PresentationNode, Record
from manifest.queries.icons import EMBLEM, Icon, Thing, icons, one_a_picture
from manifest.services import sync
from manifest.services.icons import MOST_IN_A_ROW, Collected, collect, file_names
from manifest.services.picturefolder import ABANDONED_SECONDS, INDEX, Folder, NoPicture, Unwritable
from rasputin import connect
from rasputin.steps import run_one
from tests.factories.manifest import ActivityFactory, ItemFactory, RecordFactory
from tests.simulated import NOW, World

AWKWARD = [
    "CON",
    "con.png",
    "a/b",
    "a:b",
    "a?b",
    "Åse",
    "åse",
    "A\u030ase",
    "",
    "..",
    "7",
    "a (7)",
    "ﬁ",
    "fi",
]
NAMES = st.text(max_size=200) | st.sampled_from(AWKWARD)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 80 + b"IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0" + b"\1" * 80 + b"\xff\xd9"
ICONS = [
    Icon(name, number, f"/img/{number}.png") for number, name in enumerate(["Dredgen", "Seraph", "WANTED"])
]


def fetch(folder: Path, wanted: list[Icon]) -> Collected:
    return run_one(collect(connect.bungie(), wanted, folder, tell=lambda _: None))


def pictures(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - {INDEX}


@pytest.mark.django_db
def test_each_title_of_a_loaded_manifest_is_one_file_with_its_name(
    crawling: World, tmp_path: Path, settings: Settings
) -> None:
    settings.MANIFEST_TABLES = ["Record", "PresentationNode"]
    tables, folder = tmp_path / "tables", tmp_path / "icons"
    while run_one(sync(connect.bungie(), now=NOW, folder=tables, has_time=lambda: True)).more:
        pass
    done = fetch(folder, icons("titles"))
    titles = set(Record.objects.filter(has_title=True).values_list("title", flat=True))
    assert pictures(folder) >= {f"{title}.png" for title in titles}
    given = Record.objects.filter(has_title=True, for_gilding=False).count()
    assert done == Collected(left=0, written=given)
    again = fetch(folder, icons("titles"))
    assert again == Collected(left=0, had=given)
    assert crawling.asked()["picture"] == given


def test_what_failed_is_named_and_comes_with_the_next_run(crawling: World, tmp_path: Path) -> None:
    crawling.fails(path="/img/0.png", status=404)
    crawling.fails(path="/img/1.png", cut=60, length="whole")
    done = fetch(tmp_path, ICONS)
    assert (done.written, done.left, done.is_whole) == (1, 0, False)
    assert list(done.failed) == ["Dredgen.png", "Seraph.png"]
    assert "404" in done.failed["Dredgen.png"]
    assert "IncompleteRead" in done.failed["Seraph.png"]
    assert pictures(tmp_path) == {"WANTED.png"}
    crawling.recovers()
    assert fetch(tmp_path, ICONS) == Collected(left=0, written=2, had=1)


def test_a_picture_that_ends_early_without_saying_so_is_none(crawling: World, tmp_path: Path) -> None:
    crawling.fails(path="/img/1.png", cut=60)
    assert "is no whole picture: 60 bytes" in fetch(tmp_path, ICONS).failed["Seraph.png"]
    assert pictures(tmp_path) == {"Dredgen.png", "WANTED.png"}


@pytest.mark.parametrize("spoilt", [b"", PNG[:40], b"<html>", JPG[:-1]])
def test_a_spoilt_file_is_fetched_anew(crawling: World, tmp_path: Path, spoilt: bytes) -> None:
    fetch(tmp_path, ICONS)
    (tmp_path / "Seraph.png").write_bytes(spoilt)
    assert fetch(tmp_path, ICONS) == Collected(left=0, written=1, had=2)


def test_without_its_index_what_is_there_is_believed(crawling: World, tmp_path: Path) -> None:
    fetch(tmp_path, ICONS)
    for spoilt in ("", "[]", '{"Seraph.png": 1}'):
        (tmp_path / INDEX).write_text(spoilt)
        assert fetch(tmp_path, ICONS) == Collected(left=0, had=3)
    assert json.loads((tmp_path / INDEX).read_text())["Seraph.png"] == ICONS[1]._asdict()


def test_what_has_another_picture_now_is_fetched_anew(crawling: World, tmp_path: Path) -> None:
    fetch(tmp_path, ICONS)
    before = (tmp_path / "Seraph.png").read_bytes()
    done = fetch(tmp_path, [ICONS[0], ICONS[1]._replace(path="/img/new.png"), ICONS[2]])
    assert done == Collected(left=0, written=1, had=2)
    assert (tmp_path / "Seraph.png").read_bytes() != before


def test_one_picture_of_many_names_is_fetched_once(crawling: World, tmp_path: Path) -> None:
    alike = [icon._replace(path="/img/one.png") for icon in ICONS]
    assert fetch(tmp_path, alike) == Collected(left=0, written=3)
    assert crawling.asked() == {"picture": 1}


def test_when_bungie_gives_none_the_rest_waits_for_another_run(crawling: World, tmp_path: Path) -> None:
    crawling.fails(endpoints=["picture"], status=502)
    many = [Icon(f"Title {number}", number, f"/img/{number}.png") for number in range(20)]
    done = fetch(tmp_path, many)
    assert (len(done.failed), done.left) == (MOST_IN_A_ROW, 20 - MOST_IN_A_ROW)
    assert done.stopped
    assert crawling.asked() == {"picture": MOST_IN_A_ROW}


def test_a_budget_that_is_away_ends_it(crawling: World, tmp_path: Path, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9"
    for made in (connect.redis, connect.budget, connect.gate, connect.bungie):
        made.cache_clear()
    client = connect.bungie()

    def impatiently(request):  # type: ignore[no-untyped-def]
        with connect.gate().on_behalf(priority=0, deadline=time.monotonic() + 1):
            return request()

    done = run_one(collect(client, ICONS, tmp_path, tell=lambda _: None), around=impatiently)
    assert (done.left, done.failed) == (3, {})
    assert "Redis does not answer" in done.stopped


def test_a_folder_that_cannot_be_made_is_one_sentence(crawling: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unwritable, match="file/icons cannot be written: Not a directory"):
        fetch(tmp_path / "file" / "icons", ICONS)
    (tmp_path / "icons" / "Dredgen.png").mkdir(parents=True)
    with pytest.raises(Unwritable, match=r"Dredgen.png cannot be written: Is a directory"):
        fetch(tmp_path / "icons", ICONS)
    assert pictures(tmp_path / "icons") == {"Dredgen.png"}


def test_what_a_killed_run_left_is_removed_in_time(tmp_path: Path) -> None:
    for name, age in (("Seraph.png.1.part", ABANDONED_SECONDS + 60), ("WANTED.png.2.part", 0)):
        (tmp_path / name).write_bytes(PNG[:20])
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    Folder(tmp_path)
    assert pictures(tmp_path) == {"WANTED.png.2.part"}


def test_only_pictures_are_put_into_a_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for content in (PNG, JPG, JPG + b"\0\0"):
        folder.put("a", ICONS[0], content)
        assert folder.has("a", ICONS[0])
    for content in (b"", b"x", PNG[:-1], b"{}"):
        with pytest.raises(NoPicture):
            folder.put("a", ICONS[0], content)
    assert (tmp_path / "a").read_bytes() == JPG + b"\0\0"


@pytest.mark.django_db
def test_a_title_without_an_icon_has_that_of_its_seal() -> None:
    bare = RecordFactory.create(title="Vidmaster", icon_path="")
    seal = {"completion_record_hash": bare.pk, "name": "30th Anniversary"}
    PresentationNode.objects.create(hash=1, icon_path="/img/old.png", removed=True, **seal)
    assert icons("titles") == [Icon("Vidmaster", bare.pk, "/img/old.png")]
    PresentationNode.objects.create(hash=2, icon_path="/img/seal.png", **seal)
    PresentationNode.objects.create(hash=3, icon_path="", **seal)
    assert icons("titles") == [Icon("Vidmaster", bare.pk, "/img/seal.png")]
    RecordFactory.create(title="Seraph", icon_path="")
    assert file_names(icons("titles")) == {"Vidmaster.png": Icon("Vidmaster", bare.pk, "/img/seal.png")}


@pytest.mark.django_db
def test_what_counts_gildings_is_no_title() -> None:
    RecordFactory.create(hash=1, title="Reveler", gilding_hash=2)
    RecordFactory.create(hash=2, title="Reveler", icon_path="/img/other.png")
    RecordFactory.create(hash=3, title="Glorious", for_gilding=True)
    RecordFactory.create(hash=4, title="", has_title=False)
    assert [icon.hash for icon in icons("titles")] == [1]


@pytest.mark.django_db
def test_removed_titles_are_asked_for() -> None:
    RecordFactory.create(hash=1, title="Flawless", icon_path="/img/old.png", removed=True)
    RecordFactory.create(hash=2, title="Flawless", icon_path="/img/new.png")
    assert file_names(icons("titles")) == {"Flawless.png": Icon("Flawless", 2, "/img/new.png")}
    assert file_names(icons("titles", removed=True)) == {
        "Flawless.png": Icon("Flawless", 2, "/img/new.png"),
        "Flawless (1).png": Icon("Flawless", 1, "/img/old.png"),
    }


@pytest.mark.django_db
def test_activities_without_an_icon_have_the_picture_of_their_report() -> None:
    ActivityFactory.create(hash=1, name="Vault", icon_path="")
    ActivityFactory.create(hash=2, name="Vault", icon_path="/img/vault.png")
    ActivityFactory.create(hash=3, name="Crypt", icon_path="", image_path="/img/crypt.jpg")
    ActivityFactory.create(hash=4, name="", icon_path="/img/a.png")
    ActivityFactory.create(hash=5, name="", icon_path="/img/a.png")
    assert {file: icon.path for file, icon in file_names(icons("activities")).items()} == {
        "Vault.png": "/img/vault.png",
        "Crypt.jpg": "/img/crypt.jpg",
        "4.png": "/img/a.png",
        "5.png": "/img/a.png",
    }


@pytest.mark.django_db
def test_emblems_are_items_of_that_type() -> None:
    ItemFactory.create(hash=1, name="Ace of Spades")
    ItemFactory.create(hash=2, name="First of the Family", item_type=EMBLEM)
    assert [icon.name for icon in icons("emblems")] == ["First of the Family"]


def test_one_name_with_one_picture_is_one_file() -> None:
    things = [Thing("Conqueror", False, number, f"/{number % 2}.png") for number in (4, 5, 6, 7)]
    assert one_a_picture(things) == [Icon("Conqueror", 4, "/0.png"), Icon("Conqueror", 5, "/1.png")]


@given(st.dictionaries(st.integers(0, 2**32 - 1), NAMES, max_size=12))
def test_every_file_system_can_keep_the_names_apart(names: dict[int, str]) -> None:
    given = stems(names)
    assert given.keys() == names.keys()
    assert len({folded(text) for text in given.values()}) == len(names)
    for text in given.values():
        assert text
        assert not set(text) & set('<>:"/\\|?*')
        assert not any(unicodedata.category(letter).startswith("C") for letter in text)
        assert text == text.strip(". ")
        assert len(text.encode()) <= LONGEST + 20
        assert text.partition(".")[0].casefold() not in {"con", "nul", "aux", "prn", "com1", "lpt1"}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Conqueror", "Conqueror"),
        ("Vow of the Disciple: Master", "Vow of the Disciple Master"),
        ("Who?", "Who"),
        ("征服者", "征服者"),
        ("Завоеватель", "Завоеватель"),
        ("../../etc/passwd", "etc passwd"),
        ("con", "_con"),
        ("a\u202eb\n", "a b"),
    ],
)
def test_a_name_stays_as_it_is_as_far_as_it_can(name: str, file: str) -> None:
    assert stem(name) == file


def test_a_suffix_is_that_of_the_picture() -> None:
    assert [suffix(path) for path in ("/a/b.PNG", "/a.jpg", "/a.b/c", "/x.exe")] == [
        ".png",
        ".jpg",
        ".img",
        ".img",
    ]
