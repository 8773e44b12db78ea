"""`rasputin sync` ends: with what was fetched, or with the names of those who could not be."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import redis
from django.db.models.functions import Now

from rasputin import clock, due
from rasputin.budget import STATE
from rasputin.cli.sync import TRIES, Wish
from rasputin.local import supervise
from rasputin.queues import Priority
from tests.factories.tracking import CharacterFactory, MemberFactory
from tests.rasputin.simulator.server import Simulator
from tests.system.stack import ROOT, Stack, stack, wait_for
from tracking.models import Member, Section
from tracking.tasks import SERVICES


@pytest.fixture
def member(db: None) -> Member:
    return MemberFactory.create()


def wished(member: Member, kind: str = Section.Kind.PROFILE, **fields: object) -> Section:
    of_character = kind == Section.Kind.HISTORY
    subject = CharacterFactory.create(member=member).pk if of_character else member.pk
    return Section.objects.create(
        kind=kind, subject=subject, due_at=clock.now(), priority=Priority.PERSON, **fields
    )


def claimed(row: Section) -> Section:
    (mine,) = due.claim(Section.objects.filter(pk=row.pk), limit=1, now=clock.now(), lease_seconds=60).rows
    found: Section = mine
    return found


def fails(row: Section, *, seconds: float = 0) -> None:
    due.hold(claimed(row), seconds=seconds, kind="unavailable", message="no reply")


def test_who_is_fetched_is_waited_for_no_longer(member: Member) -> None:
    rows = [wished(member, kind) for kind in SERVICES]
    wish = Wish([member])
    assert wish.left() == 3
    for row in rows:
        due.finish(claimed(row), due_at=clock.now() + timedelta(hours=1))
    assert (wish.left(), wish.failed()) == (0, [])


def test_passing_trouble_is_waited_for_and_trouble_that_stays_is_named(member: Member) -> None:
    row = wished(member)
    wish = Wish([member])
    for _ in range(TRIES - 1):
        fails(row)
        assert wish.left() == 1
    fails(row)
    assert wish.left() == 0
    assert wish.failed() == [f"{member.player.name}: profile {member.pk} failed (unavailable): no reply"]


def test_a_history_that_fails_is_named_by_its_player(member: Member) -> None:
    row = wished(member, Section.Kind.HISTORY)
    wish = Wish([member])
    due.postpone(claimed(row), due_at=clock.now() + timedelta(days=1), kind="private", message="hidden")
    assert wish.left() == 0
    assert wish.failed() == [f"{member.player.name}: history {row.subject} failed (private): hidden"]


def test_an_error_of_before_is_tried_once_more(member: Member) -> None:
    row = wished(member, failures=10, error_kind="private", error_message="hidden")
    wish = Wish([member])
    assert wish.left() == 1
    due.finish(claimed(row), due_at=clock.now() + timedelta(hours=1))
    assert (wish.left(), wish.failed()) == (0, [])


def test_who_is_held_back_for_long_since_before_is_named_and_not_waited_for(member: Member) -> None:
    row = wished(member)
    fails(row, seconds=600)
    wish = Wish([member])
    assert wish.left() == 0
    assert wish.failed() == [f"{member.player.name}: profile {member.pk} failed (unavailable): no reply"]
    Section.objects.update(lease_until=Now())
    assert (wish.left(), wish.failed()) == (1, [])


def test_a_dead_letter_is_named(member: Member) -> None:
    row = wished(member)
    wish = Wish([member])
    due.bury(claimed(row), kind="poison", message="its worker died")
    assert wish.left() == 0
    assert wish.failed() == [f"{member.player.name}: profile {member.pk} failed (poison): its worker died"]


@pytest.fixture(scope="module")
def small() -> Iterator[Stack]:
    with TemporaryDirectory(prefix="rasputin-sync-") as folder:
        Path(folder).chmod(0o711)
        with stack(Path(folder), "--seed", "5", "--clans", "1", "--members", "2", "--days", "5") as made:
            yield made


def test_when_the_up_ends_whose_workers_it_uses_it_goes_on_with_its_own(small: Stack) -> None:
    bungie = Simulator(small.bungie, small.path)
    member, *_ = small.control("world")["members"]
    assert small.rasputin("members", "add", member).returncode == 0
    up = small.up(until_caught_up=False)
    wait_for(lambda: "crawl" in supervise.alive_programs(small.home), "crawler")
    bungie.control("faults", body={"code": 5}, method="POST")
    command = [sys.executable, "-m", "rasputin.cli", "sync"]
    pipe = subprocess.PIPE
    sync = subprocess.Popen(
        command, cwd=ROOT, env=small.environment, stdout=pipe, stderr=subprocess.STDOUT, text=True
    )
    assert sync.stdout is not None
    said = [sync.stdout.readline(), sync.stdout.readline()]
    assert said[0] == "1 members are fetched anew.\n"
    assert "wait: maintenance" in said[1]
    up.send_signal(signal.SIGINT)
    printed, _ = up.communicate(timeout=60)
    assert up.returncode == 0, printed
    bungie.control("faults", method="DELETE")
    with redis.Redis.from_url(small.redis_url) as budget:
        budget.delete(STATE)  # or the next probe is a minute away
    rest, _ = sync.communicate(timeout=60)
    assert sync.returncode == 0, rest
    assert "Profiles, histories and triumphs are up to date" in rest
    assert "crawl" not in supervise.alive_programs(small.home)
