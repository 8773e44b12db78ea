"""The simulator's manifest comes in whole or not at all, whatever is the matter with it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from manifest.models import Activity, CharacterClass, Definition, TableFile, Version
from manifest.queries import current_version, definition
from manifest.queries.progress import progress
from manifest.services import Slice, follow, sync
from manifest.services.sync import LONGEST_WAIT, LOOK_EVERY, is_due
from rasputin import connect
from rasputin.steps import run_one
from tests.simulated import NOW, World

pytestmark = pytest.mark.django_db

TABLES = ["Activity", "Class", "Season", "Record"]


@pytest.fixture
def game(crawling: World, settings: Settings) -> Iterator[World]:
    settings.MANIFEST_TABLES = TABLES
    crawling.control("manifest", method="DELETE")
    yield crawling
    crawling.control("manifest", method="DELETE")


def turn(game: World, **switches: Any) -> dict[str, Any]:
    told: dict[str, Any] = game.control("manifest", body=switches, method="POST")
    return told


def load(folder: Path, *, after: timedelta = timedelta(0)) -> Version | None:
    """All slices of one look."""
    while True:
        ended = run_one(sync(connect.bungie(), now=NOW + after, folder=folder, has_time=lambda: True))
        if not ended.more:
            return ended.version


def load_a_slice(folder: Path) -> Slice:
    """One table."""
    return run_one(sync(connect.bungie(), now=NOW, folder=folder, has_time=lambda: False))


def stored() -> dict[str, int]:
    present = Definition.objects.present().values_list("table", flat=True)
    return {f"Destiny{table}Definition": list(present).count(table) for table in set(present)}


def test_all_definitions_of_the_kept_tables_come_in(game: World, tmp_path: Path) -> None:
    load(tmp_path)
    truth = game.control("truth/manifest")
    kept = {f"Destiny{table}Definition" for table in TABLES}
    assert stored() == {name: table["definitions"] for name, table in truth["tables"].items() if name in kept}
    assert current_version().version == truth["version"]  # type: ignore[union-attr]
    assert list(tmp_path.iterdir()) == []
    played = {row["activity_hash"] for row in game.activities(game.busiest()[1])}
    nameless = {249656167, 4166562681}  # one without a definition, one with a blank name
    assert set(Activity.objects.exclude(name="").values_list("pk", flat=True)) >= played - nameless


def test_a_second_look_at_the_same_manifest_fetches_no_file(game: World, tmp_path: Path) -> None:
    load(tmp_path)
    before = game.asked()
    assert load(tmp_path) is None
    after = game.asked()
    assert {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name)} == {
        "manifest": 1
    }


def test_a_new_version_changes_adds_and_removes(game: World, tmp_path: Path) -> None:
    load(tmp_path)
    first = current_version()
    turn(game, version="next")
    load(tmp_path)
    second = current_version()
    assert first is not None
    assert second is not None
    assert (first.version, first.pk) != (second.version, second.pk)
    assert Definition.objects.filter(changed_in=second).exists()
    gone = Definition.objects.filter(removed_in=second)
    assert all(definition(row.table, row.key) is not None for row in gone)
    assert stored() == {
        name: table["definitions"]
        for name, table in game.control("truth/manifest")["tables"].items()
        if name in stored()
    }


def test_content_that_changes_without_a_new_version_is_seen(game: World, tmp_path: Path) -> None:
    load(tmp_path)
    first = current_version()
    turn(game, silent=1)
    load(tmp_path)
    second = current_version()
    assert first is not None
    assert second is not None
    assert (first.version == second.version, first.pk == second.pk) == (True, False)


@pytest.mark.parametrize(
    ("switch", "kind"), [("missing", "not_found"), ("html", "not_found"), ("broken", ""), ("garbled", "")]
)
def test_a_bad_file_leaves_the_old_manifest_and_a_reason(
    game: World, tmp_path: Path, switch: str, kind: str
) -> None:
    load(tmp_path)
    old, kept = current_version(), stored()
    turn(game, version="next", **{switch: ["DestinyRecordDefinition"]})
    load(tmp_path)
    assert current_version() == old
    assert stored() == kept
    new = Version.objects.unfinished().get()
    assert new.error_kind == kind or (not kind and new.error_kind)
    assert "Record (en)" in new.error_message
    assert TableFile.objects.get(version=new, table="Record").error_message
    assert new.due_at > NOW
    turn(game, version=game.control("manifest")["number"], **{switch: []})
    load(tmp_path)
    assert current_version() == old  # not before it is due
    load(tmp_path, after=LONGEST_WAIT)
    assert current_version() == new


def test_a_number_that_nothing_holds_is_said_and_its_file_fetched_again(game: World, tmp_path: Path) -> None:
    load(tmp_path)
    old = current_version()
    turn(game, version="next")
    game.fails(
        endpoints=["content"], path="DestinyRecordDefinition", body='{"1": {"hash": 1e999999}}', times=1
    )
    load(tmp_path)
    new = Version.objects.unfinished().get()
    assert (current_version(), new.error_kind, new.failures) == (old, "brokentable", 1)
    assert "Record (en): holds what PostgreSQL does not take" in new.error_message
    load(tmp_path, after=LONGEST_WAIT)
    assert current_version() == new


def test_what_cannot_be_swapped_in_is_said_and_fetched_again(game: World, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE manifest_season ADD CONSTRAINT nothing_fits CHECK (number < 0)")
        load(tmp_path)
        new = Version.objects.unfinished().get()
        assert (current_version(), new.error_kind) == (None, "integrityerror")
        assert "nothing_fits" in new.error_message
        assert not Definition.objects.exists()
        cursor.execute("ALTER TABLE manifest_season DROP CONSTRAINT nothing_fits")
    before = game.asked()["content"]
    load(tmp_path, after=LONGEST_WAIT)
    assert current_version() == new
    assert game.asked()["content"] - before == len(TABLES)


def test_a_version_that_flips_back_is_not_followed_until_it_stays(game: World, tmp_path: Path) -> None:
    load(tmp_path)
    old = current_version()
    number = game.control("manifest")["number"]
    turn(game, version=number + 1)
    load(tmp_path)
    new = current_version()
    turn(game, version=number + 1, flip=True)
    for _ in range(4):
        load(tmp_path)
        assert current_version() == new
    turn(game, version=number, flip=False)
    load(tmp_path)
    load(tmp_path, after=follow.ROLLBACK_AFTER / 2)
    assert current_version() == new
    load(tmp_path, after=follow.ROLLBACK_AFTER)
    back = current_version()
    assert back is not None
    assert back.version == old.version  # type: ignore[union-attr]


def test_a_flip_while_the_first_manifest_comes_drops_nothing(game: World, tmp_path: Path) -> None:
    number = game.control("manifest")["number"]
    turn(game, version=number + 1)
    load_a_slice(tmp_path)
    new = Version.objects.unfinished().get()
    assert new.files.exclude(state=TableFile.State.WAITING).count() == 1
    turn(game, version=number)
    assert load_a_slice(tmp_path).version is None
    turn(game, version=number + 1)
    before = game.asked()["content"]
    load(tmp_path)
    assert (current_version(), game.asked()["content"] - before) == (new, len(TABLES) - 1)


def test_earlier_settings_are_followed_at_once(game: World, tmp_path: Path, settings: Settings) -> None:
    for tables in (["Class"], ["Class", "Season"], ["Class"]):
        settings.MANIFEST_TABLES = tables
        load(tmp_path)
        assert stored().keys() == {f"Destiny{table}Definition" for table in tables}
        assert progress().behind is None


def test_no_kept_table_at_all_is_said(game: World, tmp_path: Path, settings: Settings) -> None:
    settings.MANIFEST_LANGUAGES = ["tlh"]
    with pytest.raises(follow.NothingKept, match="tlh"):
        load(tmp_path)
    assert not Version.objects.exists()


def test_two_languages_are_kept_beside_each_other(game: World, tmp_path: Path, settings: Settings) -> None:
    settings.MANIFEST_LANGUAGES, settings.MANIFEST_TABLES = ["en", "de"], ["Class"]
    load(tmp_path)
    key = Definition.objects.filter(table="Class").values_list("key", flat=True)[0]
    english, german = definition("Class", key), definition("Class", key, "de")
    assert english is not None
    assert german is not None
    assert english.name != german.name


def test_names_are_of_the_first_language_whenever_that_changes(
    game: World, tmp_path: Path, settings: Settings
) -> None:
    settings.MANIFEST_TABLES = ["Class"]
    for languages in (["en", "de"], ["de", "en"], ["en", "de"], ["de"]):
        settings.MANIFEST_LANGUAGES = languages
        load(tmp_path)
        told = Definition.objects.present().filter(table="Class", language=languages[0])
        names = dict(CharacterClass.objects.filter(removed=False).values_list("pk", "name"))
        assert names == {int(key): name for key, name in told.values_list("key", "name")}


def test_the_index_is_asked_every_five_minutes_and_for_what_is_on_its_way(
    game: World, tmp_path: Path
) -> None:
    assert is_due(NOW)
    load(tmp_path)
    assert not is_due(NOW + timedelta(minutes=4))
    assert is_due(NOW + LOOK_EVERY)
    turn(game, version="next", missing=["DestinyRecordDefinition"])
    load(tmp_path)
    loading = Version.objects.unfinished().get()
    assert not is_due(NOW)
    assert is_due(loading.due_at)
