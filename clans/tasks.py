"""Thin tasks for clans: claim, call one service, ring for what it returned."""

from datetime import timedelta

from celery import shared_task

from clans.services import KINDS, hurry_networks, name_unread, next_roster, sync_group, sync_roster
from rasputin import clock, connect, due, queues
from rasputin.crawltask import CrawlTask, Found, bells, only_one, ring, work_through
from rasputin.queues import Priority
from rasputin.steps import Steps
from tracking.cadence import spread
from tracking.models import Section
from tracking.tasks import crawl_members

CLANS_A_CLAIM = 8
DETAILS = timedelta(days=1)


@shared_task(base=CrawlTask, bind=True)
def sweep_clans(self: CrawlTask) -> None:
    """Action crawl:clans."""
    with only_one("crawl:clans") as alone:
        if alone:
            ring(crawl_clans, bells(_sections(), batch=CLANS_A_CLAIM, queue=queues.CLAN))


@shared_task(base=CrawlTask, bind=True)
def refresh_network_clans(self: CrawlTask) -> None:
    """Action crawl:network:clans."""
    with only_one("crawl:network:clans") as alone:
        if alone and hurry_networks(now=clock.now()):
            ring(crawl_clans)


@shared_task(base=CrawlTask, bind=True)
def crawl_clans(self: CrawlTask) -> None:
    """Details and rosters of clans, the most urgent first."""
    found = list(work_through(self, _sections(), serve_section, limit=CLANS_A_CLAIM))
    if any(item.sections for item in found):
        ring(crawl_members)


def serve_section(section: Section) -> Steps[Found]:
    """Runs a section's service, and says when its turn comes again."""
    now = clock.now()
    Section.objects.filter(pk=section.pk).update(run_at=now)
    if section.kind == Section.Kind.GROUP:
        found = yield from sync_group(connect.bungie(), section.subject, now=now)
        due_at, priority = now + spread(DETAILS, subject=section.subject), Priority.WARM
    else:
        found = yield from sync_roster(connect.bungie(), section.subject, now=now)
        due_at, priority = next_roster(section.subject, now=now), Priority.ROSTER
    due.finish(section, due_at=due_at, priority=priority, succeeded_at=now)
    if found.unread:
        name_unread(section, found.unread)
    return found


def _sections() -> due.DueQuerySet:
    return Section.objects.of(*KINDS)
