"""`rasputin up` in trouble, and interrupted."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rasputin.bungie.errors import KEY_ADVICE
from rasputin.cli.up import rest_after
from tests.system.stack import Stack, stack

REFUSED = f"All requests wait: key_refused: {KEY_ADVICE[2101]} Nothing is fetched until then, and a new key"


@pytest.fixture(scope="module")
def another_key() -> Iterator[Stack]:
    """A Bungie that does not know the key, and a clan to crawl."""
    with TemporaryDirectory(prefix="rasputin-key-") as folder:
        Path(folder).chmod(0o711)
        world = ("--seed", "5", "--clans", "1", "--members", "3", "--days", "5", "--api-key", "good")
        with stack(Path(folder), *world) as made:
            (clan,) = made.control("world")["clans"]
            assert made.rasputin("clans", "add", str(clan["group_id"])).returncode == 0
            yield made


def read_until(started: "subprocess.Popen[str]", word: str) -> str:
    assert started.stdout is not None
    read = []
    for line in started.stdout:
        read.append(line)
        if word in line:
            return line
    raise AssertionError("".join(read))


def test_a_refused_key_is_said_at_once_and_an_interrupted_crawl_has_not_caught_up(
    another_key: Stack,
) -> None:
    started = another_key.up(until_caught_up=True)
    said = read_until(started, "key_refused")
    assert said.startswith(REFUSED)
    told = another_key.rasputin("status")
    assert REFUSED in told.stdout
    started.send_signal(signal.SIGTERM)
    rest, _ = started.communicate(timeout=60)
    assert started.returncode == 130, rest
    assert "Caught up." not in rest


def test_up_that_is_only_ended_has_done_what_it_should(another_key: Stack) -> None:
    started = another_key.up(until_caught_up=False)
    read_until(started, "Rasputin, home")
    started.send_signal(signal.SIGINT)
    rest, _ = started.communicate(timeout=60)
    assert started.returncode == 0, rest


@pytest.mark.parametrize(("took", "rest"), [(0.0, 1.0), (0.05, 1.0), (0.5, 10.0), (30.0, 600.0)])
def test_looking_costs_the_database_a_twentieth_of_its_time_at_most(took: float, rest: float) -> None:
    assert rest_after(took) == rest
