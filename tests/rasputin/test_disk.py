"""That a nearly full disk pauses the crawl, and what status tells: what takes room, and when it ends."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from manifest.models import Version
from manifest.tasks import sync_manifest
from rasputin import disk, storage
from rasputin.crawltask import bells, claim
from rasputin.models import DiskSample
from rasputin.progress import what_waits
from rasputin.tasks import sample_disk
from tests.factories.tracking import PendingReportFactory, PlayerFactory, SectionFactory
from tests.simulated import NOW, World, run
from tracking.models import PendingReport, Section
from tracking.tasks import crawl_instances, crawl_members, repair_players

DAY = timedelta(days=1)
MB = 1_000_000


@pytest.fixture
def full(settings: Settings) -> Settings:
    """As if no disk could be free enough."""
    settings.RASPUTIN_DISK_FLOOR = 1.0
    return settings


@pytest.fixture(autouse=True)
def _measured_anew() -> None:
    cache.delete(storage.CACHE_KEY)


def sample(days_ago: float, database_bytes: int) -> DiskSample:
    return DiskSample.objects.create(
        taken_at=NOW - days_ago * DAY, database_bytes=database_bytes, free_bytes=0
    )


@pytest.mark.django_db
def test_nothing_is_claimed_while_the_disk_is_nearly_full_and_all_goes_on_by_itself(
    crawling: World, full: Settings
) -> None:
    SectionFactory.create(due_at=NOW)
    PendingReportFactory.create(due_at=NOW)
    asked = crawling.asked()
    for rows, queue in ((Section.objects.all(), "member"), (PendingReport.objects.all(), "instance")):
        assert claim(rows, limit=9).rows == []
        assert bells(rows, batch=1, queue=queue) == 0
    PlayerFactory.create(membership_type=0, display_name="", bungie_name="")
    for task in (crawl_members, crawl_instances, repair_players, sync_manifest):
        run(task)
    assert crawling.asked() == asked
    assert not Version.objects.exists()
    assert Section.objects.get().attempts == PendingReport.objects.get().attempts == 0
    full.RASPUTIN_DISK_FLOOR = 0.0
    assert len(claim(Section.objects.all(), limit=9).rows) == 1


@pytest.mark.django_db
def test_status_and_admin_say_why_nothing_is_fetched(
    admin_client: Client, crawling: World, full: Settings
) -> None:
    (sentence,) = what_waits()
    assert sentence.startswith("Nothing is fetched: ")
    assert sentence.endswith("less than 100.0% (RASPUTIN_DISK_FLOOR). Make room: it goes on by itself then.")
    (told,) = admin_client.get("/api/status").json()["obstacles"]
    assert told.partition(":")[0] == "Nothing is fetched"
    assert "Nothing is fetched: " in admin_client.get("/admin/").content.decode()
    full.RASPUTIN_DISK_FLOOR = 0.0
    assert what_waits() == []


def test_a_folder_that_is_not_made_yet_is_on_the_disk_of_its_parent(
    tmp_path: Path, settings: Settings
) -> None:
    settings.RASPUTIN_DISK_FOLDER = tmp_path / "not" / "there"
    found = disk.room()
    assert found.folder == tmp_path
    assert 0 <= found.free_bytes <= found.size_bytes


@pytest.mark.django_db
def test_what_the_database_takes_is_told_by_kind() -> None:
    found = storage.measure()
    assert tuple(found.bytes_by_kind) == (
        "archive",
        "performances",
        "history",
        "players",
        "manifest",
        "indexes",
        "rest",
    )
    assert min(found.bytes_by_kind.values()) > 0
    assert sum(found.bytes_by_kind.values()) == found.database_bytes


@pytest.mark.django_db
def test_sizes_are_asked_for_once_a_minute(django_assert_num_queries: Any) -> None:
    first = storage.taken()
    with django_assert_num_queries(0):
        assert storage.taken() == first


@pytest.mark.django_db
def test_status_tells_growth_and_when_the_disk_is_full(client: Client, crawling: World) -> None:
    sample(9, 0)  # before the last week
    whole = storage.measure().database_bytes
    sample(5, whole - 50 * MB)
    sample(1, whole)
    told = client.get("/api/status").json()["disk"]
    free = told["free_bytes"]
    assert told["bytes_a_day"] == pytest.approx(10 * MB, rel=0.2)
    assert (told["full_at"] is None) == (free / told["bytes_a_day"] > 3653)
    assert (told["floor"], told["database_bytes"] > 0) == (0.0, True)


@pytest.mark.django_db
def test_the_admins_front_page_and_people_read_sizes(admin_client: Client, crawling: World) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "not known before an hour of samples" in page
    words = storage.in_words(storage.storage(NOW))
    assert words["grows in a day"] == "not known yet"
    assert words["  archive"].endswith(("kB", "MB"))


@pytest.mark.django_db
def test_samples_are_kept_for_a_year_and_once_a_moment() -> None:
    sample(366, 1)
    sample(364, 2)
    for _ in range(2):
        kept = storage.sample(NOW)
    assert kept.bytes_by_kind.keys() == set(storage.ORDER)
    told = [(row.taken_at, row.database_bytes > 2) for row in DiskSample.objects.order_by("taken_at")]
    assert told == [(NOW - 364 * DAY, False), (NOW, True)]


@pytest.mark.django_db
def test_a_task_takes_the_sample_of_the_hour(crawling: World) -> None:
    run(sample_disk)
    assert DiskSample.objects.get().taken_at == NOW


@pytest.mark.django_db
def test_growth_is_not_guessed_from_minutes() -> None:
    sample(0.5 / 24, 0)
    assert storage.bytes_a_day(MB, now=NOW) is None
    sample(2 / 24, 0)
    assert storage.bytes_a_day(MB, now=NOW) == pytest.approx(12 * MB)


@given(st.integers(0, 10**13), st.floats(1, 10**12))
def test_the_disk_is_full_when_growth_has_eaten_what_is_free(free: int, growth: float) -> None:
    when = storage.full_at(free, growth, now=NOW)
    if when is None:
        assert free / growth > 3653
    else:
        assert (when - NOW) / DAY * growth == pytest.approx(free, abs=growth / 1000)


@pytest.mark.parametrize("growth", [None, 0.0, -5.0])
def test_what_does_not_grow_is_never_full(growth: float | None) -> None:
    assert storage.full_at(0, growth, now=datetime.max.replace(tzinfo=NOW.tzinfo)) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (-2_340_000, "-2.3 MB"),
        (5.01e9, "5.0 GB"),
        (2e13, "20.0 TB"),
    ],
)
def test_sizes_are_readable(number: float, said: str) -> None:
    assert disk.readable(number) == said
