"""How much work waits: cheap enough to be asked every few seconds."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import Now

from rasputin.due import DEAD
from tracking.models import PendingReport, Section


class Backlog(NamedTuple):
    """Sections due and pending reports, rows that workers hold, dead letters, sections never run."""

    sections_due: int
    sections_never_run: int
    reports_pending: int
    leased: int
    dead: int


def backlog(now: datetime) -> Backlog:
    leased = Q(lease_token__isnull=False, lease_until__gt=Now())
    sections = Section.objects.aggregate(
        due=Count("pk", filter=Q(due_at__lte=now)),
        never_run=Count("pk", filter=Q(run_at=None, due_at__isnull=False) & ~Q(kind=Section.Kind.DEEP)),
        leased=Count("pk", filter=leased),
        dead=Count("pk", filter=DEAD),
    )
    reports = PendingReport.objects.aggregate(
        pending=Count("pk", filter=Q(due_at__isnull=False)),
        leased=Count("pk", filter=leased),
        dead=Count("pk", filter=DEAD),
    )
    return Backlog(
        sections_due=sections["due"],
        sections_never_run=sections["never_run"],
        reports_pending=reports["pending"],
        leased=sections["leased"] + reports["leased"],
        dead=sections["dead"] + reports["dead"],
    )
