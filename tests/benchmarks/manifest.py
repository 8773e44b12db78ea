"""How a manifest of the real game's size comes in: how long, with how much memory, how fast it answers."""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import requests

from rasputin.local import running
from tests.benchmarks.figures import ROOT, Figure
from tests.free_port import free_port

LOOK_UPS = 500
SAID = (
    "a generated manifest of 83 tables and 174,000 definitions, items 256 MB, all kept, from a simulator that"
    " has written its files before; one worker task after the other in one process, from the first look to"
    f" the swap; {os.cpu_count()} cores shared with PostgreSQL, Redis and the simulator"
)

WORKER = """
import time, django
django.setup()
from manifest.tasks import run_slice
while run_slice(priority=0, deadline=time.monotonic() + 30).more: pass
"""


class Run(NamedTuple):
    """Seconds, the largest PSS of the worker in MB, and milliseconds of look-ups (cached, not cached)."""

    seconds: float
    megabytes: float
    cached_ms: float
    uncached_ms: float


def load_seconds() -> Figure:
    return Figure(_run().seconds, "s", SAID, "at most 180")


def memory_mb() -> Figure:
    return Figure(_run().megabytes, "MB", f"{SAID}; largest PSS of the worker's process", "at most 500")


def lookup_ms() -> Figure:
    run = _run()
    said = (
        f"median of {LOOK_UPS} look-ups of items by hash with all 174,000 definitions stored; from the cache."
        f" Without the cache {run.uncached_ms:.2f} ms (wanted: at most 3)"
    )
    return Figure(run.cached_ms, "ms", said, "at most 1")


@cache
def _run() -> Run:
    """All figures come of one run."""
    with tempfile.TemporaryDirectory(prefix="rasputin-bench-") as folder:
        Path(folder).chmod(0o711)
        with running(Path(folder) / "home", simulator=False) as services, _simulator() as base:
            os.environ.update(services, **_settings(base, Path(folder)))
            _prepare()
            _have_files_written(base)
            seconds, megabytes = _load()
            cached, uncached = _look_up()
            return Run(seconds, megabytes, cached, uncached)


def _settings(base: str, folder: Path) -> dict[str, str]:
    return {
        "BUNGIE_BASE_URL": base,
        "BUNGIE_API_KEY": "simulated",  # pragma: allowlist secret
        "DJANGO_SETTINGS_MODULE": "rasputin.settings",
        "RASPUTIN_LOG_LEVEL": "WARNING",
        "RASPUTIN_MANIFEST_FOLDER": str(folder / "manifest"),
        "RASPUTIN_MANIFEST_TABLES": "all",
    }


def _prepare() -> None:
    import django

    django.setup()
    from rasputin.prepare import prepare

    prepare()


def _have_files_written(base: str) -> None:
    """The simulator writes a table when it is first asked for: that is its time and not ours."""
    paths = requests.get(f"{base}/Platform/Destiny2/Manifest/", headers={"User-Agent": "bench"}, timeout=60)
    for path in paths.json()["Response"]["jsonWorldComponentContentPaths"]["en"].values():
        with requests.get(f"{base}{path}", stream=True, timeout=120, headers={"User-Agent": "bench"}) as told:
            next(told.iter_content(1), b"")


def _load() -> tuple[float, float]:
    began = time.monotonic()
    worker = subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT)
    memory = Memory(worker.pid)
    memory.start()
    while worker.poll() is None:
        time.sleep(0.1)
    seconds = time.monotonic() - began
    memory.join()
    from manifest.models import Definition

    print(f"  {Definition.objects.present().count():,} definitions stored", flush=True)
    if worker.returncode or not Definition.objects.exists():
        raise SystemExit("the manifest did not come in")
    return seconds, memory.most


class Memory(threading.Thread):
    """Watches the PSS of a process until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._rollup = Path(f"/proc/{pid}/smaps_rollup")
        self.most = 0.0

    def run(self) -> None:
        while True:
            try:
                lines = self._rollup.read_text().splitlines()
            except OSError:
                return
            kilobytes = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
            if not kilobytes:
                return
            self.most = max(self.most, kilobytes / 1024)
            time.sleep(0.2)


def _look_up() -> tuple[float, float]:
    from django.core.cache import cache as kept

    from manifest.models import Definition
    from manifest.queries import definition

    keys = list(Definition.objects.filter(table="InventoryItem").values_list("key", flat=True)[:LOOK_UPS])
    kept.clear()
    definition("InventoryItem", keys[0])
    uncached, cached = (
        [_milliseconds(partial(definition, "InventoryItem", key)) for key in keys] for _ in range(2)
    )
    return statistics.median(cached), statistics.median(uncached)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


@contextmanager
def _simulator() -> Iterator[str]:
    port = free_port()
    options = ["--port", str(port), "--manifest", "large", "--steady", "--limit", "1000000"]
    process = subprocess.Popen([sys.executable, "-m", "rasputin.simulator", *options], cwd=ROOT)
    try:
        base = f"http://127.0.0.1:{port}"
        _await(f"{base}/_simulator/health")
        yield base
    finally:
        process.terminate()
        process.wait(60)


def _await(url: str) -> None:
    for _ in range(600):
        try:
            requests.get(url, timeout=5).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing answers at {url}")
