"""Progress: what is counted while it crawls, and when it is caught up."""

import threading
import time
from datetime import timedelta

import pytest

from clans.services import add_clan
from clans.tasks import crawl_clans
from rasputin import connect
from rasputin.budget import COUNTS
from rasputin.bungie.errors import KEY_ADVICE, KeyRefused, Throttled
from rasputin.crawltask import claim
from rasputin.progress import (
    NEEDS_RESTART,
    Meter,
    Tally,
    failures_by_kind,
    newest_failures,
    snapshot,
    snapshot_of_a_second,
    what_waits,
)
from tests.simulated import NOW, World, run
from tracking.models import Character, HistoryEntry, Instance, Member, PendingReport, Section
from tracking.tasks import crawl_instances, crawl_members

pytestmark = pytest.mark.django_db


def crawl_everything(world: World) -> None:
    add_clan(int(world.clans()[0]["group_id"]), now=NOW)
    run(crawl_clans)
    least = min(world.members(), key=lambda row: sum(one["activities"] for one in row["characters"]))
    Section.objects.of(Section.Kind.PROFILE).exclude(subject=least["membership_id"]).update(
        due_at=NOW + timedelta(hours=1), run_at=NOW
    )
    while Section.objects.due(NOW).exists():
        run(crawl_members)
    while PendingReport.objects.due(NOW).exists():
        run(crawl_instances)


def test_where_nothing_is_tracked_nothing_is_caught_up(crawling: World) -> None:
    seen = snapshot(NOW)
    assert not seen.caught_up
    assert (seen.members, seen.requests_total, seen.seconds_left) == (0, 0, None)


def test_what_was_never_asked_is_not_caught_up(crawling: World) -> None:
    add_clan(int(crawling.clans()[0]["group_id"]), now=NOW)
    seen = snapshot(NOW)
    assert (seen.due, seen.never_run, seen.caught_up) == (2, 2, False)
    assert seen.seconds_left == pytest.approx(2 / seen.rate)


def test_a_row_that_somebody_holds_is_not_caught_up(crawling: World) -> None:
    Section.objects.create(kind=Section.Kind.PROFILE, subject=1, due_at=NOW, run_at=NOW)
    claim(Section.objects.all(), limit=1)
    Section.objects.update(due_at=NOW + timedelta(hours=1))
    seen = snapshot(NOW)
    assert (seen.due, seen.leased, seen.caught_up) == (0, 1, False)


def test_crawled_to_the_end_it_is_caught_up_and_counts_what_is_stored(crawling: World) -> None:
    crawl_everything(crawling)
    seen = snapshot(NOW)
    assert seen.caught_up
    assert (seen.clans, seen.members, seen.characters, seen.entries) == (
        1,
        Member.objects.count(),
        Character.objects.count(),
        HistoryEntry.objects.count(),
    )
    assert seen.members_done == seen.members
    assert (seen.histories_done, seen.reports_done) == (seen.histories_total, Instance.objects.count())
    assert (seen.reports_done, seen.due, seen.leased, seen.dead) == (seen.reports_total, 0, 0, 0)
    assert (seen.failures_by_kind, seen.seconds_left) == ({}, None)


def test_the_requests_that_it_counts_are_the_ones_that_bungie_saw(crawling: World) -> None:
    crawl_everything(crawling)
    seen = snapshot(NOW)
    assert seen.requests_by_endpoint == crawling.asked()
    assert seen.requests_total == sum(crawling.asked().values())


def test_dead_letters_and_failures_are_counted_by_kind(crawling: World) -> None:
    for number in (1, 2):
        PendingReport.objects.create(instance_id=number, period=NOW, found_at=NOW, error_kind="undecodable")
    for subject, kind in ((1, "private"), (2, "undecodable"), (3, "")):
        Section.objects.create(
            kind=Section.Kind.PROFILE, subject=subject, due_at=NOW, run_at=NOW, error_kind=kind
        )
    assert failures_by_kind() == {"private": 1, "undecodable": 3}
    assert (snapshot(NOW).dead, snapshot(NOW).reports_total) == (2, 2)


def test_requests_a_second_are_those_since_the_last_look() -> None:
    meter = Meter()
    assert meter.per_second(100) == 0
    time.sleep(0.1)
    assert 50 < meter.per_second(110) <= 100
    assert meter.per_second(50) == 0, "counts that were lost are no negative speed"


def test_a_refused_key_is_shown_with_what_to_do(crawling: World) -> None:
    crawling.fails(code=2101)
    add_clan(int(crawling.clans()[0]["group_id"]), now=NOW)
    crawl_clans.apply(throw=True)
    seen = snapshot(NOW)
    assert seen.closed == {"all": f"key_refused: {KEY_ADVICE[2101]} {NEEDS_RESTART}"}
    assert not seen.caught_up
    assert what_waits() == [f"All requests wait: {seen.closed['all']}"]


def test_maintenance_is_shown_for_the_class_that_waits(crawling: World) -> None:
    crawling.fails(code=5)
    add_clan(int(crawling.clans()[0]["group_id"]), now=NOW)
    crawl_clans.apply(throw=True)
    (sentence,) = what_waits()
    assert sentence.startswith("Clans wait: maintenance: [")


def test_a_throttle_is_shown_with_the_seconds_to_wait(crawling: World) -> None:
    assert snapshot(NOW).pause_seconds == 0
    crawling.fails(code=51)
    add_clan(int(crawling.clans()[0]["group_id"]), now=NOW)
    crawl_clans.apply(throw=True)
    assert 0 < snapshot(NOW).pause_seconds <= 60
    assert snapshot(NOW).closed == {}


@pytest.mark.parametrize("code", KEY_ADVICE)
def test_however_long_the_reason_is_the_advice_is_whole(crawling: World, code: int) -> None:
    error = KeyRefused("x" * 300, code=code, status_name="ApiInvalidOrExpiredKey", http_status=401)
    connect.budget().settle(endpoint="profile", error=error)
    assert KEY_ADVICE[code] in what_waits()[0]


def test_requests_are_told_by_host_and_so_is_what_held_them(crawling: World) -> None:
    connect.budget().take(host="stats", endpoint="report", priority=0)
    connect.budget().settle(endpoint="report", error=Throttled("slow down", wait=30))
    connect.budget().take(host="stats", endpoint="report", priority=0)
    snap = snapshot(NOW)
    assert (snap.requests_by_host, snap.requests_in_ten_seconds) == ({"stats": 1}, 1)
    assert snap.requests_held == {"early": 0, "paused": 1, "throttled": 1}


def test_who_looks_once_sees_the_speed_of_a_second(crawling: World) -> None:
    meanwhile = threading.Timer(0.3, lambda: connect.redis().hincrby(COUNTS, "granted:profile", 20))
    meanwhile.start()
    assert 10 < snapshot_of_a_second(NOW).requests_per_second <= 20


def test_the_tally_counts_from_when_it_was_made_and_never_backwards() -> None:
    tally = Tally({"profile": 100, "report": 7})
    assert tally.count({"profile": 100, "report": 7}) == {}
    assert tally.count({"profile": 110, "report": 7, "group": 1}) == {"profile": 10, "group": 1}
    assert tally.count({}) == {"profile": 10, "group": 1}, "Redis was flushed"
    assert tally.count({"profile": 3}) == {"profile": 13, "group": 1}


def test_each_kind_of_failure_is_shown_with_the_newest_that_it_said() -> None:
    for subject, minutes in ((1, 3), (2, 1), (3, None)):
        run_at = None if minutes is None else NOW - timedelta(minutes=minutes)
        Section.objects.create(
            kind=Section.Kind.PROFILE,
            subject=subject,
            run_at=run_at,
            error_kind="private",
            error_message=f"of {subject}",
        )
    for number in (8, 9):
        PendingReport.objects.create(
            instance_id=number, period=NOW, found_at=NOW, error_kind="bug", error_message=f"of {number}"
        )
    PendingReport.objects.create(instance_id=10, period=NOW, found_at=NOW)
    assert newest_failures() == {"bug": "9: of 9", "private": "profile 2: of 2"}
