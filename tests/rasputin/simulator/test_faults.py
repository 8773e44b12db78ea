"""Rules for trouble: whom they strike, when and how often, and what is answered then."""

import gzip
import json
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasputin.simulator.serving.faults import Faults
from rasputin.simulator.serving.faults.call import Call
from rasputin.simulator.serving.faults.effects import TITLES
from rasputin.simulator.serving.faults.rule import Rule
from rasputin.simulator.serving.faults.script import read_script
from rasputin.simulator.serving.messages import Asked
from rasputin.simulator.serving.visit import read_visit
from tests.rasputin.simulator.server import HEADERS, START, WORLD, Reply, Simulator, running

Members = list[dict[str, Any]]
Break = Callable[..., None]


@pytest.fixture
def spoil(simulator: Simulator) -> Iterator[Break]:
    """Gives rules, and takes them back at the end."""

    def give(*rules: dict[str, Any]) -> None:
        told = simulator.control("faults", body=list(rules))
        assert "error" not in told, told

    simulator.control("faults", method="DELETE")
    yield give
    simulator.control("faults", method="DELETE")


def settings(simulator: Simulator, **sent: Any) -> Reply:
    return simulator.api("/Settings/", **sent)


def profile_path(member: dict[str, Any]) -> str:
    return f"/Destiny2/{member['membership_type']}/Profile/{member['membership_id']}/"


# Which requests


def test_a_rule_strikes_the_endpoints_that_it_names(simulator: Simulator, spoil: Break) -> None:
    spoil({"endpoints": ["report", "settings"], "code": 1618})
    assert [settings(simulator).code, simulator.report("1").code] == [1618, 1618]
    assert simulator.api("/GroupV2/1/").code == 686


def test_a_rule_strikes_a_host(simulator: Simulator, spoil: Break) -> None:
    spoil({"hosts": ["stats"], "status": 502})
    assert simulator.report("1").status == 502
    assert settings(simulator).status == 200
    spoil({"hosts": ["site"], "status": 404})
    assert simulator.ask("/7/en/").status == 404


def test_a_rule_strikes_a_key(simulator: Simulator, spoil: Break) -> None:
    spoil({"keys": ["one"], "code": 2107})
    assert settings(simulator, headers={**HEADERS, "X-API-Key": "one"}).code == 2107
    assert settings(simulator, headers={**HEADERS, "X-API-Key": "two"}).code == 1


def test_a_rule_strikes_an_address(simulator: Simulator, spoil: Break) -> None:
    spoil({"addresses": ["192.0.2.1"], "code": 2103})
    assert settings(simulator).code == 1
    spoil({"addresses": ["192.0.2.1", "127.0.0.1"], "code": 2103})
    assert settings(simulator).code == 2103


def test_an_account_can_fail_for_ever(simulator: Simulator, spoil: Break, members: Members) -> None:
    struck, spared = members[:2]
    spoil({"ids": [int(struck["membership_id"])], "code": 1618})
    for _ in range(3):
        assert simulator.api(f"{profile_path(struck)}?components=100").code == 1618
    assert simulator.api(f"{profile_path(spared)}?components=100").code == 1


def test_an_id_is_a_whole_part_of_the_path(simulator: Simulator, spoil: Break, members: Members) -> None:
    spoil({"ids": [members[0]["membership_id"][:-1]], "code": 1618})
    assert simulator.api(f"{profile_path(members[0])}?components=100").code == 1


def test_somebody_can_hide_what_he_plays(simulator: Simulator, spoil: Break, members: Members) -> None:
    member = members[0]
    spoil({"ids": [member["membership_id"]], "endpoints": ["history"], "code": 1665})
    account = f"/Destiny2/{member['membership_type']}/Account/{member['membership_id']}"
    hidden = simulator.api(f"{account}/Character/0/Stats/Activities/")
    assert (hidden.status, hidden.code) == (500, 1665)
    assert simulator.api(f"{profile_path(member)}?components=100").code == 1


def test_an_activity_can_be_withheld(
    simulator: Simulator, spoil: Break, busiest: tuple[dict[str, Any], str]
) -> None:
    rows = simulator.control(f"truth/characters/{busiest[1]}/activities")
    held = rows[0]["activity_hash"]
    spoil({"activities": [held], "code": 12, "until": "2027-01-01T00:00:00Z"})
    assert {row["activity_hash"] == held: simulator.report(row["instance_id"]).code for row in rows} == {
        True: 12,
        False: 1,
    }
    assert simulator.report("1").code == 1653


def test_the_first_rule_that_strikes_decides(simulator: Simulator, spoil: Break) -> None:
    spoil({"code": 35, "times": 1}, {"path": "Settings"}, {"code": 5})
    assert [settings(simulator).code, settings(simulator).code] == [35, 1]
    assert simulator.api("/GroupV2/1/").code == 5


# When, and how often


def test_every_third_is_struck(simulator: Simulator, spoil: Break) -> None:
    spoil({"every": 3, "code": 1672})
    assert [settings(simulator).code for _ in range(7)] == [1, 1, 1672, 1, 1, 1672, 1]
    assert simulator.control("faults")[0] | {"name": ""} == {
        "name": "",
        "every": 3,
        "code": 1672,
        "hits": 2,
        "seen": 7,
    }


def test_a_rate_strikes_about_its_share_the_same_in_every_run(simulator: Simulator, spoil: Break) -> None:
    def codes() -> list[int]:
        simulator.control("faults", method="DELETE")
        spoil({"name": "busy", "rate": 0.25, "code": 1672})
        return [settings(simulator).code for _ in range(60)]

    first = codes()
    assert codes() == first
    assert 5 < first.count(1672) < 28


def test_a_window_is_of_real_seconds_since_the_rule_was_given(simulator: Simulator, spoil: Break) -> None:
    spoil({"window": [0.5, 1.5], "code": 5})
    assert settings(simulator).code == 1
    time.sleep(0.6)
    assert settings(simulator).code == 5
    time.sleep(1)
    assert settings(simulator).code == 1


def test_moments_are_of_the_simulated_clock(tmp_path: Path) -> None:
    script = tmp_path / "faults.json"
    times = {"after": "2026-11-22T13:10:00Z", "until": "2026-11-22T15:20:00+02:00"}
    script.write_text(json.dumps([{"name": "race", "code": 12, **times}]))
    with running(tmp_path, *WORLD, "--faults", str(script)) as simulator:
        codes = []
        for minute in ("09:59", "10:00", "19:59", "20:00"):
            simulator.set_clock(f"2026-11-22T13:{minute}Z@0")
            codes.append(settings(simulator).code)
        assert codes == [1, 12, 12, 1]


def _call(target: str) -> Call:
    visit = read_visit(Asked("127.0.0.1", "GET", target.encode(), {}, b""))
    return Call(visit, now=0.0, real=0.0, find_endpoint=lambda: "", find_reply=lambda: pytest.fail("asked"))


@given(every=st.integers(1, 9), times=st.integers(0, 9), calls=st.integers(0, 60))
def test_of_any_number_of_calls_every_so_manieth_is_struck_until_the_times_are_over(
    every: int, times: int, calls: int
) -> None:
    faults = Faults(real=lambda: 0.0)
    faults.add([Rule(every=every, times=times, code=5)])
    struck = [faults.striking(_call("/Platform/Settings/")) is not None for _ in range(calls)]
    assert struck.count(True) == min(calls // every, times)


# Answers


@pytest.mark.parametrize("code", [31, 35, 36, 37, 51, 54, 55, 56, 57, 1672])
@pytest.mark.parametrize("wait", [0, 30])
def test_throttling_comes_with_and_without_a_wait(
    simulator: Simulator, spoil: Break, code: int, wait: int
) -> None:
    spoil({"code": code, "throttle_seconds": wait, "status": 503})
    reply = settings(simulator)
    assert (reply.status, reply.code, reply.json["ThrottleSeconds"]) == (503, code, wait)
    assert "retry-after" not in reply.headers


def test_an_error_can_carry_a_message_and_data(simulator: Simulator, spoil: Break) -> None:
    spoil({"code": 18, "message": "No.", "data": {"membershipType": "TigerSteam"}})
    assert settings(simulator).json == {
        "ErrorCode": 18,
        "ThrottleSeconds": 0,
        "ErrorStatus": "InvalidParameters",
        "Message": "No.",
        "MessageData": {"membershipType": "TigerSteam"},
    }


@pytest.mark.parametrize(("status", "title"), TITLES.items())
def test_pages_have_the_titles_of_the_servers_in_front(
    simulator: Simulator, spoil: Break, status: int, title: str
) -> None:
    spoil({"status": status})
    page = settings(simulator)
    assert (page.status, page.headers["content-type"]) == (status, "text/html; charset=UTF-8")
    assert f"<title>{title}</title>" in page.body.decode()
    assert page.headers["server"] == "cloudflare"
    assert "x-ventcore-status" not in page.headers


def test_a_page_can_have_another_title(simulator: Simulator, spoil: Break) -> None:
    spoil({"status": 403, "title": "Just a moment..."})
    assert b"<title>Just a moment...</title>" in settings(simulator).body


@pytest.mark.parametrize(
    ("rule", "status", "body"),
    [
        ({"status": 500, "body": ""}, 500, b""),
        ({"body": ""}, 200, b""),
        ({"status": 503, "body": "error code: 1015"}, 503, b"error code: 1015"),
        ({"body": '{"Response":{"a', "content_type": "application/json"}, 200, b'{"Response":{"a'),
    ],
)
def test_any_body_can_be_told(
    simulator: Simulator, spoil: Break, rule: dict[str, Any], status: int, body: bytes
) -> None:
    spoil(rule)
    reply = settings(simulator)
    assert (reply.status, reply.body) == (status, body)
    assert reply.headers["content-type"] == rule.get("content_type", "text/plain; charset=utf-8")


@pytest.mark.parametrize("response", [None, {}, [], False, {"entries": None}])
def test_a_success_can_hold_anything(simulator: Simulator, spoil: Break, response: Any) -> None:
    spoil({"response": response})
    reply = simulator.report("1")
    assert (reply.status, reply.code, reply.response) == (200, 1, response)


def test_a_success_can_come_with_a_wrong_status(simulator: Simulator, spoil: Break) -> None:
    whole = settings(simulator)
    spoil({"status": 500, "code": 1})
    reply = settings(simulator)
    assert (reply.status, reply.code, reply.body) == (500, 1, whole.body)


def test_json_can_be_called_something_else(simulator: Simulator, spoil: Break) -> None:
    whole = settings(simulator)
    spoil({"content_type": "text/plain"})
    reply = settings(simulator)
    assert (reply.headers["content-type"], reply.body) == ("text/plain", whole.body)


def test_zipped_nonsense_does_not_unzip(simulator: Simulator, spoil: Break) -> None:
    spoil({"garbled": True})
    reply = settings(simulator)
    assert (reply.status, reply.headers["content-encoding"]) == (200, "gzip")
    with pytest.raises((zlib.error, OSError, EOFError)):
        gzip.decompress(reply.body)


def test_redirects_lead_elsewhere_or_round_and_round(simulator: Simulator, spoil: Break) -> None:
    spoil({"redirect": "self", "times": 2}, {"redirect": "/elsewhere/", "times": 1})
    spoil({"redirect": "https://www.example.org/"})
    here = f"{simulator.url}/Platform/Settings/?lc=en"
    replies = [simulator.api("/Settings/?lc=en") for _ in range(4)]
    assert {reply.status for reply in replies} == {301}
    assert [reply.headers["location"] for reply in replies] == [
        here,
        here,
        f"{simulator.url}/elsewhere/",
        "https://www.example.org/",
    ]


def test_errors_have_the_headers_of_bungies_servers(simulator: Simulator, spoil: Break) -> None:
    spoil({"code": 1618})
    headers = simulator.api("/Settings/?lc=en").headers
    assert headers["x-selfurl"] == "https://www.bungie.net/Platform/Settings/?lc=en"
    told = (
        "content-type",
        "cache-control",
        "expires",
        "vary",
        "x-ventcore-status",
        "bnetlb",
        "cf-cache-status",
    )
    assert [headers[name] for name in told] == [
        "application/json; charset=utf-8",
        "private",
        "-1",
        "Origin",
        "1618",
        "LB01",
        "DYNAMIC",
    ]
    assert {"x-bungienext-mid2", "server", "cf-ray"} <= headers.keys()
    missing = simulator.report("1").headers
    assert missing["x-selfurl"] == (
        "https://stats.bungie.net/Platform/Destiny2/Stats/PostGameCarnageReport/1/"
    )


# Maintenance


def flags(simulator: Simulator) -> set[str]:
    systems = settings(simulator).response["systems"]
    return {name for name, system in systems.items() if not system["enabled"]}


def test_in_maintenance_destiny_is_down_and_the_rest_answers(
    simulator: Simulator, spoil: Break, members: Members
) -> None:
    clan = simulator.control("truth/clans")[0]["group_id"]
    spoil({"maintenance": ["destiny"]})
    down = simulator.api(f"{profile_path(members[0])}?components=100")
    assert (down.status, down.code) == (503, 5)
    assert simulator.api(f"/GroupV2/{clan}/Members/").code == 1
    assert simulator.report("1").code == 1653
    assert {"Destiny2", "D2Profiles"} <= flags(simulator)
    assert not {"Groups", "PGCR"} & flags(simulator)


def test_in_maintenance_linked_profiles_are_a_success_full_of_errors(
    simulator: Simulator, spoil: Break, members: Members
) -> None:
    path = f"{profile_path(members[0])}LinkedProfiles/?getAllMemberships=true"
    before = simulator.api(path).response
    spoil({"maintenance": ["destiny"]})
    after = simulator.api(path).response
    assert after["profiles"] == []
    failed = {error["infoCard"]["membershipId"]: error["errorCode"] for error in after["profilesWithErrors"]}
    assert failed | {profile["membershipId"]: 5 for profile in before["profiles"]} == failed
    assert all("dateLastPlayed" not in error["infoCard"] for error in after["profilesWithErrors"])


@pytest.mark.parametrize(
    ("systems", "codes"),
    [
        (["groups"], [5, 1653, 18, 18]),
        (["stats"], [686, 5, 18, 18]),
        (["groups", "stats"], [5, 5, 18, 18]),
        (["users"], [686, 1653, 18, 5]),
        (["all"], [5, 5, 5, 5]),
    ],
)
def test_maintenance_is_of_the_systems_that_it_names(
    simulator: Simulator, spoil: Break, systems: list[str], codes: list[int]
) -> None:
    spoil({"maintenance": systems})
    nobody = "4611686018499999999"
    down = [
        simulator.api("/GroupV2/1/").code,
        simulator.report("1").code,
        simulator.api(f"/Destiny2/3/Profile/{nobody}/").code,
    ]
    assert down == codes[:3]
    user = simulator.api("/User/GetMembershipsById/1/3/").code
    assert (user == 5) is (codes[3] == 5)
    assert settings(simulator).code == 1


def test_when_the_maintenance_is_over_the_flags_are_up(simulator: Simulator, spoil: Break) -> None:
    before = flags(simulator)
    spoil({"maintenance": ["all"], "until": START})
    assert flags(simulator) == before
    spoil({"maintenance": ["all"], "after": START})
    assert {"Destiny2", "PGCR", "Groups", "Clans"} <= flags(simulator)


# Scripts


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.json", '[{"name": "a", "code": 5}, {"status": 502, "rate": 0.5}]'),
        ("object.json", '{"rules": [{"name": "a", "code": 5}, {"status": 502, "rate": 0.5}]}'),
        ("table.toml", '[[rules]]\nname = "a"\ncode = 5\n[[rules]]\nstatus = 502\nrate = 0.5\n'),
    ],
)
def test_a_script_is_json_or_toml(tmp_path: Path, name: str, text: str) -> None:
    script = tmp_path / name
    script.write_text(text)
    assert read_script(script, ()) == [Rule(name="a", code=5), Rule(status=502, rate=0.5)]


def test_moments_of_a_script_are_utc_without_a_zone(tmp_path: Path) -> None:
    script = tmp_path / "faults.toml"
    script.write_text("[[rules]]\nafter = 2026-11-22T13:00:00\nuntil = 2026-11-22T15:00:00+01:00\n")
    (rule,) = read_script(script, ())
    assert rule.ends() - rule.begins() == 3_600


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ([{"pth": "x"}], "Rule 1: Object contains unknown field `pth`"),
        ([{}, {"code": "5"}], "Rule 2: Expected `int | null`, got `str` - at `$.code`"),
        ([{"path": "("}], "'(' is no regular expression"),
        ([{"name": "a/b"}], "'a/b' is no name"),
        ([{"rate": 2}], "<= 1.0"),
        ([{"every": 0}], ">= 1"),
        ([{"code": 5, "body": "x"}], "A rule has one answer, not code and body."),
        ([{"maintenance": ["destiny"], "rate": 0.5}], "Maintenance is for everybody: it takes no rate."),
        ([{"maintenance": ["titan"]}], "Invalid enum value 'titan'"),
        ([{"status": 503, "throttle_seconds": 5}], "throttle_seconds: only with a code."),
        ([{"code": 5, "title": "x"}], "title: only with a status alone"),
        ([{"after": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}], "It ends before it begins."),
        ([{"after": "yesterday"}], "$.after"),
        ([{"endpoints": ["reports"]}], "Rule 1: no endpoint is named reports, but report, settings."),
        ([{"name": "a"}, {"name": "a"}], "Two rules are named a."),
        ("nothing", "Rules are an object or a list of objects."),
    ],
)
def test_a_bad_script_is_refused_in_a_sentence(tmp_path: Path, told: Any, complaint: str) -> None:
    script = tmp_path / "faults.json"
    script.write_text(json.dumps(told))
    with pytest.raises(ValueError, match=r"faults\.json") as refused:
        read_script(script, ("report", "settings"))
    assert complaint in str(refused.value)


def test_what_is_told_of_a_rule_makes_the_same_rule() -> None:
    moment = datetime(2026, 11, 22, 13, tzinfo=UTC)
    rule = Rule(name="x", ids=(1, "a"), after=moment, window=(1, 2), response=None, delay=0.5, cut=0)
    told = rule.told()
    assert msgspec.json.decode(msgspec.json.encode(told), type=Rule) == rule
    assert list(told) == ["name", "ids", "after", "window", "response", "delay", "cut"]
