"""How soon after its end an activity's report is stored, and what that costs: an evening, the whole stack.

`python -m tests.benchmarks.freshness --members 1000 --hours 1.5 --factor 20` measures a smaller one.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

import psutil
import requests

from rasputin.local import running
from tests.benchmarks.figures import Figure
from tests.benchmarks.store import _await, _cpu, _process, _processes, _words
from tests.free_port import free_port

PEAK = datetime(2026, 11, 22, 20, tzinfo=UTC)
WARM_UP = timedelta(minutes=40)  # those who play are found anew
LAST = timedelta(minutes=30)  # until the reports of the last activities have come
DAYS = 3  # of activity before: what a look reaches back
PROCESSES = 2
SWEEP_SECONDS = 10.0  # of the simulated clock; the product's is every 5
REPAIR = timedelta(minutes=1)  # of that clock, as the product's


class Evening(NamedTuple):
    """What is measured; `factor` simulated seconds pass in one."""

    members: int = 10_000
    hours: float = 6
    factor: float = 60
    rate: float = 25
    last_played: str = "start"  # of sessions, the worse of the two: `end` of activities is the other

    @property
    def clans(self) -> int:
        return -(-self.members // 100)

    @property
    def window(self) -> tuple[datetime, datetime]:
        half = timedelta(hours=self.hours / 2)
        return PEAK - half, PEAK + half


class Measured(NamedTuple):
    """`waits`: simulated seconds from an activity's end to its report stored, never stored ones included;
    of those who are on a roster. `unhinted`: of those of whom none tells.
    """

    waits: list[float]
    unhinted: list[float]
    missing: int
    asked: Mapping[str, int]  # in the window, by endpoint
    cpu: Mapping[str, float]  # seconds, by program
    behind: float  # simulated seconds by which the most urgent due work was late at worst
    rare: Mapping[str, int]  # of the requests, in the window: members' triumphs, characters' deep walks


def p95_seconds() -> Figure:
    evening, got = _usual(), _run(_usual())
    value = quantiles(got.waits, n=20)[18]
    return Figure(value, "s", f"{_said(evening)}; {_told(got)}", "at most 600")


def requests_per_member_hour() -> Figure:
    evening, got = _usual(), _run(_usual())
    value = sum(n for endpoint, n in got.asked.items() if endpoint != "report")
    shares = ", ".join(
        f"{endpoint} {n / evening.members / evening.hours:.3f}" for endpoint, n in sorted(got.asked.items())
    )
    rare = ", ".join(f"{what} {number}" for what, number in got.rare.items())
    said = f"{_said(evening)}; {shares}; in all {value} requests, among them {rare}"
    return Figure(value / evening.members / evening.hours, "", said, "at most 1.0")


def naive_requests_per_member_hour() -> Figure:
    value = 4 * 3600 / 600
    return Figure(value, "", "reckoned: a profile and three histories of everybody every ten minutes")


def reports_per_member_hour() -> Figure:
    evening, got = _usual(), _run(_usual())
    return Figure(got.asked["report"] / evening.members / evening.hours, "", _said(evening))


def _usual() -> Evening:
    """FRESHNESS_FACTOR=20 and the like measure another evening than the wanted one."""
    asked = {key: os.environ.get(f"FRESHNESS_{key.upper()}") for key in Evening._fields}
    kinds = Evening.__annotations__
    return Evening(**{key: kinds[key](value) for key, value in asked.items() if value})


def _said(evening: Evening) -> str:
    return (
        f"{evening.members:,} members in {evening.clans} clans, {evening.hours:g} simulated hours around"
        f" the peak at factor {evening.factor:g}, at most {evening.rate:g} requests a second of that clock;"
        f" members known already (written from the simulator's truth); triumphs daily and after play,"
        f" walks by every mode monthly (one page a mode, as all histories are of {DAYS} days), and repair"
        f" included; dateLastPlayed moves at the {evening.last_played};"
        f" {PROCESSES} worker processes, {os.cpu_count()} cores for all"
    )


def _told(got: Measured) -> str:
    cut = quantiles(got.waits, n=100)
    cpu = ", ".join(f"{name} {seconds:.0f}" for name, seconds in got.cpu.items())
    return (
        f"{len(got.waits):,} activities, {got.missing} without a report; half within {cut[49]:.0f} s,"
        f" 90 % {cut[89]:.0f}, 99 % {cut[98]:.0f}; of members in no clan {len(got.unhinted)} more,"
        f" half within {median(got.unhinted or [0]):.0f} s; CPU seconds: {cpu};"
        f" due work at worst {got.behind:.0f} s late"
    )


@cache
def _run(evening: Evening) -> Measured:
    with tempfile.TemporaryDirectory(prefix="rasputin-bench-") as folder:
        Path(folder).chmod(0o711)
        clock = Path(folder) / "clock"
        first, last = evening.window
        _rest(clock, first - WARM_UP)
        os.environ["RASPUTIN_CLOCK"] = f"file:{clock}"
        with running(Path(folder) / "home", simulator=False) as services, _simulator(evening, first) as base:
            os.environ.update(services, **_settings(base, evening))
            _know(base)
            with _workers():
                before = _cpu_by_name(Path(folder) / "home")
                _go(clock, first - WARM_UP, evening.factor)
                at_first = _sweep_until(first, evening, base)
                at_last = _sweep_until(last, evening, base)
                _sweep_until(last + LAST, evening, base)
                cpu = _cpu_by_name(Path(folder) / "home")
            asked = {key: n - at_first.get(key, 0) for key, n in at_last.items()}
            spent = {key: seconds - before.get(key, 0) for key, seconds in cpu.items()}
            return _compare(base, evening, asked, spent)


def _rest(clock: Path, at: datetime) -> None:
    clock.write_text(f"{at.isoformat()}@0\n")


def _go(clock: Path, at: datetime, factor: float) -> None:
    """From now on the clock runs from there: it says so of where it meets the real time."""
    real = datetime.now(UTC)
    origin = real + (at - real) / (1 - factor)
    clock.write_text(f"{origin.isoformat()}@{factor}\n")
    time.sleep(2.5)  # everybody reads it again every second


@contextmanager
def _simulator(evening: Evening, first: datetime) -> Iterator[str]:
    port = free_port()
    since = (first - timedelta(days=DAYS)).isoformat()
    world = ["--clans", str(evening.clans), "--members", str(evening.members), "--evenings", "--seed", "11"]
    options = ["--since", since, "--last-played", evening.last_played, "--limit", str(int(evening.rate * 10))]
    command = [sys.executable, "-m", "rasputin.simulator", "--port", str(port), *world, *options]
    with _process(command):
        base = f"http://127.0.0.1:{port}"
        _await(f"{base}/_simulator/health")
        yield base


def _settings(base: str, evening: Evening) -> dict[str, str]:
    return {
        "BUNGIE_BASE_URL": base,
        "BUNGIE_STATS_URL": f"{base}/stats",
        "BUNGIE_API_KEY": "simulated",  # pragma: allowlist secret
        "RASPUTIN_RATE": str(evening.rate),
        "RASPUTIN_TASK_SECONDS": "5",  # a slice of half a second, so that no queue waits long for another
        "RASPUTIN_CRAWL_PROCESSES": str(PROCESSES),
        "RASPUTIN_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "rasputin.settings",
    }


def _control(base: str, path: str, **asked: str) -> Any:
    return requests.get(f"{base}/_simulator/{path}", params=asked, timeout=600).json()


def _know(base: str) -> None:
    import django

    django.setup()
    from rasputin import clock
    from rasputin.prepare import prepare
    from tests.benchmarks.known import know

    prepare()
    now = clock.now()
    print("  the world so far", flush=True)
    members = _control(base, "truth/members")
    ended = _control(base, "truth/ended", since=(now - timedelta(days=DAYS)).isoformat(), at=now.isoformat())
    print(f"  writing {len(members):,} members and {len(ended):,} activities", flush=True)
    know(_control(base, "truth/clans"), members, ended, now=now)


@contextmanager
def _workers() -> Iterator[None]:
    options = ["-Q", "member,clan,instance", f"--concurrency={PROCESSES}", "-n", "bench@%h"]
    with _process(
        [sys.executable, "-m", "celery", "-A", "rasputin", "worker", *options, "--loglevel=WARNING"]
    ):
        from rasputin.celery import app

        while not app.control.ping(timeout=1):
            pass
        yield


BEHIND = [0.0]


def _sweep_until(end: datetime, evening: Evening, base: str) -> dict[str, int]:
    """Rings as beat's sweeps do, until then; returns the requests that have arrived by endpoint."""
    from clans.tasks import sweep_clans
    from rasputin import clock
    from tracking.tasks import sweep_instances, sweep_members, sweep_players

    told, repaired_at = time.monotonic(), clock.now()
    while (now := clock.now()) < end:
        for sweep in (sweep_clans, sweep_members, sweep_instances):
            sweep.run()
        if now - repaired_at >= REPAIR:
            repaired_at = now
            sweep_players.run()
        time.sleep(SWEEP_SECONDS / evening.factor)
        if time.monotonic() - told > 10:
            told = time.monotonic()
            _tell(now)
    by_endpoint: dict[str, int] = _control(base, "requests")["by_endpoint"]
    return by_endpoint


def _tell(now: datetime) -> None:
    from tracking.models import Instance, PendingReport, Section

    due = Section.objects.due(now).order_by("due_at").values_list("due_at", flat=True)
    late = (now - due[0]).total_seconds() if due else 0.0
    BEHIND[0] = max(BEHIND[0], late)
    pending, stored = PendingReport.objects.due(now).count(), Instance.objects.count()
    print(
        f"  {now:%H:%M}: {due.count()} due, the oldest {late:.0f} s late;"
        f" {pending} reports pending, {stored} stored",
        flush=True,
    )


def _compare(base: str, evening: Evening, asked: dict[str, int], cpu: dict[str, float]) -> Measured:
    """Of all activities that ended in the window and that the history of somebody lists, and shows."""
    from tracking.models import Instance

    first, last = evening.window
    ended = _control(base, "truth/ended", since=first.isoformat(), at=last.isoformat())
    fetched, hinted = dict(Instance.objects.values_list("pk", "fetched_at")), _on_rosters(since=first)
    waits: dict[bool, list[float]] = {True: [], False: []}
    missing = 0
    for row in ended:
        known = {int(one["membership_id"]) for one in row["members"] if not one["private"]}
        if known and row["only_mode"] is None:
            at = fetched.get(int(row["instance_id"]))
            missing += at is None
            wait = (at or last + LAST) - datetime.fromisoformat(row["ended_at"])
            waits[bool(known & hinted)].append(wait.total_seconds())
    return Measured(waits[True], waits[False], missing, asked, cpu, BEHIND[0], _rare(first, last))


def _on_rosters(*, since: datetime) -> set[int]:
    from clans.models import Membership

    rows = Membership.objects.current() | Membership.objects.filter(left_at__gte=since)
    return set(rows.values_list("player_id", flat=True))


def _rare(first: datetime, last: datetime) -> dict[str, int]:
    from tracking.models import Section

    ran = Section.objects.filter(run_at__gte=first, run_at__lt=last)
    return {
        "members' triumphs (with the profile)": ran.of(Section.Kind.RECORDS).count(),
        "characters' deep walks": ran.of(Section.Kind.DEEP).count(),
    }


def _cpu_by_name(home: Path) -> dict[str, float]:
    """Of the crawl's workers, the simulator, PostgreSQL, Redis, and of what sweeps."""
    mine = psutil.Process().children(recursive=True)
    simulator = [one for one in mine if "rasputin.simulator" in _words(one)]
    workers = [one for one in mine if "celery" in _words(one)]
    servers = [one for one in _processes(home) if one not in mine]
    return {
        "workers": _cpu(workers),
        "simulator": _cpu(simulator),
        "PostgreSQL and Redis": _cpu(servers),
        "sweeps": _cpu([psutil.Process()]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for key, kind in Evening.__annotations__.items():
        parser.add_argument(f"--{key.replace('_', '-')}", type=kind, default=Evening._field_defaults[key])
    asked = parser.parse_args()
    os.environ.update({f"FRESHNESS_{key.upper()}": str(getattr(asked, key)) for key in Evening._fields})
    for figure in (p95_seconds(), requests_per_member_hour(), reports_per_member_hour()):
        print(f"{figure.value:.3f} {figure.unit} ({figure.wanted}): {figure.measured}")


if __name__ == "__main__":
    main()
