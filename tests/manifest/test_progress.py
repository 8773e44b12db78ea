"""What is in the manifest's way is said, whoever met it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from manifest.models import Version
from manifest.queries.progress import brief, is_settled, kept_tables, progress, trouble
from manifest.tasks import forget_trouble, sync_manifest
from rasputin.progress import snapshot, what_waits
from tests.factories.manifest import VersionFactory
from tests.simulated import NOW, World, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def game(crawling: World, settings: Settings, tmp_path: Path) -> Iterator[World]:
    settings.MANIFEST_TABLES, settings.MANIFEST_FOLDER = ["Class"], tmp_path
    forget_trouble()
    yield crawling
    forget_trouble()


def test_until_a_first_manifest_is_loaded_one_waits(game: World) -> None:
    assert (progress().version, trouble(), is_settled()) == (None, "", False)
    while not is_settled():
        run(sync_manifest)
    assert (trouble(), is_settled(), kept_tables()) == ("", True, {"Class": ["en"]})
    assert [(table, numbers) for table, numbers in progress().tables] == [("Class", {"en": 3})]


def test_settings_that_keep_nothing_are_said_until_they_are_mended(game: World, settings: Settings) -> None:
    settings.MANIFEST_LANGUAGES = ["tlh"]
    run(sync_manifest)
    assert trouble().startswith("The manifest could not be looked at, and is tried again: manifest ")
    assert "in tlh" in trouble()
    assert is_settled()
    assert what_waits() == [trouble()]
    assert snapshot(NOW).manifest_trouble == trouble()
    settings.MANIFEST_LANGUAGES = ["en"]
    run(sync_manifest)
    assert (what_waits(), snapshot(NOW).manifest_trouble) == ([], "")


def test_an_index_that_cannot_be_read_is_said(game: World) -> None:
    game.fails(endpoints=["manifest"], response={"version": 7})
    run(sync_manifest)
    assert trouble().startswith("The manifest could not be looked at, and is tried again: [manifest")


def test_what_stops_all_requests_is_said_once(game: World) -> None:
    game.fails(endpoints=["manifest"], code=5)
    run(sync_manifest)
    assert (trouble(), is_settled()) == ("", False)
    (sentence,) = what_waits()
    assert sentence.startswith("Files of the manifest wait: maintenance")


def test_a_bad_file_is_said_with_the_next_try(game: World) -> None:
    game.fails(endpoints=["content"], status=404)
    run(sync_manifest)
    version = Version.objects.unfinished().get()
    tried = f"{NOW + timedelta(minutes=2):%Y-%m-%d %H:%M:%S} UTC"
    assert trouble().startswith(
        f"Manifest {version} cannot be loaded, and is tried again at {tried}: not_found: Class (en): "
    )
    assert brief() == f"{version}, 0 of 1 tables, 0.0 MB"
    assert is_settled()
    assert snapshot(NOW).manifest_loading == brief()


def test_a_version_that_lies_behind_is_named(game: World) -> None:
    current = VersionFactory.create(version="2.0")
    VersionFactory.create(version="1.0", state=Version.State.PAST, named_since=NOW)
    found = progress()
    assert (found.version, found.behind, found.loading) == (current.version, ("1.0", NOW), None)
    Version.objects.update(named_since=None)
    assert progress().behind is None
