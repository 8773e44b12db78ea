"""How far the crawl is: what `rasputin up` and `rasputin status` show."""

import time
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import Now

from clans.models import Clan
from rasputin import connect
from tracking.models import Character, HistoryEntry, Instance, Member, PendingReport, Section


class Snapshot(NamedTuple):
    clans: int
    members: int
    members_done: int
    characters: int
    histories_total: int
    histories_done: int
    entries: int
    reports_total: int
    reports_done: int
    due: int
    leased: int
    dead: int
    never_run: int
    requests_total: int
    requests_by_endpoint: dict[str, int]
    requests_per_second: float
    rate: float
    failures_by_kind: dict[str, int]
    caught_up: bool
    seconds_left: float | None


class Meter:
    """Requests a second between two looks."""

    def __init__(self) -> None:
        self._last: tuple[float, int] | None = None

    def per_second(self, total: int) -> float:
        moment, last = time.monotonic(), self._last
        self._last = (moment, total)
        if last is None or moment - last[0] < 0.05:
            return 0.0
        return max(0.0, (total - last[1]) / (moment - last[0]))


_meter = Meter()


def snapshot(now: datetime) -> Snapshot:
    """Counts everything once; cheap enough for once a second on a demo, once a minute on a large one."""
    sections = _sections(now)
    pending = PendingReport.objects.aggregate(
        total=Count("pk"),
        due=Count("pk", filter=Q(due_at__lte=now)),
        leased=Count("pk", filter=Q(lease_until__gt=Now())),
        dead=Count("pk", filter=Q(due_at=None)),
    )
    stored = Instance.objects.count()
    granted = connect.budget().usage().granted
    requests = sum(granted.values())
    due = sections["due"] + pending["due"]
    leased = sections["leased"] + pending["leased"]
    open_requests = sections["due"] + pending["due"]
    return Snapshot(
        clans=Clan.objects.tracked().count(),
        members=Member.objects.tracked().count(),
        members_done=sections["profiles_done"],
        characters=Character.objects.count(),
        histories_total=sections["histories"],
        histories_done=sections["histories_done"],
        entries=HistoryEntry.objects.count(),
        reports_total=stored + pending["total"],
        reports_done=stored,
        due=due,
        leased=leased,
        dead=sections["dead"] + pending["dead"],
        never_run=sections["never_run"],
        requests_total=requests,
        requests_by_endpoint=granted,
        requests_per_second=_meter.per_second(requests),
        rate=settings.RASPUTIN_RATE,
        failures_by_kind=failures_by_kind(),
        caught_up=sections["total"] > 0 and due == 0 and leased == 0 and sections["never_run"] == 0,
        seconds_left=open_requests / settings.RASPUTIN_RATE if open_requests else None,
    )


def failures_by_kind() -> dict[str, int]:
    kinds: dict[str, int] = {}
    for model in (Section, PendingReport):
        failing = model.objects.exclude(error_kind="").values("error_kind").annotate(number=Count("pk"))
        for row in failing.order_by("error_kind"):
            kinds[row["error_kind"]] = kinds.get(row["error_kind"], 0) + row["number"]
    return kinds


def _sections(now: datetime) -> dict[str, int]:
    profile, history = Q(kind=Section.Kind.PROFILE), Q(kind=Section.Kind.HISTORY)
    return Section.objects.aggregate(
        total=Count("pk"),
        due=Count("pk", filter=Q(due_at__lte=now)),
        leased=Count("pk", filter=Q(lease_until__gt=Now())),
        dead=Count("pk", filter=Q(due_at=None) & ~Q(error_kind="")),
        never_run=Count("pk", filter=Q(run_at=None, due_at__isnull=False)),
        profiles_done=Count("pk", filter=profile & Q(run_at__isnull=False)),
        histories=Count("pk", filter=history),
        histories_done=Count("pk", filter=history & Q(run_at__isnull=False)),
    )
