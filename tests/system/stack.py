"""The whole of Rasputin as an operator runs it: `rasputin up` in a home of its own, against a simulator."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from rasputin.local import Home, running
from rasputin.local.home import place_at
from rasputin.local.leftovers import find
from tests.free_port import free_port

ROOT = Path(__file__).resolve().parents[2]
RATE = 20
BUNGIES_LIMIT = 250  # requests in ten seconds; some arrive late where the machine is busy
TASK_SECONDS = 4.0  # so that the lease of a killed worker ends after eight seconds
PATIENCE = 300.0


class Stack(NamedTuple):
    """A home and the simulator that fills it."""

    path: Path
    bungie: str
    environment: dict[str, str]
    redis_url: str
    database_url: str

    @property
    def home(self) -> Home:
        return Home(self.path)

    def rasputin(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs a command to its end."""
        command = [sys.executable, "-m", "rasputin.cli", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.environment['RASPUTIN_WEB_PORT']}"

    def up(self, *, until_caught_up: bool = True) -> "subprocess.Popen[str]":
        command = [
            sys.executable,
            "-m",
            "rasputin.cli",
            "up",
            *(["--until-caught-up"] if until_caught_up else []),
        ]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=pipe, stderr=subprocess.STDOUT, text=True
        )

    def control(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.bungie}/_simulator/{path}", timeout=30) as reply:  # noqa: S310 - ours
            return json.load(reply)

    def await_requests(self, number: int) -> None:
        """Until the simulator has answered so many: the crawl is in full swing."""
        wait_for(lambda: self.control("requests")["total"] >= number, f"{number} requests")

    def processes(self, word: str = "") -> list[psutil.Process]:
        """What runs in this home, with `word` among its arguments; children of pools too."""
        family = [one for process, _ in find(self.home) for one in _family(process, word)]
        return list({process.pid: process for process in family}.values())


@contextmanager
def stack(folder: Path, *world: str, clock: str = "") -> Iterator[Stack]:
    """A simulator with that world, and an empty home whose services run for all the commands.

    Their clock is at rest unless another is set.
    """
    port = free_port()
    environment = {**_clean(), "RASPUTIN_CLOCK": clock or f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}@0"}
    command = [sys.executable, "-m", "rasputin.simulator", "--port", str(port), *world]
    simulator = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        bungie = f"http://127.0.0.1:{port}"
        ours = {
            "RASPUTIN_HOME": str(folder / "home"),
            "BUNGIE_BASE_URL": bungie,
            "BUNGIE_API_KEY": "simulated",  # pragma: allowlist secret
            "RASPUTIN_RATE": str(RATE),
            "RASPUTIN_TASK_SECONDS": str(TASK_SECONDS),
            **{f"RASPUTIN_{name}_PORT": str(free_port()) for name in ("WEB", "FLOWER", "SIMULATOR")},
        }
        wait_for(lambda: _answers(f"{bungie}/_simulator/health"), "the simulator")
        place = place_at(folder / "home", {}, simulated=False)
        with running(place, quick=True) as services:
            urls = services["REDIS_URL"], services["DATABASE_URL"]
            yield Stack(folder / "home", bungie, environment | ours, *urls)
    finally:
        simulator.terminate()
        simulator.wait(30)


def ends_well(started: "subprocess.Popen[str]") -> str:
    """What `up` printed, once it has ended with exit code 0."""
    printed, _ = started.communicate(timeout=PATIENCE)
    assert started.returncode == 0, printed
    assert "Caught up." in printed
    return printed


def nothing_differs(stack: Stack, *, hurried: bool = False) -> None:
    """The database holds what happened, in itself and against the simulator's truth; and politely so.

    Under a hurried clock requests cannot keep their distance: there the rate is not looked at.
    """
    told = stack.rasputin("verify", "--truth")
    assert (told.returncode, told.stdout.splitlines()[-1:]) == (0, ["Nothing differs."]), told
    assert hurried or stack.control("requests")["most_in_10s"] <= BUNGIES_LIMIT


def wait_for(ready: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"no {what} within {seconds:.0f} seconds"
        time.sleep(0.1)


def _family(process: psutil.Process, word: str) -> list[psutil.Process]:
    """With its children, if `word` is among its arguments; nobody, if it has just ended."""
    try:
        fits = not word or word in process.cmdline()
        return [process, *process.children(recursive=True)] if fits else []
    except psutil.NoSuchProcess:
        return []


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - loopback
            return True
    except OSError:
        return False


def _clean() -> dict[str, str]:
    """This process's environment without settings of Rasputin's."""
    ours = ("RASPUTIN_", "BUNGIE_", "DATABASE_URL", "REDIS_URL", "CELERY_", "DJANGO_")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}
