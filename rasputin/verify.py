"""Whether what is stored is whole: in itself, and against the simulator's ground truth.

Each difference is a line of text; an empty list means that nothing differs.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef

from rasputin import truth
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
from tracking.queries import batches, named_losses
from tracking.reparse import differences
from tracking.rows import STATISTICS


def verify() -> list[str]:
    """The database in itself: history against performances, rows against the archive."""
    return [
        *_sections(),
        *_history_against_reports(),
        *_reports_against_history(),
        *_rows_against_archive(),
    ]


def verify_truth(base_url: str) -> list[str]:
    """Against the simulator at `base_url`, entry by entry and number by number."""
    return list(truth.differences(base_url))


def _sections() -> Iterator[str]:
    reports = PendingReport.objects.dead().exclude(pk__in=named_losses().values("pk"))
    for row in [*Section.objects.dead(), *reports]:
        yield f"dead letter: {row._meta.verbose_name} {row}: {row.error_kind}: {row.error_message}"
    subjects = set(Section.objects.of(Section.Kind.PROFILE).values_list("subject", flat=True))
    for member in Member.objects.tracked().exclude(pk__in=subjects):
        yield f"member {member.pk} is tracked, but nothing will ever ask for the profile"


def _history_against_reports() -> Iterator[str]:
    """Every entry has a performance with the same numbers, or its report is on the way or a dead letter."""
    stored = Exists(Instance.objects.filter(pk=OuterRef("instance_id")))
    wish = PendingReport.objects.filter(pk=OuterRef("instance_id"))
    for entry in HistoryEntry.objects.exclude(stored).exclude(Exists(wish)).iterator():
        yield f"entry {entry}: its report is neither stored nor wanted"
    done = HistoryEntry.objects.filter(stored).exclude(Exists(wish.filter(due_at__isnull=False)))
    lost = HistoryEntry.objects.filter(instance_id__in=named_losses().values("pk")).exclude(stored)
    for batch in chain(*(batches(rows.order_by("instance_id", "character_id")) for rows in (done, lost))):
        ids = {entry.instance_id for entry in batch}
        rows = Performance.objects.filter(instance_id__in=ids)
        performances = {(row.instance_id, row.character_id): row for row in rows}
        for entry in batch:
            performance = performances.get((entry.instance_id, entry.character_id))
            if performance is None:
                yield f"entry {entry}: the report does not show this character"
            else:
                yield from _compare(f"entry {entry}", STATISTICS, entry, performance)


def _reports_against_history() -> Iterator[str]:
    """Whom a stored report shows has it in the history, as far as that was walked."""
    listed = HistoryEntry.objects.filter(
        character_id=OuterRef("character_id"), instance_id=OuterRef("instance_id")
    )
    walked = Character.objects.filter(
        pk=OuterRef("character_id"), member__tracked=True, watermark__gte=OuterRef("period")
    )
    for row in Performance.objects.filter(Exists(walked)).exclude(Exists(listed)).iterator():
        yield f"performance {row}: the history does not list it"


def _rows_against_archive() -> Iterator[str]:
    archived = Exists(RawReport.objects.filter(pk=OuterRef("pk")))
    for instance in Instance.objects.exclude(archived).iterator():
        yield f"instance {instance}: its reply is not archived"
    for batch in batches(RawReport.objects.order_by("instance_id"), size=100):
        yield from differences(batch)


def _compare(what: str, names: tuple[str, ...], one: Any, other: Any) -> Iterator[str]:
    for name in names:
        if getattr(one, name) != getattr(other, name) and not _both_no_team(name, one, other):
            yield f"{what}: {name} is {getattr(one, name)!r}, but {getattr(other, name)!r} in the report"


def _both_no_team(name: str, one: Any, other: Any) -> bool:
    """Without teams a history says team 0 where the report says nothing."""
    return name == "team" and not one.team and not other.team
