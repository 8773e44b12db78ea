"""Tasks against a Bungie in trouble: rows are held, given back, postponed or buried."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.db import OperationalError, connection

from rasputin import due, queues
from rasputin.budget import STATE
from rasputin.crawltask import RECHECK, REST, work_through
from rasputin.queues import Priority
from rasputin.steps import run_one
from tests.simulated import NOW, World, run
from tests.tracking.conftest import Enrol
from tracking.models import (
    Character,
    HistoryEntry,
    Instance,
    Member,
    PendingReport,
    Performance,
    RawReport,
    Section,
)
from tracking.services import sync_history, sync_member
from tracking.tasks import (
    FIRST_WAIT,
    LONGEST_WAIT,
    REPORT_TRIED_FOR,
    REPORT_TRIES,
    crawl_instances,
    crawl_members,
    refresh_members,
    sweep_instances,
    sweep_members,
)

HOUR = timedelta(hours=1)
PASSING = [
    ({"status": 503}, "unavailable"),
    ({"cut": 40}, "unavailable"),
    ({"status": 408}, "timeout"),
    ({"code": 1618}, "server_trouble"),
]
FOR_ALL = [{"code": 51}, {"code": 5}, {"code": 2101}, {"status": 429}]

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(crawling: World, enrolled: Enrol) -> int:
    return enrolled()


@pytest.fixture
def wanted(crawling: World, db: None) -> list[int]:
    """Some of the busiest character's reports, made pending."""
    told = crawling.activities(crawling.busiest()[1])[:6]
    for row in told:
        PendingReport.objects.create(
            instance_id=int(row["instance_id"]),
            period=row["period"],
            found_at=NOW,
            due_at=NOW,
            priority=Priority.BACKFILL,
        )
    return sorted(int(row["instance_id"]) for row in told)


def waiting_time_passes(connection: "redis.Redis") -> None:
    """Rows that were held are free again, and the budget's pauses and closed classes are over."""
    Section.objects.update(lease_until=None)
    PendingReport.objects.update(lease_until=None)
    connection.delete(STATE)
    connection.hset(STATE, "next:address", 0)  # nothing starts slowly


def states(rows: due.DueQuerySet) -> set[tuple[Any, ...]]:
    return set(rows.values_list("due_at", "error_kind", "failures", "attempts", "lease_token"))


def test_members_are_crawled_until_nothing_is_due(crawling: World, member: int) -> None:
    while Section.objects.due(NOW).exists():
        run(crawl_members)
    told = crawling.member(member)
    assert Character.objects.exclude(walked_at=None).count() == len(told["characters"])
    assert HistoryEntry.objects.count() == sum(row["activities"] for row in told["characters"])
    assert not Section.objects.due(NOW).exists()
    assert states(Section.objects.all()) == {
        (row.due_at, "", 0, 0, None) for row in Section.objects.exclude(due_at__lte=NOW)
    }
    later = Section.objects.of(Section.Kind.DEEP)
    assert set(later.values_list("run_at", "priority")) == {(None, Priority.BACKFILL)}
    run_once = Section.objects.exclude(pk__in=later)
    assert set(run_once.values_list("run_at", "succeeded_at")) == {(NOW, NOW)}


def test_reports_are_fetched_and_stored(crawling: World, wanted: list[int]) -> None:
    run(crawl_instances)
    assert sorted(Instance.objects.values_list("pk", flat=True)) == wanted
    assert not PendingReport.objects.exists()
    assert crawling.asked() == {"report": len(wanted)}


@pytest.mark.parametrize(("rule", "kind"), PASSING)
def test_passing_trouble_holds_a_profile_back_and_it_finishes_afterwards(
    crawling: World, member: int, redis_connection: "redis.Redis", rule: dict[str, Any], kind: str
) -> None:
    crawling.fails(path="/Profile/", **rule)
    run(crawl_members)
    assert states(Section.objects.all()) == {(NOW, kind, 1, 0, None)}
    assert list(Section.objects.leased()) == list(Section.objects.all())
    crawling.recovers()
    waiting_time_passes(redis_connection)
    run(crawl_members)
    assert not Section.objects.exclude(error_kind="").exists()
    assert Section.objects.get(kind=Section.Kind.PROFILE).failures == 0


@pytest.mark.parametrize(("rule", "kind"), PASSING)
def test_passing_trouble_holds_reports_back_and_they_finish_afterwards(
    crawling: World, wanted: list[int], redis_connection: "redis.Redis", rule: dict[str, Any], kind: str
) -> None:
    """Five failures close the class of reports: who comes after that is given back, not blamed."""
    crawling.fails(path="/PostGameCarnageReport/", **rule)
    run(crawl_instances)
    assert states(PendingReport.objects.all()) <= {(NOW, kind, 1, 0, None), (NOW, "", 0, 0, None)}
    assert PendingReport.objects.filter(error_kind=kind).exists()
    assert not RawReport.objects.exists()
    crawling.recovers()
    waiting_time_passes(redis_connection)
    run(crawl_instances)
    assert sorted(Instance.objects.values_list("pk", flat=True)) == wanted
    assert not PendingReport.objects.exists()


@pytest.mark.parametrize("rule", FOR_ALL)
def test_trouble_of_all_gives_rows_back_unblamed_and_ends_the_slice(
    crawling: World, wanted: list[int], redis_connection: "redis.Redis", rule: dict[str, Any]
) -> None:
    crawling.fails(path="/PostGameCarnageReport/", **rule)
    run(crawl_instances)
    assert states(PendingReport.objects.all()) == {(NOW, "", 0, 0, None)}
    assert not PendingReport.objects.leased().exists()
    assert crawling.asked()["report"] <= 8, "more than were on the wire when the trouble showed"
    crawling.recovers()
    waiting_time_passes(redis_connection)
    run(crawl_instances)
    assert sorted(Instance.objects.values_list("pk", flat=True)) == wanted


@pytest.mark.parametrize("rule", FOR_ALL)
def test_trouble_of_all_costs_no_profile_an_attempt(
    crawling: World, member: int, redis_connection: "redis.Redis", rule: dict[str, Any]
) -> None:
    crawling.fails(path="/Profile/", **rule)
    run(crawl_members)
    assert states(Section.objects.all()) == {(NOW, "", 0, 0, None)}
    crawling.recovers()
    waiting_time_passes(redis_connection)
    run(crawl_members)
    assert not Section.objects.due(NOW).exists()


def test_after_a_throttle_nothing_goes_out_until_the_pause_is_over(
    crawling: World, wanted: list[int], member: int
) -> None:
    crawling.fails(code=51, throttle_seconds=30, times=8)
    run(crawl_members)
    crawling.control("requests/reset", body={}, method="POST")
    run(crawl_instances)
    run(crawl_members)
    assert crawling.asked() == {}


def test_a_request_without_an_answer_times_out_and_holds_its_row(crawling: World, member: int) -> None:
    crawling.fails(path="/Profile/", delay=1.5)
    client = crawling.client(seconds=0.2)
    crawl_members.before_start()
    sections = Section.objects.of(Section.Kind.PROFILE)
    found = list(
        work_through(crawl_members, sections, lambda row: sync_member(client, row.subject, now=NOW), limit=8)
    )
    assert found == []
    assert states(sections) == {(NOW, "timeout", 1, 0, None)}


def test_a_private_history_is_recorded_not_retried(crawling: World, member: int) -> None:
    crawling.fails(path="/Activities/", code=1665)
    run(crawl_members)
    run(crawl_members)
    histories = Section.objects.of(Section.Kind.HISTORY)
    assert crawling.asked()["history"] == histories.count()
    assert states(histories) == {(NOW + RECHECK["private"], "private", 1, 0, None)}
    assert Member.objects.get().private
    assert not histories.dead().exists()


def test_a_history_that_opens_again_is_no_longer_private(crawling: World, member: int) -> None:
    crawling.fails(path="/Activities/", code=1665)
    run(crawl_members)
    crawling.recovers()
    Section.objects.of(Section.Kind.HISTORY).update(due_at=NOW)
    run(crawl_members)
    assert not Member.objects.get().private
    assert not Section.objects.exclude(error_kind="").exists()


def test_a_private_profile_is_recorded_not_retried(crawling: World, member: int) -> None:
    crawling.fails(path="/Profile/", code=1665)
    run(crawl_members)
    run(crawl_members)
    assert crawling.asked() == {"profile": 1}
    assert states(Section.objects.all()) == {(NOW + RECHECK["private"], "private", 1, 0, None)}
    assert Member.objects.get().private


def test_a_vanished_character_is_walked_once_more_then_never(crawling: World, member: int) -> None:
    run(crawl_members)
    gone = crawling.busiest()[1]
    Character.objects.filter(pk=gone).update(vanished_at=NOW)
    Section.objects.filter(subject=gone).update(due_at=NOW)
    crawling.control("requests/reset", body={}, method="POST")
    run(crawl_members)
    assert crawling.asked()["history"] >= 1
    run(crawl_members)
    sections = Section.objects.filter(subject=gone)
    assert set(sections.values_list("kind", "due_at", "error_kind")) == {
        (Section.Kind.HISTORY, None, ""),
        (Section.Kind.DEEP, None, ""),
    }


@pytest.mark.parametrize(("failures", "wait"), [(0, FIRST_WAIT), (2, 4 * FIRST_WAIT), (30, LONGEST_WAIT)])
def test_a_report_that_is_not_there_is_tried_again_less_and_less_often(
    crawling: World, wanted: list[int], failures: int, wait: timedelta
) -> None:
    PendingReport.objects.update(found_at=NOW - REPORT_TRIED_FOR + HOUR, failures=failures)
    crawling.fails(path="/PostGameCarnageReport/", code=1653)
    run(crawl_instances)
    assert states(PendingReport.objects.all()) == {(NOW + wait, "not_found", failures + 1, 0, None)}


@pytest.mark.parametrize(("code", "kind"), [(1653, "not_found"), (12, "embargoed")])
def test_a_report_that_is_not_there_after_a_week_is_a_named_dead_letter(
    crawling: World, wanted: list[int], code: int, kind: str
) -> None:
    PendingReport.objects.update(found_at=NOW - REPORT_TRIED_FOR - HOUR)
    crawling.fails(path="/PostGameCarnageReport/", code=code)
    run(crawl_instances)
    assert states(PendingReport.objects.all()) == {(None, kind, 1, 0, None)}
    assert PendingReport.objects.all().dead().count() == len(wanted)


@pytest.mark.parametrize(("rule", "kind"), PASSING)
def test_a_report_that_never_comes_for_trouble_that_should_pass_is_a_named_dead_letter_after_a_week(
    crawling: World, wanted: list[int], rule: dict[str, Any], kind: str
) -> None:
    PendingReport.objects.exclude(pk=wanted[0]).update(due_at=NOW + HOUR)
    mine = PendingReport.objects.filter(pk=wanted[0])
    mine.update(found_at=NOW - REPORT_TRIED_FOR, failures=REPORT_TRIES - 1)
    entry = HistoryEntry(instance_id=wanted[0], character_id=5, membership_id=6, source=1, period=NOW)
    entry.activity_hash, entry.director_hash, entry.mode = 1, 1, 4
    entry.save()
    crawling.fails(path="/PostGameCarnageReport/", **rule)
    run(crawl_instances)
    assert states(mine) == {(NOW + REST, kind, REPORT_TRIES, 0, None)}
    mine.update(due_at=NOW)
    run(crawl_instances)
    assert states(mine) == {(None, kind, REPORT_TRIES + 1, 0, None)}
    assert Performance.objects.get().character_id == entry.character_id


def test_a_young_report_that_fails_as_often_is_tried_on(crawling: World, wanted: list[int]) -> None:
    PendingReport.objects.update(found_at=NOW - REPORT_TRIED_FOR + HOUR, failures=REPORT_TRIES)
    crawling.fails(path="/PostGameCarnageReport/", code=1618)
    run(crawl_instances)
    assert not PendingReport.objects.all().dead().exists()


def test_one_lost_report_does_not_keep_the_others(crawling: World, wanted: list[int]) -> None:
    crawling.fails(path=f"/PostGameCarnageReport/{wanted[0]}/", code=1653)
    run(crawl_instances)
    assert sorted(Instance.objects.values_list("pk", flat=True)) == wanted[1:]
    assert [row.pk for row in PendingReport.objects.all()] == wanted[:1]


def test_a_row_that_fails_again_and_again_comes_to_rest(crawling: World, member: int) -> None:
    Section.objects.update(failures=10)
    crawling.fails(path="/Profile/", status=503)
    run(crawl_members)
    assert states(Section.objects.all()) == {(NOW + REST, "unavailable", 11, 0, None)}


def test_reports_of_the_past_wait_until_newcomers_are_read(
    crawling: World, wanted: list[int], member: int
) -> None:
    PendingReport.objects.filter(pk=wanted[0]).update(priority=Priority.HOT)
    run(crawl_instances)
    assert list(Instance.objects.values_list("pk", flat=True)) == wanted[:1]
    while Section.objects.due(NOW).exists():
        run(crawl_members)
    run(crawl_instances)
    assert set(Instance.objects.values_list("pk", flat=True)) >= set(wanted)


def test_what_somebody_stored_meanwhile_is_not_asked_for(crawling: World, wanted: list[int]) -> None:
    run(crawl_instances)
    PendingReport.objects.create(instance_id=wanted[0], period=NOW, found_at=NOW, due_at=NOW)
    crawling.control("requests/reset", body={}, method="POST")
    run(crawl_instances)
    assert crawling.asked() == {}
    assert not PendingReport.objects.exists()


def test_a_walk_that_found_reports_rings_for_them(
    crawling: World, member: int, broker: "redis.Redis"
) -> None:
    run(crawl_members)
    assert broker.llen(queues.INSTANCE) == 1
    assert PendingReport.objects.exists()


def test_sweeps_ring_for_what_is_due_and_for_nothing_else(
    crawling: World, member: int, broker: "redis.Redis"
) -> None:
    run(sweep_members)
    run(sweep_instances)
    assert (broker.llen(queues.MEMBER), broker.llen(queues.INSTANCE)) == (1, 0)


def test_what_a_person_waits_for_is_served_on_a_slot_that_serves_nothing_else(
    crawling: World, member: int, broker: "redis.Redis"
) -> None:
    run(sweep_members)
    assert broker.llen(queues.ACTIONS) == 0
    Section.objects.create(kind=Section.Kind.PROFILE, subject=member + 1, due_at=NOW, priority=Priority.BROAD)
    Section.objects.filter(subject=member).update(priority=Priority.PERSON)
    run(sweep_members)
    assert broker.llen(queues.ACTIONS) == 1
    run(refresh_members)
    assert crawling.asked() == {"profile": 1}
    assert Section.objects.of(Section.Kind.PROFILE).get(subject=member).due_at != NOW
    assert Section.objects.get(subject=member + 1).due_at == NOW


def test_a_crawl_interrupted_anywhere_ends_like_one_that_was_not(
    crawling: World, member: int, redis_connection: "redis.Redis"
) -> None:
    """A third of all answers are pages of HTML: the database in the end is the same."""
    crawling.fails(rate=0.3, status=502)
    for _ in range(30):
        run(crawl_members)
        waiting_time_passes(redis_connection)
        if not Section.objects.due(NOW).exists():
            break
    assert not Section.objects.due(NOW).exists()
    crawling.recovers()
    faulty = list(HistoryEntry.objects.order_by("pk").values())
    HistoryEntry.objects.all().delete()
    client = crawling.client()
    for character in Character.objects.all():
        Character.objects.filter(pk=character.pk).update(watermark=None)
        run_one(sync_history(client, character.pk, now=NOW))
    assert faulty == list(HistoryEntry.objects.order_by("pk").values())


REFUSES = """
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '{code}'; END $$;
    CREATE TRIGGER refuse BEFORE {event} ON {table} EXECUTE FUNCTION refuse();
"""


@contextmanager
def database_refuses(event: str, table: str, code: str = "53100") -> Iterator[None]:
    """As PostgreSQL does when its disk is full."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSES.format(event=event, table=table, code=code))
        try:
            yield
        finally:
            cursor.execute("DROP FUNCTION refuse() CASCADE")


def test_a_database_that_refuses_to_store_is_counted_against_no_report(
    crawling: World, wanted: list[int]
) -> None:
    with database_refuses("INSERT", "tracking_rawreport"):
        for _ in range(due.CLAIMS_BEFORE_ALONE + 2):
            with pytest.raises(OperationalError, match="the disk is full"):
                run(crawl_instances)
    assert states(PendingReport.objects.all()) == {(NOW, "", 0, 0, None)}
    assert not PendingReport.objects.leased().exists()
    run(crawl_instances)
    assert sorted(Instance.objects.values_list("pk", flat=True)) == wanted


@pytest.mark.django_db(transaction=True)
def test_a_database_that_refuses_to_end_a_wish_is_counted_against_no_report(
    crawling: World, wanted: list[int]
) -> None:
    run(crawl_instances)
    PendingReport.objects.create(instance_id=wanted[0], period=NOW, found_at=NOW, due_at=NOW)
    with database_refuses("DELETE", "tracking_pendingreport"), pytest.raises(OperationalError):
        run(crawl_instances)
    assert states(PendingReport.objects.all()) == {(NOW, "", 0, 0, None)}
    assert not PendingReport.objects.leased().exists()


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No test here may end in a bug that the task only logs."""
    yield
    assert not [record for record in caplog.records if "a service failed" in record.message]
