"""The demo's simulator and its clock."""

import requests

from rasputin.local import Home, demo, running


def test_the_simulator_runs_on_a_clock_that_stands_still_and_is_kept(home: Home) -> None:
    with running(home.path, simulator=True, quick=True) as environment:
        assert environment["RASPUTIN_CLOCK"] == f"file:{home.clock}"
        first = requests.get(f"{environment['BUNGIE_BASE_URL']}/_simulator/world", timeout=10).json()
        assert len(first["clans"]) == 2
        assert len(first["members"]) == 60
    with running(home.path, simulator=True, quick=True) as environment:
        second = requests.get(f"{environment['BUNGIE_BASE_URL']}/_simulator/world", timeout=10).json()
    assert second == first


def test_a_clock_that_is_let_run_keeps_its_origin(home: Home) -> None:
    home.path.mkdir()
    demo.ensure_clock(home)
    origin, _, factor = home.clock.read_text().strip().partition("@")
    demo.let_clock_run(home)
    assert (factor, home.clock.read_text().strip()) == ("0", f"{origin}@1")
    demo.ensure_clock(home)
    assert home.clock.read_text().strip() == f"{origin}@1"
