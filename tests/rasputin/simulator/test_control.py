"""Throttle, counters, faults, keys and the moving clock."""

from pathlib import Path

import pytest

from rasputin.simulator.clock import Clock
from rasputin.simulator.serving.limits import Limit, Window
from tests.rasputin.simulator.server import HEADERS, START, WORLD, Simulator, running


def test_the_window_rolls() -> None:
    window = Window()
    for moment in (0.0, 1.0, 9.9, 10.0, 10.9, 11.1):
        window.add(moment, 10.0)
    assert window.most == 4
    assert window.size(21.0, 10.0) == 1


def test_an_address_over_the_limit_is_refused_until_its_window_empties() -> None:
    limit = Limit(3)
    assert [limit.admits("a", moment, 10.0) for moment in (0.0, 1.0, 2.0, 3.0, 9.0, 10.5)] == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]
    assert limit.admits("b", 3.0, 10.0)


def test_throttle_and_counters_count_every_request_of_both_hosts(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--limit", "2", "--api-key", HEADERS["X-API-Key"]) as simulator:
        simulator.api("/Settings/")
        simulator.report("1")
        assert simulator.api("/Settings/", headers={**HEADERS, "X-API-Key": "other"}).code == 2101
        refused = simulator.api("/Settings/")
        assert (refused.code, refused.json["ThrottleSeconds"]) == (51, 10)
        counts = simulator.control("requests")
        assert counts["by_endpoint"] == {"report": 1, "settings": 3}
        assert (counts["total"], counts["most_in_10s"], counts["throttled"]) == (4, 4, 1)
        assert simulator.control("requests/reset", method="POST")["total"] == 0


def test_a_fast_clock_has_short_windows(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--limit", "5", clock=f"{START}@100000") as simulator:
        assert {simulator.api("/Settings/").code for _ in range(20)} == {1}


def test_new_activity_appears_as_the_clock_moves(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--limit", "10000") as simulator:
        before = simulator.control("truth/members")
        member, character = next(
            (m, c["character_id"]) for m in before for c in m["characters"] if c["activities"] > 3
        )
        old = simulator.control(f"truth/characters/{character}/activities")
        simulator.set_clock("2026-11-30T13:00:00Z@0")
        new = simulator.control(f"truth/characters/{character}/activities")
        assert new[-len(old) :] == old
        assert len(new) > len(old)
        newest = new[0]["instance_id"]
        simulator.set_clock(f"{new[0]['period']}@0")
        assert simulator.report(newest).code == 1653
        row = simulator.history(member, character, count=1)["activities"][0]
        assert row["activityDetails"]["instanceId"] == new[1]["instance_id"]
        simulator.set_clock(f"{new[0]['ended_at']}@0")
        assert simulator.report(newest).status == 200


@pytest.fixture
def faulty(simulator: Simulator) -> Simulator:
    simulator.control("faults", method="DELETE")
    return simulator


def test_a_fault_strikes_as_often_as_told(faulty: Simulator) -> None:
    faulty.control("faults", body={"path": "/Settings/", "code": 1672, "throttle_seconds": 3, "times": 1})
    first, second = faulty.api("/Settings/"), faulty.api("/Settings/")
    assert (first.status, first.code, first.json["ThrottleSeconds"]) == (503, 1672, 3)
    assert second.code == 1
    assert faulty.control("faults")[0]["hits"] == 1


def test_faults_can_be_pages_and_cut_bodies(faulty: Simulator) -> None:
    faulty.control(
        "faults", body=[{"path": "Settings", "status": 502, "times": 1}, {"path": "Set", "cut": 40}]
    )
    page, cut = faulty.api("/Settings/"), faulty.api("/Settings/")
    assert (page.status, page.headers["content-type"]) == (502, "text/html; charset=UTF-8")
    assert (cut.status, len(cut.body)) == (200, 40)
    assert faulty.control("faults", method="DELETE") == []
    assert faulty.api("/Settings/").code == 1


def test_a_rate_strikes_some(faulty: Simulator) -> None:
    faulty.control("faults", body={"path": "Settings", "code": 1618, "rate": 0.5})
    codes = [faulty.api("/Settings/").code for _ in range(40)]
    assert 8 < codes.count(1618) < 32


def test_the_clock_reads_origin_and_factor() -> None:
    real = 1_000_000_100.0
    clock = Clock("2001-09-09T01:46:40Z@60", real=lambda: real)
    assert clock.now() == 1_000_000_000.0 + 100 * 60
    assert Clock("", real=lambda: real).now() == real


def test_control_says_what_is_wrong(simulator: Simulator) -> None:
    assert simulator.ask("/_simulator/nothing").status == 404
    assert "error" in simulator.control("faults", body={"path": "("})
    assert len(simulator.control("world")["members"]) == 12
