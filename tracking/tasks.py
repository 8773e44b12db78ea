"""Thin tasks: claim, call one service, ring for what it returned."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import Q

from rasputin import clock, connect, due, queues
from rasputin.bungie import Reply
from rasputin.bungie.errors import Embargoed, NotFound, Permanent, Private, Undecodable
from rasputin.crawltask import (
    CrawlTask,
    Found,
    bells,
    claim,
    only_one,
    ring,
    run_rows,
    settle_failure,
    work_through,
)
from rasputin.steps import Steps
from tracking import cadence
from tracking.models import Character, Member, PendingReport, Section
from tracking.services import (
    derive_stale,
    fetch_report,
    follow_play,
    next_turn,
    store_reports,
    sync_history,
    sync_member,
    sync_records,
)
from tracking.services.again import Fetched, look_failed
from tracking.services.lost import give_up
from tracking.services.reports import drop_stored, keep_unreadable

Service = Callable[..., Steps[Found]]

MEMBERS_A_CLAIM = 8
REPORTS_A_CLAIM = 100
REPORT_TRIED_FOR = timedelta(days=7)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=12)
SECONDS_UNSTORED = 5.0  # replies wait for the rest of their claim no longer than this
SERVICES: dict[str, Service] = {
    Section.Kind.PROFILE: sync_member,
    Section.Kind.HISTORY: sync_history,
    Section.Kind.RECORDS: sync_records,
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
            rows = PendingReport.objects.all()
            ring(crawl_instances, bells(rows, batch=REPORTS_A_CLAIM, queue=queues.INSTANCE))


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
        rows = claim(PendingReport.objects.all(), limit=REPORTS_A_CLAIM).rows
        if not rows or crawl_reports(self, rows):
            return
    ring(self)


@shared_task(base=CrawlTask, bind=True)
def derive_titles(self: CrawlTask) -> None:
    """Action titles:derive."""
    with only_one("titles:derive") as alone:
        if alone and not derive_stale(has_time=self.has_time):
            ring(self)


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
    due.finish(section, due_at=_next_turn(section), succeeded_at=now)
    if found.sections or found.reports:  # somebody played
        for membership_id in Member.objects.filter(_owner_of(section)).values_list("pk", flat=True):
            follow_play(membership_id, now=clock.now())
    return found


def _owner_of(section: Section) -> Q:
    is_history = section.kind == Section.Kind.HISTORY
    return Q(characters=section.subject) if is_history else Q(pk=section.subject)


def crawl_reports(task: CrawlTask, rows: Sequence[PendingReport]) -> bool:
    """Fetches and stores claimed reports; True if all requests have to wait, or the time is up."""
    fetched: list[Fetched] = []
    stored_at, paused = time.monotonic(), False
    try:
        for row, outcome in run_rows(task, drop_stored(rows), partial(fetch_report, connect.bungie())):
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
    if isinstance(error, Permanent) and look_failed(row, error, now=clock.now()):
        pass
    elif isinstance(error, (NotFound, Embargoed)) and clock.now() < row.found_at + REPORT_TRIED_FOR:
        wait = min(FIRST_WAIT * 2**row.failures, LONGEST_WAIT)
        due.postpone(row, due_at=clock.now() + wait, kind=error.kind, message=str(error))
    elif isinstance(error, Undecodable):
        keep_unreadable(row, error, now=clock.now())
    elif isinstance(error, Permanent):
        give_up(row, kind=error.kind, message=str(error))
    else:
        return settle_failure(row, error)
    return False


def _next_turn(section: Section) -> datetime | None:
    if section.kind == Section.Kind.RECORDS:
        return next_turn(section.subject, read_at=clock.now())
    if section.kind == Section.Kind.PROFILE:
        last_played = Member.objects.get(pk=section.subject).last_played_at
    else:
        character = Character.objects.get(pk=section.subject)
        if character.vanished_at and character.walked_at and character.walked_at >= character.vanished_at:
            return None
        last_played = character.last_played_at
    return cadence.after_play(last_played, now=clock.now(), subject=section.subject)


def _wished_for() -> due.DueQuerySet:
    return _sections().filter(priority=queues.Priority.PERSON)


def _sections() -> due.DueQuerySet:
    return Section.objects.of(*SERVICES)
