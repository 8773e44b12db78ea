"""How soon a person who asks for a refresh is served while all else is busy with a back-fill."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import ROOT, Figure
from tests.system.stack import RATE, Stack, stack, wait_for

BACKLOG = 100_000
ROUNDS = 9
PATIENCE = 60.0
WORLD = ("--seed", "5", "--clans", "2", "--members", "60", "--days", "30", "--steady")
CRAWLING = 100  # reports
STILL = 3.0  # seconds without a profile: everybody's is there

SAID = (
    f"`rasputin up` with {BACKLOG:,} reports pending, {RATE} requests a second; from `rasputin sync NAME`,"
    f" the command's start included, to the request for the profile at the simulator; {os.cpu_count()} cores;"
)


def start_seconds() -> Figure:
    with tempfile.TemporaryDirectory(prefix="rasputin-bench-") as folder:
        Path(folder).chmod(0o711)
        with stack(Path(folder), *WORLD) as here, _up(here):
            wait_for(lambda: _asked(here, "report") >= CRAWLING and _is_still(here), "back-fill")
            _fill(here)
            seconds = sorted(_refresh(here, name) for name in _names(here)[:ROUNDS])
    return Figure(
        median(seconds), "s", f"{SAID} median of {ROUNDS}, the slowest {seconds[-1]:.1f}", "at most 2"
    )


@contextmanager
def _up(here: Stack) -> Iterator[None]:
    here.environment["RASPUTIN_TASK_SECONDS"] = "60"  # as operators have it
    for clan in here.control("truth/clans"):
        here.rasputin("clans", "add", clan["group_id"]).check_returncode()
    up = here.up(until_caught_up=False)
    try:
        yield
    finally:
        up.terminate()
        up.communicate(timeout=120)


def _fill(here: Stack) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.pending", str(BACKLOG)]
    environment = {
        **here.environment,
        "DATABASE_URL": here.database_url,
        "DJANGO_SETTINGS_MODULE": "rasputin.settings",
    }
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _names(here: Stack) -> list[str]:
    names = [member["names"][-1] for member in here.control("truth/members")]
    return [f"{name['name']}#{name['code']:04}" for name in names if name["code"] is not None]


def _refresh(here: Stack, name: str) -> float:
    before, began = _asked(here, "profile"), time.monotonic()
    sync = subprocess.Popen(
        [sys.executable, "-m", "rasputin.cli", "sync", name],
        cwd=ROOT,
        env=here.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while _asked(here, "profile") == before:
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"nobody asked for {name} within {PATIENCE:.0f} seconds")
        time.sleep(0.02)
    seconds = time.monotonic() - began
    said, _ = sync.communicate(timeout=PATIENCE)
    if sync.returncode:
        raise SystemExit(said)
    return seconds


def _is_still(here: Stack) -> bool:
    before = _asked(here, "profile")
    time.sleep(STILL)
    return _asked(here, "profile") == before


def _asked(here: Stack, endpoint: str) -> int:
    """Requests that have arrived at the simulator."""
    counted: int = here.control("requests")["by_endpoint"].get(endpoint, 0)
    return counted
