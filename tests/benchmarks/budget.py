"""How much of its rate the request budget gives away, and whether it ever gives more than Bungie takes."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from rasputin.local import running
from rasputin.queues import Priority
from tests.benchmarks.figures import ROOT, Figure
from tests.rasputin.simulator import server

RATE = 25.0
PROCESSES = 32
URGENCY = (Priority.PERSON, Priority.HOT, Priority.BROAD, Priority.WARM)  # of one each; all others back-fill
WARM_UP_SECONDS = 22.0  # for the half rate of the beginning, and a window after it
SECONDS = 60.0
BUNGIES_LIMIT = 250  # requests of an address in ten seconds
WORLD = ("--seed", "5", "--clans", "1", "--members", "12", "--days", "10", "--steady")
REPORTS = 40  # different ones: the simulator keeps them ready

SAID = (
    f"configured at {RATE:g} requests a second: {PROCESSES} processes ask for grants without a pause, one of"
    f" each urgency and the rest back-fill, and call the simulator, its hosts in turn; {SECONDS:g} seconds"
)


class Counted(NamedTuple):
    """Requests a second while it was measured; the fullest ten seconds since the start, start included."""

    per_second: float
    most_in_10s: int


def used_share() -> Figure:
    return Figure(_run().per_second / RATE, "of the rate", SAID, "at least 0.97")


def overshoot_requests() -> Figure:
    most = _run().most_in_10s
    said = f"{SAID} and the start before them; both hosts together, as the simulator counts: {most} at most"
    return Figure(max(0, most - BUNGIES_LIMIT), "requests", said, "0")


@cache
def _run() -> Counted:
    """Both figures come of one run."""
    with tempfile.TemporaryDirectory(prefix="rasputin-bench-") as folder:
        Path(folder).chmod(0o711)
        world = Path(folder) / "world"
        world.mkdir()
        with running(Path(folder) / "home") as services, server.running(world, *WORLD) as simulator:
            environment = os.environ | services | {"RASPUTIN_RATE": str(RATE), "RASPUTIN_CLOCK": ""}
            with _takers(simulator, environment):
                time.sleep(WARM_UP_SECONDS)
                return _count(simulator)


def _count(simulator: server.Simulator) -> Counted:
    before, began = simulator.control("requests"), time.monotonic()
    time.sleep(SECONDS)
    after, seconds = simulator.control("requests"), time.monotonic() - began
    if after["throttled"]:
        raise SystemExit(f"the simulator refused {after['throttled']} requests")
    return Counted((after["total"] - before["total"]) / seconds, after["most_in_10s"])


@contextmanager
def _takers(simulator: server.Simulator, environment: dict[str, str]) -> Iterator[None]:
    ids = _instances(simulator)
    urgency = [*URGENCY, *[Priority.BACKFILL] * (PROCESSES - len(URGENCY))]
    command = [sys.executable, "-m", "tests.benchmarks.taker", simulator.url]
    takers = [
        subprocess.Popen(
            [*command, str(priority), *ids], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        for priority in urgency
    ]
    try:
        for taker in takers:
            assert taker.stdout is not None
            taker.stdout.readline()  # it is ready
        yield
        if any(taker.poll() is not None for taker in takers):
            raise SystemExit("a process ended before its time")
    finally:
        for taker in takers:
            taker.terminate()
        for taker in takers:
            taker.communicate(timeout=60)


def _instances(simulator: server.Simulator) -> list[str]:
    """Ids of reports of the world."""
    members: list[dict[str, Any]] = simulator.control("truth/members")
    characters = [row["character_id"] for member in members for row in member["characters"]]
    played = [
        row["instance_id"]
        for character in characters
        for row in simulator.control(f"truth/characters/{character}/activities")
    ]
    return sorted(set(played))[:REPORTS]
