"""How soon three clans that were just added are answered for, from their histories alone."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from rasputin.local import running
from tests.benchmarks import long_histories as told
from tests.benchmarks.figures import Figure
from tests.benchmarks.freshness import PROCESSES, _workers
from tests.benchmarks.store import _cpu, _process, _processes
from tests.free_port import free_port

RATE = 20
CLOCK = "FIRST_ANSWERS_FACTOR"
SWEEP_SECONDS = 5.0
PATIENCE = 1_500.0


def seconds() -> Figure:
    factor = float(os.environ.get(CLOCK, "1"))
    with tempfile.TemporaryDirectory(prefix="rasputin-bench-") as folder:
        Path(folder).chmod(0o711)
        home = Path(folder) / "home"
        with running(home, simulator=False) as services, _server() as base:
            os.environ.update(services, **_settings(base, factor))
            _prepare()
            with _workers():
                before = _cpu(_processes(home))
                took = _enrol(factor)
                cpu = _cpu(_processes(home)) - before
            asked = _check_answers()
    said = (
        f"{told.CLANS} clans of {told.MEMBERS} members, {told.ACTIVITIES:,} activities each, {RATE} requests"
        f" a second of a clock at factor {factor:g}, until every history is complete with the list's own"
        f" values; then /api/members/ID/stats answered of {asked} members with these. A server of prepared"
        f" replies; {PROCESSES} worker processes, {os.cpu_count()} cores; {cpu:.0f} s of CPU"
    )
    return Figure(took, "s", said, "at most 360")


@contextmanager
def _server() -> Iterator[str]:
    port = free_port()
    with _process([sys.executable, "-m", "tests.benchmarks.long_histories", str(port)]):
        time.sleep(3)
        yield f"http://127.0.0.1:{port}"


def _settings(base: str, factor: float) -> dict[str, str]:
    start = (told.NEWEST + timedelta(days=1)).isoformat()
    real = f"{start}@{factor}" if factor != 1 else ""
    return {
        "BUNGIE_BASE_URL": base,
        "BUNGIE_STATS_URL": f"{base}/stats",
        "BUNGIE_API_KEY": "simulated",  # pragma: allowlist secret
        "RASPUTIN_CLOCK": real,
        "RASPUTIN_RATE": str(RATE),
        "RASPUTIN_CRAWL_PROCESSES": str(PROCESSES),
        "RASPUTIN_LOG_LEVEL": "WARNING",
        "RASPUTIN_ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "rasputin.settings",
    }


def _prepare() -> None:
    import django

    django.setup()
    from rasputin.prepare import prepare

    prepare()


def _enrol(factor: float) -> float:
    """Simulated seconds from adding the clans until all is there, rung for as beat does."""
    from clans.services import add_clan
    from clans.tasks import sweep_clans
    from rasputin import clock
    from tracking.models import HistoryEntry, PendingReport
    from tracking.tasks import sweep_instances, sweep_members

    wanted = told.CLANS * told.MEMBERS * told.ACTIVITIES
    began = clock.now()
    real = time.monotonic()
    for clan in range(told.CLANS):
        add_clan(told.FIRST_CLAN + clan, now=began)
    while not _complete():
        for sweep in (sweep_clans, sweep_members, sweep_instances):
            sweep.run()
        time.sleep(min(1.0, SWEEP_SECONDS / factor))
        if int(time.monotonic() - real) % 20 == 0:
            known, pending = HistoryEntry.objects.count(), PendingReport.objects.count()
            print(f"  {known:,} of {wanted:,} entries, {pending:,} reports wanted", flush=True)
        if time.monotonic() - real > PATIENCE:
            raise SystemExit(f"the histories were not complete within {PATIENCE:.0f} seconds")
    return (clock.now() - began).total_seconds()


def _complete() -> bool:
    """Whether every character's history has been walked to its end."""
    from tracking.models import Character

    walked = Character.objects.exclude(walked_at=None).count()
    return walked == told.CLANS * told.MEMBERS * told.CHARACTERS


def _check_answers() -> int:
    """Every tenth member's, against what the lists said."""
    from django.test import Client

    asked = range(0, told.CLANS * told.MEMBERS, 10)
    for member in asked:
        reply = Client().get(f"/api/members/{told.FIRST_MEMBER + member}/stats")
        totals = reply.json()["totals"]
        if (got := {key: totals[key] for key in _wanted()}) != _wanted():
            raise SystemExit(f"/stats of member {member} says {got}, not {_wanted()}")
    return len(asked)


def _wanted() -> dict[str, Any]:
    rows = [told.values(number) for number in range(told.ACTIVITIES)]
    sums = {name: sum(row[name] for row in rows) for name in rows[0]}
    return {
        "activities": told.ACTIVITIES,
        "completions": sums["completed"],
        "kills": sums["kills"],
        "deaths": sums["deaths"],
        "assists": sums["assists"],
        "time_played_seconds": sums["timePlayedSeconds"],
        "last_played_at": f"{told.began(0):%Y-%m-%dT%H:%M:%SZ}",
    }


if __name__ == "__main__":
    figure = seconds()
    print(f"{figure.value:.0f} {figure.unit} ({figure.wanted}): {figure.measured}")
