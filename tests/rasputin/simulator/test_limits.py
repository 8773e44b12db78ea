"""The limits on requests: rolling windows by address and host, smaller ones of endpoints."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasputin.simulator.serving.limits import Limit, Limits, Throttle, Window
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


@given(
    most=st.integers(1, 5),
    gaps=st.lists(st.floats(0, 5, allow_nan=False), max_size=40),
)
def test_no_ten_seconds_ever_hold_more_than_the_limit(most: int, gaps: list[float]) -> None:
    limit, now, admitted = Limit(most), 0.0, []
    for gap in gaps:
        now += gap
        if limit.admits("a", now, 10.0):
            admitted.append(now)
    for end in admitted:
        assert sum(end - 10.0 < moment <= end for moment in admitted) <= most


def admitted(throttle: Throttle, host: str, endpoint: str, times: int, address: str = "a") -> int:
    asked = (throttle.admits(address, host, endpoint, 1.0, 10.0) for _ in range(times))
    return sum(asked)


def test_hosts_and_addresses_have_windows_of_their_own() -> None:
    throttle = Throttle(Limits(www=2, stats=3))
    assert [admitted(throttle, host, "any", 5) for host in ("www", "stats", "www")] == [2, 3, 0]
    assert admitted(throttle, "www", "any", 5, address="b") == 2


def test_what_an_endpoints_limit_refuses_leaves_room_for_others() -> None:
    throttle = Throttle(Limits(www=5, endpoints={"history": 2}))
    assert admitted(throttle, "www", "history", 9) == 2
    assert admitted(throttle, "www", "profile", 9) == 3
    assert admitted(throttle, "stats", "history", 9) == 0


def test_each_host_is_throttled_and_counted_by_itself(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--limit", "2", "--stats-limit", "3") as simulator:
        www = [simulator.api("/Settings/").code for _ in range(4)]
        stats = [simulator.report("1").code for _ in range(5)]
        simulator.ask("/7/en/")
        assert (www, stats) == ([1, 1, 51, 51], [1653, 1653, 1653, 51, 51])
        counts = simulator.control("requests")
        assert counts["by_host"] == {
            "www": {"total": 4, "throttled": 2, "most_in_10s": 4},
            "stats": {"total": 5, "throttled": 2, "most_in_10s": 5},
            "site": {"total": 1, "throttled": 0, "most_in_10s": 1},
        }
        assert (counts["total"], counts["most_in_10s"], counts["throttled"]) == (10, 9, 4)


def test_an_endpoint_can_have_a_limit_of_its_own(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--endpoint-limit", "report=1", "--throttle-seconds", "0") as simulator:
        first, second = simulator.report("1"), simulator.report("2")
        assert (first.code, second.code, second.json["ThrottleSeconds"]) == (1653, 51, 0)
        assert simulator.api("/Settings/").code == 1


def test_statuses_and_texts_that_nobody_recorded_are_settings(tmp_path: Path) -> None:
    told = ("--status", "51=503", "--status", "2102=403", "--text", "51=Slow down, Guardian.")
    with running(tmp_path, *WORLD, "--limit", "1", *told) as simulator:
        keyless = simulator.api("/Settings/", headers={"User-Agent": "tests"})
        assert (keyless.status, keyless.code) == (403, 2102)
        refused = simulator.api("/Settings/")
        assert (refused.status, refused.code) == (503, 51)
        assert refused.json["Message"] == "Slow down, Guardian."
        assert refused.json["ErrorStatus"] == "PerEndpointRequestThrottleExceeded"


def test_a_fast_clock_has_short_windows(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--limit", "5", clock=f"{START}@100000") as simulator:
        assert {simulator.api("/Settings/").code for _ in range(20)} == {1}


def test_who_is_refused_at_the_gate_has_spent_a_request(tmp_path: Path) -> None:
    with running(tmp_path, *WORLD, "--limit", "2", "--api-key", HEADERS["X-API-Key"]) as simulator:
        strange = {**HEADERS, "X-API-Key": "other"}
        codes = [simulator.api("/Settings/", headers=headers).code for headers in (strange, HEADERS, HEADERS)]
        assert codes == [2101, 1, 51]


@pytest.mark.parametrize(
    "wrong", [("--endpoint-limit", "reports=1"), ("--faults", "/nowhere.json"), ("--status", "51=99")]
)
def test_a_wrong_option_is_refused_at_the_start(tmp_path: Path, wrong: tuple[str, str]) -> None:
    with pytest.raises(AssertionError, match="the simulator ended"), running(tmp_path, *WORLD, *wrong):
        pass


def test_the_manifest_needs_no_key(simulator: Simulator) -> None:
    assert simulator.api("/Destiny2/Manifest/", headers={"User-Agent": "tests"}).code != 2102
