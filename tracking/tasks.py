"""Thin tasks: claim, call one service, ring for what it returned."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, TypeGuard

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import Q

from rasputin import clock, connect, disk, due, queues
from rasputin.budget import OutOfBudget
from rasputin.bungie import Reply
from rasputin.bungie.errors import (
    BungieError,
    Embargoed,
    KeyRefused,
    Maintenance,
    NotFound,
    Permanent,
    Private,
    ServerTrouble,
    Throttled,
    TimedOut,
    Transient,
    Unavailable,
    Undecodable,
)
from rasputin.crawltask import (
    FAILURES_BEFORE_REST,
    THE_TASKS_OWN,
    CrawlTask,
    Found,
    bells,
    claim,
    given_back,
    only_one,
    ring,
    run_rows,
    settle_failure,
    waiting,
    work_through,
)
from rasputin.steps import Request, Steps, run_all
from tracking.models import OF_CHARACTERS, Member, PendingReport, Section
from tracking.queries.identities import whom_to_ask
from tracking.services import (
    derive_stale,
    fetch_report,
    fill_classes,
    follow_play,
    note_trouble,
    repair_player,
    store_reports,
    sync_deleted,
    sync_history,
    sync_member,
    sync_records,
    sync_whole_history,
)
from tracking.services.again import Fetched, look_failed
from tracking.services.freshness import next_turn, rest_profiles
from tracking.services.lost import fill_in_buried, give_up
from tracking.services.reports import drop_stored, keep_unreadable

log = logging.getLogger(__name__)

Service = Callable[..., Steps[Found]]

MEMBERS_A_CLAIM = 8
REPORTS_A_CLAIM = 100
PLAYERS_A_RUN, REPAIR_THREADS = 20, 2
REPORT_TRIED_FOR = timedelta(days=7)
REPORT_TRIES = FAILURES_BEFORE_REST + 20  # in a row: the later ones hours apart, so days on end
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=12)
SECONDS_UNSTORED = 5.0  # replies wait for the rest of their claim no longer than this
SERVICES: dict[str, Service] = {
    Section.Kind.PROFILE: sync_member,
    Section.Kind.HISTORY: sync_history,
    Section.Kind.RECORDS: sync_records,
    Section.Kind.DEEP: sync_whole_history,
    Section.Kind.UNREAD: sync_whole_history,
    Section.Kind.ACCOUNT: sync_deleted,
}


@shared_task(base=CrawlTask, bind=True)
def sweep_members(self: CrawlTask) -> None:
    """Action crawl:members."""
    with only_one("crawl:members") as alone:
        if alone:
            ring(crawl_members, bells(_sections(), batch=MEMBERS_A_CLAIM, queue=queues.MEMBER))
            ring(refresh_members, min(1, bells(_wished_for(), batch=1, queue=queues.ACTIONS)))


@shared_task(base=CrawlTask, bind=True)
def sweep_instances(self: CrawlTask) -> None:
    """Action crawl:instances."""
    with only_one("crawl:instances") as alone:
        if alone:
            ring(crawl_instances, bells(_reports(), batch=REPORTS_A_CLAIM, queue=queues.INSTANCE))


@shared_task(base=CrawlTask, bind=True)
def refresh_members(self: CrawlTask) -> None:
    """What a person waits for: on a worker slot that no other crawl can take."""
    for _ in work_through(self, _wished_for(), serve_section, limit=MEMBERS_A_CLAIM):
        pass


@shared_task(base=CrawlTask, bind=True)
def crawl_members(self: CrawlTask) -> None:
    """Profiles, histories and triumphs, the most urgent first."""
    rung = False
    for found in work_through(self, _sections(), serve_section, limit=MEMBERS_A_CLAIM):
        if found.reports and not rung:
            ring(crawl_instances)
            rung = True


@shared_task(base=CrawlTask, bind=True)
def crawl_instances(self: CrawlTask) -> None:
    """Post-game reports: many requests side by side, one transaction for what they bring."""
    while self.has_time():
        rows = claim(_reports(), limit=REPORTS_A_CLAIM, buried=fill_in_buried).rows
        if not rows or crawl_reports(self, rows):
            return
    ring(self)


@shared_task(base=CrawlTask, bind=True)
def derive_titles(self: CrawlTask) -> None:
    """Action titles:derive."""
    with only_one("titles:derive") as alone:
        if alone and not derive_stale(has_time=self.has_time):
            ring(self)


@shared_task(base=CrawlTask, bind=True)
def sweep_players(self: CrawlTask) -> None:
    """Action repair:players."""
    with only_one("repair:players") as alone:
        if alone and whom_to_ask(clock.now(), limit=1) and not waiting(queues.MEMBER):
            ring(repair_players)


@shared_task(base=CrawlTask, bind=True)
def repair_players(self: CrawlTask) -> None:
    """Asks about a few players by id, after all else: the next sweep goes on."""
    with only_one("repair:players:asking") as alone:
        if alone and not disk.is_low():
            _repair(self, whom_to_ask(clock.now(), limit=PLAYERS_A_RUN))


@shared_task(base=CrawlTask, bind=True)
def fill_in_classes(self: CrawlTask) -> None:
    """Action repair:classes."""
    with only_one("repair:classes") as alone:
        if alone:
            fill_classes()


def serve_section(section: Section) -> Steps[Found]:
    """Runs a section's service, and says when its turn comes again."""
    now = clock.now()
    Section.objects.filter(pk=section.pk).update(run_at=now)
    try:
        found = yield from SERVICES[section.kind](connect.bungie(), section.subject, now=now)
    except Private:
        if section.kind != Section.Kind.RECORDS:
            Member.objects.filter(_owner_of(section)).update(private=True)
        raise
    turn = next_turn(section, now=clock.now())
    due.finish(section, due_at=turn.due_at, priority=turn.priority, succeeded_at=now)
    if found.sections or found.reports:  # somebody played
        owners = list(Member.objects.filter(_owner_of(section)).values_list("pk", flat=True))
        if section.kind == Section.Kind.HISTORY:
            rest_profiles(owners, now=clock.now())
        for membership_id in owners:
            follow_play(membership_id, now=clock.now())
    return found


def _repair(task: CrawlTask, membership_ids: Sequence[int]) -> None:
    """Trouble of everybody ends it: who was not asked then is so later."""
    now = clock.now()

    def around(_: int, request: Request) -> Any:
        with connect.gate().on_behalf(priority=queues.Priority.BACKFILL, deadline=task.deadline()):
            return request()

    services = ((who, repair_player(connect.bungie(), who, now=now)) for who in membership_ids)
    sections = 0
    for who, outcome in run_all(services, threads=REPAIR_THREADS, around=around):
        if isinstance(outcome, (OutOfBudget, Throttled, Maintenance, KeyRefused)):
            log.info("repairing players waits: %s", outcome)
            break
        if isinstance(outcome, THE_TASKS_OWN):
            raise outcome
        if isinstance(outcome, Exception):
            _note_trouble(who, outcome)
        else:
            sections += outcome.sections
    if sections:
        ring(crawl_members)


def _note_trouble(membership_id: int, error: Exception) -> None:
    """Also of a bug: the player would be the first to be asked about every minute."""
    if not isinstance(error, Transient):
        log.error("player %s cannot be repaired", membership_id, exc_info=error)
    kind = error.kind if isinstance(error, Transient) else "bug"
    note_trouble(membership_id, kind, now=clock.now())


def _owner_of(section: Section) -> Q:
    of_character = section.kind in OF_CHARACTERS
    return Q(characters=section.subject) if of_character else Q(pk=section.subject)


def crawl_reports(task: CrawlTask, rows: Sequence[PendingReport]) -> bool:
    """Fetches and stores claimed reports; True if all requests have to wait, or the time is up.

    What was fetched and cannot be stored for trouble of the task's own is given back, and nobody is blamed.
    """
    with given_back(rows):
        return _fetch_and_store(task, drop_stored(rows))


def _fetch_and_store(task: CrawlTask, rows: Sequence[PendingReport]) -> bool:
    fetched: list[Fetched] = []
    stored_at, paused = time.monotonic(), False
    try:
        for row, outcome in run_rows(task, rows, partial(fetch_report, connect.bungie())):
            if isinstance(outcome, Reply):
                fetched.append(Fetched(row, outcome))
            else:
                paused |= _settle_report(row, outcome)
            if time.monotonic() - stored_at > SECONDS_UNSTORED:
                store_reports(fetched, now=clock.now())
                fetched, stored_at = [], time.monotonic()
    except SoftTimeLimitExceeded:
        paused = True  # between soft and hard limit there is time to store what came
    store_reports(fetched, now=clock.now())
    return paused


def _settle_report(row: PendingReport, error: Exception) -> bool:
    if _is_final(error, row) and look_failed(row, error, now=clock.now()):
        pass
    elif isinstance(error, (NotFound, Embargoed)) and clock.now() < row.found_at + REPORT_TRIED_FOR:
        wait = min(FIRST_WAIT * 2**row.failures, LONGEST_WAIT)
        due.postpone(row, due_at=clock.now() + wait, kind=error.kind, message=str(error))
    elif isinstance(error, Undecodable):
        keep_unreadable(row, error, now=clock.now())
    elif _is_final(error, row):
        give_up(row, kind=error.kind, message=str(error))
    else:
        return settle_failure(row, error)
    return False


def _is_final(error: Exception, row: PendingReport) -> TypeGuard[BungieError]:
    """Permanent, or what should pass and did not for a week: no reply, or Bungie's own error, each time."""
    if isinstance(error, (Unavailable, TimedOut, ServerTrouble)):
        return row.failures >= REPORT_TRIES and clock.now() >= row.found_at + REPORT_TRIED_FOR
    return isinstance(error, Permanent)


def _wished_for() -> due.DueQuerySet:
    return _sections().filter(priority=queues.Priority.PERSON)


def _sections() -> due.DueQuerySet:
    return Section.objects.of(*SERVICES)


def _reports() -> due.DueQuerySet:
    """Broad before deep: while somebody's profile or history was never read, no report of the past is."""
    rows: due.DueQuerySet = PendingReport.objects.all()
    newcomers = _sections().filter(priority=queues.Priority.BROAD).due(clock.now()).free()
    return rows.filter(priority__lt=queues.Priority.BACKFILL) if newcomers.exists() else rows
