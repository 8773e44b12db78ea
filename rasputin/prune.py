"""What may go: nothing that was ever known of a player, and what nobody will ask for again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now

from clans.models import Clan
from manifest.models import TableFile, Version
from manifest.services.download import unwanted
from manifest.services.swap import drop_unused_content, unused_content
from manifest.tasks import ACTION as LOADING
from rasputin.crawltask import only_one
from rasputin.models import Job
from tracking.models import OF_CHARACTERS, OF_MEMBERS, Character, Member, RawReport, Section

BATCH: Final = 1000
JOBS_KEPT: Final = timedelta(days=90)
FILES: Final = "files of manifests"
TEXTS: Final = "texts of manifests"

Kind = Section.Kind


def rows_to_go(now: datetime) -> dict[str, QuerySet[Any]]:
    """By what they are."""
    rows: dict[str, QuerySet[Any]] = {
        "sessions that have expired": Session.objects.filter(expire_date__lt=Now()),
        "sections of members that are not tracked": _sections(*OF_MEMBERS, owners=Member.objects.tracked()),
        "sections of their characters": _sections(
            *OF_CHARACTERS, owners=Character.objects.filter(member__tracked=True)
        ),
        "sections of clans that are not tracked": _sections(
            Kind.GROUP, Kind.ROSTER, owners=Clan.objects.tracked()
        ),
        "jobs that ended long ago": Job.objects.filter(finished_at__lt=now - JOBS_KEPT),
    }
    if settings.RASPUTIN_KEEP_RAW_DAYS is not None:
        kept = timedelta(days=settings.RASPUTIN_KEEP_RAW_DAYS)
        rows["archived replies"] = RawReport.objects.filter(fetched_at__lt=now - kept)
    return rows


def files_to_go() -> list[Path]:
    """On this machine, of manifests that are not being loaded."""
    loading = TableFile.objects.filter(version__in=Version.objects.unfinished())
    return unwanted(Path(settings.MANIFEST_FOLDER), set(loading.values_list("path", flat=True)))


def would_go(now: datetime) -> dict[str, int]:
    counts = {what: rows.count() for what, rows in rows_to_go(now).items()}
    return {**counts, TEXTS: unused_content(), FILES: len(files_to_go())}


def prune(now: datetime, *, has_time: Callable[[], bool] = lambda: True) -> dict[str, int]:
    """Drops it, a batch at a time while there is time; returns how many went. The next run goes on."""
    gone = {what: _drop(rows, has_time) for what, rows in rows_to_go(now).items()}
    return {**gone, **_drop_of_manifests()}


def _sections(*kinds: str, owners: QuerySet[Any]) -> QuerySet[Section]:
    """Of these kinds, those whose subject is none of the owners."""
    return Section.objects.of(*kinds).exclude(subject__in=owners.values("pk"))


def _drop_of_manifests() -> dict[str, int]:
    """Nothing while somebody loads one. Loading tidies up after itself, where it is not ended before."""
    with only_one(LOADING) as alone:
        if not alone:
            return {TEXTS: 0, FILES: 0}
        files = files_to_go()
        for file in files:
            file.unlink(missing_ok=True)
        return {TEXTS: drop_unused_content(), FILES: len(files)}


def _drop(rows: QuerySet[Any], has_time: Callable[[], bool]) -> int:
    gone = 0
    while has_time():
        ids = list(rows.values_list("pk", flat=True)[:BATCH])
        if not ids:
            break
        rows.model._base_manager.filter(pk__in=ids).delete()
        gone += len(ids)
    return gone
