"""The control endpoints: counters, rules, keys, and the moving clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rasputin.simulator.clock import Clock
from tests.rasputin.simulator.server import HEADERS, WORLD, Simulator, running


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
def faulty(simulator: Simulator) -> Iterator[Simulator]:
    simulator.control("faults", method="DELETE")
    yield simulator
    simulator.control("faults", method="DELETE")


def test_rules_are_listed_with_their_hits_and_cleared(faulty: Simulator) -> None:
    faulty.control("faults", body={"path": "/Settings/", "code": 1672, "throttle_seconds": 3, "times": 1})
    first, second = faulty.api("/Settings/"), faulty.api("/Settings/")
    assert (first.status, first.code, first.json["ThrottleSeconds"]) == (503, 1672, 3)
    assert second.code == 1
    assert faulty.control("faults") == [
        {
            "name": "rule-1",
            "path": "/Settings/",
            "code": 1672,
            "throttle_seconds": 3,
            "times": 1,
            "hits": 1,
            "seen": 1,
        }
    ]
    assert faulty.control("faults", method="DELETE") == []
    assert faulty.api("/Settings/").code == 1


def test_a_rule_is_asked_for_and_removed_by_its_name(faulty: Simulator) -> None:
    faulty.control("faults", body=[{"name": "down", "code": 5}, {"name": "busy", "code": 1672}])
    assert faulty.control("faults/busy") == {"name": "busy", "code": 1672, "hits": 0, "seen": 0}
    assert faulty.api("/Settings/").code == 5
    assert faulty.control("faults/down", method="DELETE") == {"name": "down", "code": 5, "hits": 1, "seen": 1}
    assert faulty.api("/Settings/").code == 1672
    assert faulty.ask("/_simulator/faults/down", method="DELETE").status == 404


def test_a_rule_of_the_same_name_takes_the_others_place(faulty: Simulator) -> None:
    faulty.control("faults", body=[{"name": "a", "code": 5}, {"name": "b", "code": 3}])
    faulty.control("faults", body={"name": "a", "code": 1618})
    assert [rule["code"] for rule in faulty.control("faults")] == [1618, 3]


def test_a_list_with_a_bad_rule_changes_nothing(faulty: Simulator) -> None:
    refused = faulty.ask("/_simulator/faults", body=[{"code": 5}, {"path": "("}])
    assert (refused.status, refused.json["error"][:7]) == (400, "Rule 2:")
    assert faulty.control("faults") == []


def test_a_key_is_revoked_until_it_is_accepted_again(simulator: Simulator) -> None:
    def code(key: str) -> int:
        return simulator.api("/Settings/", headers={**HEADERS, "X-API-Key": key}).code

    simulator.control("keys", body={"revoke": ["one"], "disable": ["two"]})
    assert [code(key) for key in ("one", "two", "three")] == [2101, 2103, 1]
    assert simulator.control("keys") == {"accepted": "all others", "revoked": ["one"], "disabled": ["two"]}
    simulator.control("keys", body={"accept": ["one"]})
    assert [code("one"), code("two")] == [1, 2103]
    simulator.control("keys", method="DELETE")
    assert [code("one"), code("two")] == [1, 1]
    assert "error" in simulator.control("keys", body={"forget": ["one"]})


def test_where_keys_are_named_only_accepted_ones_are_good(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--api-key", "first") as simulator:

        def code(key: str) -> int:
            return simulator.api("/Settings/", headers={**HEADERS, "X-API-Key": key}).code

        assert [code("first"), code("second")] == [1, 2101]
        simulator.control("keys", body={"revoke": ["first"], "accept": ["second"]})
        assert [code("first"), code("second"), code("third")] == [2101, 1, 2101]
        assert simulator.control("keys")["accepted"] == ["second"]


def test_the_clock_reads_origin_and_factor() -> None:
    real = 1_000_000_100.0
    clock = Clock("2001-09-09T01:46:40Z@60", real=lambda: real)
    assert clock.now() == 1_000_000_000.0 + 100 * 60
    assert Clock("", real=lambda: real).now() == real


def test_control_says_what_is_wrong(simulator: Simulator) -> None:
    assert simulator.ask("/_simulator/nothing").status == 404
    assert "error" in simulator.control("faults", body={"path": "("})
    assert len(simulator.control("world")["members"]) == 12
