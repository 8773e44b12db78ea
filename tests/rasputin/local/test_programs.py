"""What the supervisor is told of each program."""

import os
from configparser import RawConfigParser

import pytest

from rasputin.local import Home, application, programs, running, supervise
from rasputin.local import home as homes
from rasputin.local.supervise import wait_until

EVERYTHING = ("postgres", "redis", "simulator")


def told(home: Home) -> RawConfigParser:
    table = programs.services(home, embedded=EVERYTHING) + programs.application(home, {})
    parser = RawConfigParser()
    parser.read_string(programs.supervisor_config(home, table))
    return parser


@pytest.mark.parametrize("name", programs.APPLICATION)
def test_what_uses_the_servers_is_tried_again_for_minutes_while_they_are_away(home: Home, name: str) -> None:
    tries = told(home).getint(f"program:{name}", "startretries")
    assert sum(range(1, tries + 1)) > 10 * 60, "the supervisor waits a second longer after each try"


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_server_that_cannot_start_is_given_up_soon(home: Home, name: str) -> None:
    tries = told(home).getint(f"program:{name}", "startretries")
    assert sum(range(1, tries + 1)) < 30


def test_a_program_that_is_tried_again_is_named_with_its_log(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = programs.Program("house", ["false"], priority=4, start_seconds=5, start_retries=60)
    monkeypatch.setattr(programs, "application", lambda *_: [broken])
    elsewhere = {"DATABASE_URL": "elsewhere", "REDIS_URL": "elsewhere"}
    place = homes.place_at(home.path, os.environ | elsewhere, simulated=False)
    with running(place) as environment, application(home, environment, ("house",)):
        wait_until(lambda: bool(supervise.faltering(home)), lambda: None)
        log = home.log / "house.log"
        assert supervise.faltering(home) == [f"house does not stay up and is tried again; why says {log}."]
    assert supervise.faltering(home) == []
