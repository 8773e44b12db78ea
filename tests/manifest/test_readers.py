"""Who reads while manifests are swapped sees one of them, never a mixture."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from manifest.models import Definition, Version
from manifest.queries import definition, named, reading
from manifest.services import sync
from rasputin import connect
from rasputin.steps import run_one
from tests.simulated import NOW, World

TABLES = ["Class", "Season", "Trait"]  # small ones of which fillers change with every edition

View = tuple[tuple[str, str], ...]


class Reader(threading.Thread):
    """Reads all names and contents again and again; `seen` is what it saw of each version."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: dict[int, set[View]] = {}
        self.looks = 0
        self.trouble: list[str] = []
        self.ended = threading.Event()

    def run(self) -> None:
        try:
            while not self.ended.wait(0.01):
                self._look()
        except Exception as error:  # a thread's trouble is the test's
            self.trouble.append(repr(error))
        finally:
            connection.close()

    def _look(self) -> None:
        with reading() as version:
            assert version is not None
            view = tuple(self._view())
        self.seen.setdefault(version.pk, set()).add(view)
        self.looks += 1
        self._look_up(version)

    def _view(self) -> Iterator[tuple[str, str]]:
        for table in TABLES:  # a statement each: only the snapshot holds them together
            rows = Definition.objects.present().filter(table=table).order_by("key")
            yield from rows.values_list("key", "content_hash")
        yield from ((str(key), thing.name) for key, thing in sorted(named("Season", _seasons()).items()))

    def _look_up(self, version: Version) -> None:
        """Through the cache: never older than what was read before."""
        key = Definition.objects.present().filter(table="Class").values_list("key", flat=True)[0]
        found = definition("Class", key)
        assert found is not None
        if Version.objects.filter(version=found.version, pk__gte=version.pk).count() == 0:
            self.trouble.append(f"{found.version} after {version}")


def _seasons() -> list[int]:
    return [int(key) for key in Definition.objects.filter(table="Season").values_list("key", flat=True)]


def look(folder: Path) -> None:
    while run_one(sync(connect.bungie(), now=NOW, folder=folder, has_time=lambda: True)).more:
        pass


@pytest.mark.parametrize("swaps", [25, pytest.param(100, marks=pytest.mark.thorough)])
@pytest.mark.django_db(transaction=True)
def test_swaps_show_no_mixture(crawling: World, tmp_path: Path, settings: Settings, swaps: int) -> None:
    settings.MANIFEST_TABLES = TABLES
    look(tmp_path)
    number = crawling.control("manifest")["number"]
    reader = Reader()
    reader.start()
    try:
        for edition in range(number + 1, number + 1 + swaps):
            crawling.control("manifest", body={"version": edition}, method="POST")
            look(tmp_path)
    finally:
        reader.ended.set()
        reader.join(30)
        crawling.control("manifest", method="DELETE")
    assert reader.trouble == []
    assert {version: len(views) for version, views in reader.seen.items()} == dict.fromkeys(reader.seen, 1)
    views = [next(iter(views)) for views in reader.seen.values()]
    assert len(set(views)) == len(views) > swaps / 4
    assert Version.objects.filter(state=Version.State.PAST).count() == swaps
