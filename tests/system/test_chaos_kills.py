"""Processes that die or sleep in the middle of a crawl, at any moment: nothing is lost or doubled."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import psutil
import psycopg
import pytest

from rasputin.local.leftovers import find
from tests.system.chaos import IN_FULL_SWING, count, tracked_clan
from tests.system.stack import ROOT, Stack, ends_well, nothing_differs, wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.thorough]

TIMES = 10
LEASED = """
SELECT lease_token FROM tracking_section WHERE lease_until > now()
UNION ALL SELECT lease_token FROM tracking_pendingreport WHERE lease_until > now()
"""
HELD = """
SELECT (SELECT count(*) FROM tracking_section WHERE lease_token = ANY(%(tokens)s))
     + (SELECT count(*) FROM tracking_pendingreport WHERE lease_token = ANY(%(tokens)s))
"""
OPEN_TRANSACTIONS = """
SELECT count(*) FROM pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid()
"""
WORDS = {"crawl": "member,clan,instance", "house": "db_sync,actions", "beat": "beat", "web": "gunicorn"}


@pytest.fixture
def small() -> Iterator[Stack]:
    with tracked_clan(task_seconds=8) as made:
        yield made


def test_ten_kills_at_random_moments_lose_nothing(small: Stack) -> None:
    seed = int(os.environ.get("RASPUTIN_CHAOS_SEED") or random.randrange(1_000_000))
    print(f"RASPUTIN_CHAOS_SEED={seed}")
    dice = random.Random(seed)
    running = small.up()
    small.await_requests(IN_FULL_SWING)
    for victim in _victims(dice):
        time.sleep(dice.uniform(0.2, 3))
        wait_for(partial(_runs, small, victim), victim)
        _kill(dice, victim, _processes(small, victim))
    ends_well(running)
    nothing_differs(small)


def _victims(dice: random.Random) -> list[str]:
    """Each kind at least once, in any order."""
    kinds = [*WORDS, "supervisor"]
    drawn = [*kinds, *dice.choices(kinds, k=TIMES - len(kinds))]
    dice.shuffle(drawn)
    return drawn


def _runs(stack: Stack, victim: str) -> bool:
    return bool(_processes(stack, victim))


def _processes(stack: Stack, victim: str) -> list[psutil.Process]:
    if victim == "supervisor":
        return [process for process, kind in find(stack.home) if kind == "supervisor"]
    return stack.processes(WORDS[victim])


def _kill(dice: random.Random, victim: str, processes: list[psutil.Process]) -> None:
    """All of a program, or one process of it: a worker's own, or one of those that it made."""
    chosen = processes if dice.random() < 0.5 else [dice.choice(processes)]
    print(f"killed {victim}: {len(chosen)} of {len(processes)}")
    for process in chosen:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue


def test_a_worker_that_sleeps_longer_than_its_lease_wakes_up_without_harm(small: Stack) -> None:
    running = small.up()
    small.await_requests(IN_FULL_SWING)
    sleepers = small.processes(WORDS["crawl"])
    tokens = _stop_while_it_holds_leases(small, sleepers)
    with _another_worker(small):
        wait_for(lambda: count(small, HELD, tokens=tokens) == 0, "another worker that takes what they held")
        for process in reversed(sleepers):  # children first: their parent would end those that took too long
            process.send_signal(signal.SIGCONT)
            time.sleep(1)
        ends_well(running)
    nothing_differs(small)
    asked = small.control("requests")["by_endpoint"]["report"]
    assert asked <= count(small, "SELECT count(*) FROM tracking_instance") + len(tokens), "asked for twice"


def _stop_while_it_holds_leases(stack: Stack, workers: list[psutil.Process]) -> list[uuid.UUID]:
    """The tokens of what was claimed; never in the middle of a transaction, which others would wait for."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        _send(workers, signal.SIGSTOP)
        with psycopg.connect(stack.database_url, autocommit=True) as connection:
            (open_,) = connection.execute(OPEN_TRANSACTIONS).fetchone() or (0,)
            tokens = [token for (token,) in connection.execute(LEASED)]
        if tokens and not open_:
            return tokens
        _send(workers, signal.SIGCONT)
        time.sleep(0.2)
    raise AssertionError("the workers never held a lease")


def _send(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        process.send_signal(number)


@contextmanager
def _another_worker(stack: Stack) -> Iterator[None]:
    """One more that crawls, with what `up` gives its programs."""
    settings = json.loads(stack.home.environment.read_text())["all"]
    command = [sys.executable, "-m", "celery", "-A", "rasputin", "worker", "-Q", WORDS["crawl"]]
    worker = subprocess.Popen(
        [*command, "--concurrency=1", "-n", "another@%h", "--loglevel=WARNING"],
        cwd=ROOT,
        env={**stack.environment, **settings},
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(60)
