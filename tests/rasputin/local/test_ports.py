"""Ports: settings that cannot be, ports that are taken."""

import socket

import pytest

from rasputin.local import Home, Trouble, ports, programs
from rasputin.local import home as homes


@pytest.mark.parametrize("said", ["abc", "70000", "-1", "80.5"])
def test_what_is_no_port_is_said_with_the_settings_name(said: str) -> None:
    with pytest.raises(Trouble, match="RASPUTIN_WEB_PORT must be a port number"):
        ports.wanted({"RASPUTIN_WEB_PORT": said}, "web")


@pytest.mark.parametrize("said", ["0", "many", "65"])
def test_what_is_no_number_of_processes_is_said(said: str) -> None:
    with pytest.raises(Trouble, match="RASPUTIN_CRAWL_PROCESSES must be a number from 1 to 64"):
        programs.check_settings({"RASPUTIN_CRAWL_PROCESSES": said})


def test_a_busy_port_is_said_with_the_setting_that_changes_it(home: Home) -> None:
    homes.make(home)
    with socket.socket() as taken:
        taken.bind((ports.LOOPBACK, 0))
        taken.listen()
        busy = taken.getsockname()[1]
        with pytest.raises(
            Trouble, match=f"Port {busy} is taken by another program: set RASPUTIN_FLOWER_PORT"
        ):
            ports.claim(home, {"RASPUTIN_FLOWER_PORT": str(busy)}, "flower")


def test_a_port_is_kept_until_somebody_else_has_it(home: Home) -> None:
    homes.make(home)
    chosen = ports.claim(home, {"RASPUTIN_WEB_PORT": "0"}, "web")
    assert ports.choose(home, "web") == chosen
    with socket.socket() as taken:
        taken.bind((ports.LOOPBACK, chosen))
        taken.listen()
        assert ports.choose(home, "web") != chosen
