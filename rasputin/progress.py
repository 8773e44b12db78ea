"""How far the crawl is: what `rasputin up` and `rasputin status` show."""

import re
import time
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, F, Q
from django.db.models.functions import Now

from clans.models import Clan
from manifest.queries import current_version
from manifest.queries import progress as manifest
from rasputin import connect, disk
from rasputin.bungie.errors import KEY_ADVICE, KeyRefused
from rasputin.due import DEAD, FAILED
from tracking.models import Character, HistoryEntry, Instance, Member, PendingReport, Section

WHAT_WAITS = {
    "all": "All requests",
    "destiny": "Profiles, histories and triumphs",
    "groups": "Clans",
    "reports": "Reports",
    "content": "Files of the manifest",
}
NEEDS_RESTART = "Nothing is fetched until then, and a new key needs a restart of Rasputin."


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
    requests_by_host: dict[str, int]
    requests_in_ten_seconds: int
    requests_held: dict[str, int]  # times that one asked too early, met a pause, or Bungie refused it
    requests_per_second: float
    rate: float
    failures_by_kind: dict[str, int]
    closed: dict[str, str]  # class of requests -> kind of trouble, colon, what it says
    pause_seconds: float
    manifest: str | None  # the version that is served
    manifest_loading: str
    manifest_trouble: str
    disk_trouble: str
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


class Tally:
    """Requests by endpoint since it was made, out of counters that are older and may be lost meanwhile."""

    def __init__(self, granted: Mapping[str, int]) -> None:
        self._last = dict(granted)
        self._counted: dict[str, int] = {}

    def count(self, granted: Mapping[str, int]) -> dict[str, int]:
        for endpoint, number in granted.items():
            last = self._last.get(endpoint, 0)
            more = number - last if number >= last else number
            if more:
                self._counted[endpoint] = self._counted.get(endpoint, 0) + more
        self._last = dict(granted)
        return dict(self._counted)


_meter = Meter()


def snapshot_of_a_second(now: datetime) -> Snapshot:
    """For who looks only once: the speed is that of the second before."""
    _meter.per_second(sum(connect.budget().usage().granted.values()))
    time.sleep(1)
    return snapshot(now)


def snapshot(now: datetime) -> Snapshot:
    """Counts everything once; cheap enough for once a second on a demo, once a minute on a large one."""
    sections = _sections(now)
    pending = PendingReport.objects.aggregate(
        total=Count("pk"),
        again=Count("pk", filter=Q(incomplete__gt=0)),
        due=Count("pk", filter=Q(due_at__lte=now)),
        leased=Count("pk", filter=Q(lease_until__gt=Now())),
        dead=Count("pk", filter=DEAD),
    )
    stored = Instance.objects.count()
    usage = connect.budget().usage()
    requests = sum(usage.granted.values())
    due = sections["due"] + pending["due"]
    leased = sections["leased"] + pending["leased"]
    open_requests = sections["due"] + pending["due"]
    served = current_version()
    return Snapshot(
        clans=Clan.objects.tracked().count(),
        members=Member.objects.tracked().count(),
        members_done=sections["profiles_done"],
        characters=Character.objects.count(),
        histories_total=sections["histories"],
        histories_done=sections["histories_done"],
        entries=HistoryEntry.objects.count(),
        reports_total=stored + pending["total"] - pending["again"],
        reports_done=stored,
        due=due,
        leased=leased,
        dead=sections["dead"] + pending["dead"],
        never_run=sections["never_run"],
        requests_total=requests,
        requests_by_endpoint=usage.granted,
        requests_by_host=usage.by_host,
        requests_in_ten_seconds=usage.in_window,
        requests_held={"early": usage.refused, "paused": usage.paused, "throttled": usage.throttled},
        requests_per_second=_meter.per_second(requests),
        rate=settings.RASPUTIN_RATE,
        failures_by_kind=failures_by_kind(),
        closed=_explained(usage.closed),
        pause_seconds=usage.pause_seconds,
        manifest=None if served is None else served.version,
        manifest_loading=manifest.brief(),
        manifest_trouble=manifest.trouble(),
        disk_trouble=disk.trouble(),
        caught_up=sections["total"] > 0 and due == 0 and leased == 0 and sections["never_run"] == 0,
        seconds_left=open_requests / settings.RASPUTIN_RATE if open_requests else None,
    )


def what_waits() -> list[str]:
    """A sentence for each class of requests that is closed, why and what to do, for manifest and disk."""
    return sentences(_explained(connect.budget().usage().closed), manifest.trouble(), disk.trouble())


def obstacles(snap: Snapshot) -> list[str]:
    """The same of a snapshot."""
    return sentences(snap.closed, snap.manifest_trouble, snap.disk_trouble)


def sentences(closed: Mapping[str, str], *troubles: str) -> list[str]:
    waiting = [f"{WHAT_WAITS.get(name, name)} wait: {reason}" for name, reason in closed.items()]
    return [*waiting, *filter(None, troubles)]


def _explained(closed: Mapping[str, str]) -> dict[str, str]:
    return {name: _with_advice(reason) for name, reason in closed.items()}


def _with_advice(reason: str) -> str:
    """The budget keeps only the beginning of what was said: the advice is found again by Bungie's code."""
    if not reason.startswith(KeyRefused.kind):
        return reason
    codes = (int(number) for number in re.findall(r"\b2\d{3}\b", reason))
    advice = KEY_ADVICE[next((code for code in codes if code in KEY_ADVICE), 0)]
    return f"{KeyRefused.kind}: {advice} {NEEDS_RESTART}"


def newest_failures() -> dict[str, str]:
    """Kind of failure -> what its newest one said: of a section, or of a report where no section has it."""
    newest = [
        Section.objects.order_by("error_kind", F("run_at").desc(nulls_last=True), "-pk"),
        PendingReport.objects.order_by("error_kind", "-pk"),
    ]
    said: dict[str, str] = {}
    for rows in newest:
        failing = rows.filter(FAILED).distinct("error_kind")
        for row in failing:
            said.setdefault(row.error_kind, f"{row}: {row.error_message}")
    return dict(sorted(said.items()))


def failures_by_kind() -> dict[str, int]:
    kinds: dict[str, int] = {}
    for model in (Section, PendingReport):
        failing = model.objects.failed().values("error_kind").annotate(number=Count("pk"))
        for row in failing.order_by("error_kind"):
            kinds[row["error_kind"]] = kinds.get(row["error_kind"], 0) + row["number"]
    return kinds


def _sections(now: datetime) -> dict[str, int]:
    profile, history = Q(kind=Section.Kind.PROFILE), Q(kind=Section.Kind.HISTORY)
    return Section.objects.aggregate(
        total=Count("pk"),
        due=Count("pk", filter=Q(due_at__lte=now)),
        leased=Count("pk", filter=Q(lease_until__gt=Now())),
        dead=Count("pk", filter=DEAD),
        never_run=Count("pk", filter=Q(run_at=None, due_at__isnull=False) & ~Q(kind=Section.Kind.DEEP)),
        profiles_done=Count("pk", filter=profile & Q(run_at__isnull=False)),
        histories=Count("pk", filter=history),
        histories_done=Count("pk", filter=history & Q(run_at__isnull=False)),
    )
