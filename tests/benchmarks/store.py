"""How fast post-game reports are stored, and what CPU time one costs, through the whole stack."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import psutil
import requests

from rasputin.local import running
from tests.benchmarks import mix
from tests.benchmarks.figures import ROOT, Figure
from tests.free_port import free_port

REPORTS = 8_000
RENDERED = 8_000  # replies that the server holds; of more it changes the number
PROCESSES = 2
LEAST_RATE = 20  # stored reports a second, below which the measurement is given up
AGE = timedelta(days=30)  # of the reports: nothing young is looked at again
FACTOR = 1_000  # the budget's rate is that of the crawl's clock: far more than can be stored

SAID = (
    f"{REPORTS:,} reports: 40 % six-player raids, 40 % twelve-player Crucible, 20 % solo, four weapons a"
    f" player, archive on; {PROCESSES} worker processes, {os.cpu_count()} cores shared with PostgreSQL, Redis"
    " and the server of replies"
)


def reports_per_second() -> Figure:
    seconds, _ = _run()
    return Figure(REPORTS / seconds, "reports/s", SAID, "at least 300")


def cpu_ms_per_report() -> Figure:
    _, cpu = _run()
    return Figure(
        cpu / REPORTS * 1000, "ms", f"{SAID}; CPU of workers, PostgreSQL and Redis together", "at most 6"
    )


@cache
def _run() -> tuple[float, float]:
    """Wall and CPU seconds; both figures come of one run."""
    with crawled(REPORTS) as crawl:
        return crawl.seconds, crawl.cpu_seconds


class Crawl(NamedTuple):
    """From the first bell to the last stored report; the worker is still there."""

    seconds: float
    cpu_seconds: float
    worker: psutil.Process


@contextmanager
def crawled(reports: int) -> Iterator[Crawl]:
    with tempfile.TemporaryDirectory(prefix="rasputin-bench-") as folder:
        Path(folder).chmod(0o711)
        with running(Path(folder) / "home", simulator=False) as services, _replies() as base:
            os.environ.update(services, **_settings(base))
            _prepare(reports)
            with _worker() as worker:
                seconds, cpu_seconds = _measure(Path(folder) / "home", reports)
                yield Crawl(seconds, cpu_seconds, worker)


def _settings(base: str) -> dict[str, str]:
    return {
        "BUNGIE_BASE_URL": base,
        "BUNGIE_API_KEY": "simulated",  # pragma: allowlist secret
        "RASPUTIN_CLOCK": f"2026-01-01T00:00:00Z@{FACTOR}",
        "RASPUTIN_RATE": "25",
        "RASPUTIN_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "rasputin.settings",
    }


def _prepare(reports: int) -> None:
    import django

    django.setup()
    from rasputin import clock
    from rasputin.prepare import prepare
    from tracking.models import PendingReport

    prepare()
    now = clock.now()
    ids = range(mix.FIRST_INSTANCE, mix.FIRST_INSTANCE + reports)
    rows = (PendingReport(pk=key, period=now - AGE, found_at=now, due_at=now) for key in ids)
    PendingReport.objects.bulk_create(rows, batch_size=10_000)


def _measure(home: Path, reports: int) -> tuple[float, float]:
    from rasputin.crawltask import ring
    from tracking.models import Instance
    from tracking.tasks import crawl_instances

    counted = _processes(home)
    before, began = _cpu(counted), time.monotonic()
    ring(crawl_instances, PROCESSES)
    while (stored := Instance.objects.count()) < reports:
        if time.monotonic() - began > reports / LEAST_RATE:
            raise SystemExit(
                f"only {stored} of {reports} reports were stored in {reports / LEAST_RATE:.0f} seconds"
            )
        time.sleep(0.1)
        if time.monotonic() % 5 < 0.1:
            ring(crawl_instances, PROCESSES)
            print(f"  {stored} of {reports} stored", flush=True)
    return time.monotonic() - began, _cpu(_processes(home)) - before


def _processes(home: Path) -> list[psutil.Process]:
    """The worker and its children, PostgreSQL and its backends, Redis."""
    mine = psutil.Process().children(recursive=True)
    servers = [process for process in psutil.process_iter() if str(home) in " ".join(_words(process))]
    family = [child for process in servers for child in process.children(recursive=True)]
    wanted = {process.pid: process for process in [*mine, *servers, *family] if process.is_running()}
    return [process for process in wanted.values() if "tests.benchmarks.replies" not in _words(process)]


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _cpu(processes: Iterable[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        ended = times.children_user + times.children_system  # backends that PostgreSQL has seen end
        total += times.user + times.system + (ended if process.name() == "postgres" else 0.0)
    return total


@contextmanager
def _replies() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.replies", str(port), str(RENDERED)]
    with _process(command):
        base = f"http://127.0.0.1:{port}"
        _await(f"{base}/stats/{mix.FIRST_INSTANCE}/")
        yield base


@contextmanager
def _worker() -> Iterator[psutil.Process]:
    options = ["-Q", "instance", f"--concurrency={PROCESSES}", "-n", "bench@%h", "--loglevel=WARNING"]
    with _process([sys.executable, "-m", "celery", "-A", "rasputin", "worker", *options]) as worker:
        from rasputin.celery import app

        while not app.control.ping(timeout=1):
            pass
        yield worker


@contextmanager
def _process(command: list[str]) -> Iterator[psutil.Process]:
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield psutil.Process(process.pid)
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
