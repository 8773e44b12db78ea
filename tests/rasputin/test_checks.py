"""Settings that would make the crawl impolite, useless or wrong are refused at start."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from django.core.checks import run_checks
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from rasputin import connect
from rasputin.checks import TAG

REAL = {
    "BUNGIE_IS_REAL": True,
    "BUNGIE_API_KEY": "a-key",  # pragma: allowlist secret
    "BUNGIE_CONTACT": "me@example.org",
    "RASPUTIN_CLOCK": "",
}


@pytest.fixture(autouse=True)
def no_client_of_another_test() -> Iterator[None]:
    yield
    connect.bungie.cache_clear()


def complaints(settings: Settings, **changed: Any) -> list[str]:
    for name, value in changed.items():
        setattr(settings, name, value)
    return [str(message.id) for message in run_checks(tags=[TAG]) if message.is_serious()]


def test_the_settings_of_the_tests_are_fine(settings: Settings) -> None:
    assert complaints(settings) == []


def test_a_contact_is_required_for_the_real_bungie(settings: Settings) -> None:
    assert complaints(settings, **REAL) == []
    assert complaints(settings, BUNGIE_CONTACT="") == ["rasputin.E001"]
    assert complaints(settings, BUNGIE_IS_REAL=False) == []


def test_a_simulated_clock_is_refused_with_the_real_bungie(settings: Settings) -> None:
    changed = {**REAL, "RASPUTIN_CLOCK": "2026-11-22T13:00:00Z@60"}
    assert complaints(settings, **changed) == ["rasputin.E002"]
    assert complaints(settings, BUNGIE_IS_REAL=False) == []


@pytest.mark.parametrize("name", ["RASPUTIN_RATE", "RASPUTIN_WWW_RATE", "RASPUTIN_STATS_RATE"])
@pytest.mark.parametrize(("rate", "fine"), [(-1, False), (0, False), (0.1, True), (25, True), (25.1, False)])
def test_rates_lie_above_0_and_not_above_25(settings: Settings, name: str, rate: float, fine: bool) -> None:
    assert complaints(settings, **{name: rate}) == ([] if fine else ["rasputin.E003"])


@pytest.mark.parametrize("clock", ["soon", "file:/there/is/no/such/file", "2000-01-01T00:00:00Z@100000"])
def test_a_clock_that_cannot_be_read_is_refused(settings: Settings, clock: str) -> None:
    assert complaints(settings, RASPUTIN_CLOCK=clock) == ["rasputin.E004"]


@pytest.mark.parametrize("name", ["BUNGIE_API_KEY", "BUNGIE_CONTACT"])
@pytest.mark.parametrize("value", ["ключ", "two\nlines", "tab\tin it", "nul\x00", "é"])
def test_what_no_header_can_carry_is_refused_without_showing_it(
    settings: Settings, name: str, value: str
) -> None:
    assert complaints(settings, **{name: value}) == ["rasputin.E005"]
    (message,) = run_checks(tags=[TAG])
    assert name in message.msg
    assert value not in f"{message}"


@given(key=st.text(min_size=1, max_size=6), contact=st.text(max_size=6))
@example(key=" k", contact="")
@example(key="k", contact=" me ")
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_client_takes_exactly_the_keys_and_contacts_that_pass(
    settings: Settings, key: str, contact: str
) -> None:
    fine = complaints(settings, BUNGIE_API_KEY=key, BUNGIE_CONTACT=contact) == []
    connect.bungie.cache_clear()
    with nullcontext() if fine else pytest.raises(ValueError, match="must be printable ASCII"):
        connect.bungie()


@pytest.mark.parametrize("name", ["REDIS_URL", "CELERY_BROKER_URL", "BUNGIE_BASE_URL", "BUNGIE_STATS_URL"])
@pytest.mark.parametrize("value", ["", "localhost:6379", "//localhost", "localhost"])
def test_an_address_without_a_scheme_is_refused_and_one_that_is_right_is_shown(
    settings: Settings, name: str, value: str
) -> None:
    assert complaints(settings, **{name: value}) == ["rasputin.E006"]
    assert f"{name} cannot be read: it looks like " in run_checks(tags=[TAG])[0].msg


@pytest.mark.parametrize("broker", ["amqp://localhost//", "redis://h/1", "rediss://h/1"])
def test_a_broker_may_be_rabbitmq(settings: Settings, broker: str) -> None:
    assert complaints(settings, CELERY_BROKER_URL=broker) == []


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_another_database_than_postgresql_is_refused(settings: Settings) -> None:
    sqlite = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}}
    assert complaints(settings, DATABASES=sqlite) == ["rasputin.E006"]


@pytest.mark.parametrize(("threads", "fine"), [(-1, False), (0, False), (1, True), (64, True), (65, False)])
def test_threads_are_from_1_to_64(settings: Settings, threads: int, fine: bool) -> None:
    assert complaints(settings, RASPUTIN_CRAWL_THREADS=threads) == ([] if fine else ["rasputin.E007"])


@pytest.mark.parametrize(("seconds", "fine"), [(0, False), (1.9, False), (2, True), (float("nan"), False)])
def test_a_task_has_two_seconds_at_least(settings: Settings, seconds: float, fine: bool) -> None:
    assert complaints(settings, RASPUTIN_TASK_SECONDS=seconds) == ([] if fine else ["rasputin.E008"])


@pytest.mark.parametrize(("share", "fine"), [(-0.1, False), (0, True), (0.05, True), (1, True), (5, False)])
def test_the_floor_of_the_disk_is_a_share(settings: Settings, share: float, fine: bool) -> None:
    assert complaints(settings, RASPUTIN_DISK_FLOOR=share) == ([] if fine else ["rasputin.E010"])


@pytest.mark.parametrize(("days", "fine"), [(None, True), (1, True), (0, False), (-1, False)])
def test_archived_replies_are_kept_for_a_day_at_least(
    settings: Settings, days: int | None, fine: bool
) -> None:
    assert complaints(settings, RASPUTIN_KEEP_RAW_DAYS=days) == ([] if fine else ["rasputin.E011"])


def test_the_real_bungies_data_cannot_be_stamped_otherwise(settings: Settings) -> None:
    assert complaints(settings, **REAL, RASPUTIN_STAMP="simulator") == ["rasputin.E009"]
    assert complaints(settings, BUNGIE_IS_REAL=False) == []
    assert complaints(settings, RASPUTIN_STAMP="https://www.bungie.net") == ["rasputin.E009"]
