"""What goes wrong is one sentence, and an exit code that is not 0."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from rasputin.local.programs import ROOT
from tests.rasputin.cli.conftest import Command


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"RASPUTIN_WEB_PORT": "web"}, "RASPUTIN_WEB_PORT must be a port number"),
        ({"RASPUTIN_CRAWL_PROCESSES": "0"}, "RASPUTIN_CRAWL_PROCESSES must be a number"),
        ({"BUNGIE_BASE_URL": "http://127.0.0.1:1"}, "BUNGIE_BASE_URL is set but BUNGIE_API_KEY is not"),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(
    rasputin: Command, wrong: dict[str, str], sentence: str
) -> None:
    ended = rasputin("up", **wrong)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"rasputin: {sentence}")
    assert ended.stderr.count("\n") == 1


def test_djangos_own_commands_say_a_bad_setting_in_one_sentence_too() -> None:
    command = [sys.executable, "manage.py", "check"]
    environment = {**os.environ, "RASPUTIN_RATE": "fast"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("rasputin: ")
    assert "RASPUTIN_RATE" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.usefixtures("services")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"RASPUTIN_RATE": "fast"}, 'Environment variable "RASPUTIN_RATE" invalid'),
        ({"RASPUTIN_LOG_LEVEL": "loud"}, "RASPUTIN_LOG_LEVEL must be one of DEBUG, INFO,"),
        ({"DATABASE_URL": "no:secret@where"}, 'Environment variable "DATABASE_URL" invalid'),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL cannot be read: it looks like redis://"),
        ({"BUNGIE_CONTACT": "né@example.org"}, "BUNGIE_CONTACT holds a character"),
    ],
)
def test_a_setting_that_only_django_reads_is_one_sentence(
    rasputin: Command, wrong: dict[str, str], sentence: str
) -> None:
    ended = rasputin("status", **wrong)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"rasputin: {sentence}")
    assert ended.stderr.count("\n") == 1
    assert not {"secret", "né"} & set(ended.stderr.split())


@pytest.mark.usefixtures("services")
def test_a_log_level_may_be_in_small_letters(rasputin: Command) -> None:
    assert rasputin("status", RASPUTIN_LOG_LEVEL="warning").returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as somebody else")
def test_an_unreachable_home_is_one_sentence(rasputin: Command, folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o700)
    ended = rasputin("status", RASPUTIN_HOME=str(folder / "closed" / "home"))
    assert ended.returncode == 1
    assert "cannot be entered by the user nobody" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_busy_simulator_port_is_one_sentence(rasputin: Command, folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = rasputin("status", RASPUTIN_SIMULATOR_PORT=port, RASPUTIN_HOME=str(folder / "other"))
    assert ended.returncode == 1
    assert ended.stderr == (
        f"rasputin: Port {port} is taken by another program: set RASPUTIN_SIMULATOR_PORT to a free one.\n"
    )


def test_a_home_that_cannot_be_made_is_one_sentence(rasputin: Command) -> None:
    ended = rasputin("up", RASPUTIN_HOME="/dev/null/home")
    assert ended.returncode == 1
    assert "/dev/null/home" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_help_lists_the_commands(rasputin: Command) -> None:
    ended = rasputin("--help")
    assert ended.returncode == 0
    assert all(name in ended.stdout for name in ("up", "status", "verify", "run", "sync", "clans", "members"))
