"""Settings that would make the crawl impolite, useless or wrong are refused at start."""

from typing import Any

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

from rasputin.checks import TAG

REAL = {
    "BUNGIE_IS_REAL": True,
    "BUNGIE_API_KEY": "a-key",  # pragma: allowlist secret
    "BUNGIE_CONTACT": "me@example.org",
    "RASPUTIN_CLOCK": "",
}


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


@pytest.mark.parametrize(("rate", "fine"), [(-1, False), (0, False), (0.1, True), (25, True), (25.1, False)])
def test_the_rate_lies_above_0_and_not_above_25(settings: Settings, rate: float, fine: bool) -> None:
    assert complaints(settings, RASPUTIN_RATE=rate) == ([] if fine else ["rasputin.E003"])


@pytest.mark.parametrize("clock", ["soon", "file:/there/is/no/such/file", "2000-01-01T00:00:00Z@100000"])
def test_a_clock_that_cannot_be_read_is_refused(settings: Settings, clock: str) -> None:
    assert complaints(settings, RASPUTIN_CLOCK=clock) == ["rasputin.E004"]
