"""What the cases of `make chaos` share: a small crawl, a clock that can be hurried and stopped, the end."""

import json
import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import psycopg

from tests.system.stack import Stack, nothing_differs, stack, wait_for

WORLD = ("--seed", "7", "--clans", "1", "--members", "12", "--days", "10")  # 450 requests
TABLES = "Activity,ActivityMode,Class,PresentationNode,Record"
IN_FULL_SWING = 60  # requests
REREAD_SECONDS = 1.2  # after which everybody has read a changed clock
#: What the world itself gives cause for; all else that a row says is trouble that passes.
LASTING = ("", "private", "account_not_found", "not_found")

TROUBLED = """
SELECT (SELECT count(*) FROM tracking_section WHERE NOT error_kind = ANY(%(lasting)s))
     + (SELECT count(*) FROM tracking_pendingreport WHERE error_kind <> '')
"""
UNNAMED = """
SELECT (SELECT count(DISTINCT titles_digest) FROM tracking_memberrecords)
     - (SELECT count(*) FROM manifest_version WHERE state = 'current')
"""
OPEN = """
SELECT (SELECT count(*) FROM tracking_section
        WHERE due_at <= %(now)s OR lease_until > now())
     + (SELECT count(*) FROM tracking_pendingreport AS pending
        WHERE due_at <= %(now)s OR lease_until > now() OR NOT EXISTS (
            SELECT FROM tracking_instance AS instance WHERE instance.instance_id = pending.instance_id))
"""
BLAMED = """
SELECT (SELECT count(*) FROM tracking_section
        WHERE lease_until IS NULL AND attempts > 0 OR NOT error_kind = ANY(%(lasting)s))
     + (SELECT count(*) FROM tracking_pendingreport
        WHERE lease_until IS NULL AND attempts > 0 OR error_kind <> '' OR failures > 0)
"""


class Pace:
    """The clock of a simulator and of what asks it, in a file each; hurried and stopped while both run.

    It is set a little ahead, and the simulator reads it first: nobody's time goes back, and nobody has seen
    more of the world than the simulator tells in the end.
    """

    def __init__(self, folder: Path, *, factor: float) -> None:
        self.simulator, self.product = folder / "simulator.clock", folder / "product.clock"
        self._origin, self._factor = datetime.now(UTC), factor
        for file in (self.simulator, self.product):
            self._write(file)

    def now(self) -> datetime:
        return self._origin + (datetime.now(UTC) - self._origin) * self._factor

    def set(self, factor: float) -> None:
        real, ahead = datetime.now(UTC), timedelta(seconds=2 * REREAD_SECONDS * self._factor)
        simulated = self.now() + ahead
        meets = real.timestamp() + (simulated - real).total_seconds() / (1 - factor)
        self._origin, self._factor = datetime.fromtimestamp(meets, UTC), factor
        for file in (self.simulator, self.product):
            self._write(file)
            time.sleep(REREAD_SECONDS)

    def stop(self) -> None:
        self.set(0)

    def _write(self, file: Path) -> None:
        unfinished = file.with_suffix(".new")
        unfinished.write_text(f"{self._origin.isoformat()}@{self._factor}\n")
        unfinished.chmod(0o644)
        unfinished.rename(file)


@contextmanager
def tracked_clan(*, clock: Pace | None = None, task_seconds: float = 20) -> Iterator[Stack]:
    """A home that tracks the world's clan, of whom nobody was asked for yet; a lease lasts two tasks."""
    with TemporaryDirectory(prefix="rasputin-chaos-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with stack(folder, *WORLD, clock=f"file:{clock.simulator}" if clock else "") as made:
            made.environment.update(RASPUTIN_TASK_SECONDS=str(task_seconds), RASPUTIN_MANIFEST_TABLES=TABLES)
            if clock:
                made.environment["RASPUTIN_CLOCK"] = f"file:{clock.product}"
            clans = [str(clan["group_id"]) for clan in made.control("world")["clans"]]
            added = made.rasputin("clans", "add", *clans)
            assert added.returncode == 0, added.stderr
            try:
                yield made
            finally:
                _kill_commands()


def _kill_commands() -> None:
    """Where a test ended before its crawl did."""
    for child in psutil.Process().children():
        if "rasputin.cli" in child.cmdline():
            child.kill()


def tell(stack: Stack, path: str, body: Any = None, *, method: str = "POST") -> Any:
    """Tells the simulator something."""
    asked = urllib.request.Request(  # noqa: S310 - ours
        f"{stack.bungie}/_simulator/{path}", json.dumps(body).encode(), method=method
    )
    with urllib.request.urlopen(asked, timeout=30) as reply:  # noqa: S310 - ours
        return json.load(reply)


def strike(stack: Stack, *rules: dict[str, Any]) -> None:
    """The faults that hold from now on, instead of those before."""
    tell(stack, "faults", method="DELETE")
    tell(stack, "faults", list(rules))


def hits(stack: Stack) -> dict[str, int]:
    """How many requests each fault has struck."""
    return {rule["name"]: rule["hits"] for rule in stack.control("faults")}


def answered(stack: Stack) -> int:
    """Requests that got what they asked for."""
    return int(stack.control("requests")["by_code"].get("1", 0))


def ask(stack: Stack, path: str) -> Any:
    with urllib.request.urlopen(f"{stack.web}/api/{path}", timeout=30) as reply:  # noqa: S310 - loopback
        return json.load(reply)


def count(stack: Stack, question: str, **values: Any) -> int:
    with psycopg.connect(stack.database_url) as connection:
        row = connection.execute(question, {"lasting": list(LASTING), **values}).fetchone()
    assert row is not None
    return int(row[0])


def nobody_is_blamed(stack: Stack) -> bool:
    """No row counts a try or a failure for what was nobody's fault."""
    return count(stack, BLAMED) == 0


class Crawl:
    """One that has begun, under a clock of its own."""

    def __init__(self, stack: Stack, clock: Pace) -> None:
        self.stack, self.clock = stack, clock
        self._running = stack.up(until_caught_up=False)

    def starts_again(self, **settings: str) -> None:
        """As an operator does who has changed settings."""
        self.stops()
        self.stack.environment.update(settings)
        self._running = self.stack.up(until_caught_up=False)

    def stops(self) -> None:
        self._running.send_signal(signal.SIGINT)
        printed, _ = self._running.communicate(timeout=120)
        assert self._running.returncode == 0, printed

    def ends_whole(self) -> None:
        """The trouble is over: what it touched is made good, all is fetched, and nothing differs."""
        tell(self.stack, "faults", method="DELETE")
        wait_for(lambda: count(self.stack, TROUBLED) == 0, "end of the rows' trouble")
        wait_for(lambda: count(self.stack, UNNAMED) == 0, "titles of one and the same manifest")
        self.clock.stop()
        now = self.clock.now()
        wait_for(lambda: count(self.stack, OPEN, now=now) == 0, "end of the crawl")
        self.stops()
        nothing_differs(self.stack, hurried=True)
        assert nobody_is_blamed(self.stack)


@contextmanager
def crawling(*, factor: float) -> Iterator[Crawl]:
    """In the middle of a first crawl, under a clock of that factor."""
    with TemporaryDirectory(prefix="rasputin-clock-") as folder:
        clock = Pace(Path(folder), factor=factor)
        with tracked_clan(clock=clock) as stack:
            crawl = Crawl(stack, clock)
            stack.await_requests(IN_FULL_SWING)
            yield crawl
