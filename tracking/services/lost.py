"""Reports that nobody will see: given up with a reason, and the history's own values in their place."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from rasputin import due
from rasputin.upsert import upsert
from tracking.models import Character, HistoryEntry, PendingReport, Performance
from tracking.rows import performance_of


def give_up(pending: PendingReport, *, kind: str, message: str) -> None:
    """Ends a claim as a dead letter; whoever was seen in it keeps the values that Bungie's list told."""
    with transaction.atomic():
        if due.bury(pending, kind=kind, message=message):
            fill_in(not_shown([pending.pk]))


def fill_in_buried(pending: Sequence[PendingReport]) -> None:
    """The same for what has become a dead letter by itself."""
    fill_in(not_shown([row.pk for row in pending]))


def not_shown(instance_ids: Collection[int]) -> QuerySet[HistoryEntry]:
    """Who was seen in these, and has no performance."""
    shown = Performance.objects.filter(
        instance_id=OuterRef("instance_id"), character_id=OuterRef("character_id")
    )
    return HistoryEntry.objects.filter(instance_id__among=instance_ids).exclude(Exists(shown))


def fill_in_lost(entries: Sequence[HistoryEntry]) -> None:
    """The same for those of the entries whose report was given up, or forgotten, before they were found."""
    ids = [entry.instance_id for entry in entries]
    ended = PendingReport.objects.filter(pk__among=ids, due_at=None).exclude(error_kind="")
    lost = set(ended.values_list("pk", flat=True))
    fill_in([entry for entry in entries if entry.instance_id in lost])


def fill_in(entries: Collection[HistoryEntry] | QuerySet[HistoryEntry]) -> None:
    """Performances out of history entries; a report's own stays as it is, and replaces them when it comes."""
    found = list(entries)
    if not found:
        return
    owners = Character.objects.filter(pk__in={entry.character_id for entry in found})
    classes = dict(owners.values_list("pk", "class_hash"))
    rows = [performance_of(entry, class_hash=classes.get(entry.character_id, 0)) for entry in found]
    upsert(Performance, rows, key=["instance_id", "character_id"], update=[])
