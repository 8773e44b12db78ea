"""The claimable row: PostgreSQL is the to-do list, and this is how a worker takes work from it.

A claim takes the most urgent due rows that nobody holds, sets a lease and a token, and commits before
the first request. A row finishes only while the token is still its claimer's. `due_at` is on the crawl's
clock; leases, and the short waits after passing trouble, are on PostgreSQL's own clock (`lease_until`).
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self, TypeVar

from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Left, Now

from rasputin.queues import Priority

CLAIMS_BEFORE_ALONE = 3
MAX_ERROR_LENGTH = 500
FORGOTTEN = "forgotten"  # the error kind of a dead letter that a person has ended
FAILED = ~Q(error_kind__in=("", FORGOTTEN))
DEAD = Q(due_at=None) & FAILED


class DueQuerySet(models.QuerySet[Any]):
    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now)

    def free(self) -> Self:
        return self.filter(Q(lease_until=None) | Q(lease_until__lte=Now()))

    def leased(self) -> Self:
        return self.filter(lease_until__gt=Now())

    def failed(self) -> Self:
        """What failed when it was last tried: dead letters, and rows that will be tried again."""
        return self.filter(FAILED)

    def dead(self) -> Self:
        """Dead letters: nothing will be tried again until a person says so."""
        return self.filter(DEAD)


class Due(models.Model):
    """What every claimable row carries."""

    priority = models.SmallIntegerField(default=Priority.WARM)
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.SmallIntegerField(default=0, help_text="claims since it last ended, well or badly")
    error_kind = models.CharField(max_length=40, default="", blank=True)
    error_message = models.CharField(max_length=MAX_ERROR_LENGTH, default="", blank=True)
    failures = models.SmallIntegerField(default=0, help_text="failures in a row")

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Due)
Buried = Callable[[list[Any]], object]  # is told of rows that became dead letters


class Claim(NamedTuple):
    """Rows that are ours until the lease ends; `token` proves it."""

    rows: list[Any]
    token: uuid.UUID | None


def claim(
    rows: "DueQuerySet", *, limit: int, now: datetime, lease_seconds: float, buried: Buried = len
) -> Claim:
    """Takes up to `limit` of the most urgent due and free rows.

    A row that was claimed three times without an end is claimed alone, so that it takes nobody with it;
    if it does not end then either, it becomes a dead letter, and `buried` is told in the same transaction.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        free = rows.due(now).free().order_by("priority", "due_at", "pk").select_for_update(skip_locked=True)
        taken, poison = _without_suspects(list(free[:limit]))
        if poison:
            buried(poison)
        ids = [row.pk for row in taken]
        if ids:
            rows.model._base_manager.filter(pk__in=ids).update(
                lease_until=Now() + timedelta(seconds=lease_seconds),
                lease_token=token,
                attempts=F("attempts") + 1,
            )
    for row in taken:
        row.lease_token = token
    return Claim(taken, token if taken else None)


def _without_suspects(rows: list[Any]) -> tuple[list[Any], list[Any]]:
    """Those to be claimed, and those that are dead letters now."""
    buried = [row for row in rows if row.attempts > CLAIMS_BEFORE_ALONE]
    for row in buried:
        bury(row, kind="poison", message="its worker died or hung each time it was claimed, also alone")
    alive = [row for row in rows if row.attempts <= CLAIMS_BEFORE_ALONE]
    if alive and alive[0].attempts == CLAIMS_BEFORE_ALONE:
        return alive[:1], buried
    return [row for row in alive if row.attempts < CLAIMS_BEFORE_ALONE], buried


def mine(row: Due) -> "models.QuerySet[Any]":
    """The row, if its lease is still ours."""
    return type(row)._base_manager.filter(pk=row.pk, lease_token=row.lease_token)


def finish(row: Due, *, due_at: datetime | None, priority: int = Priority.WARM, **fields: object) -> bool:
    """Ends a claim well; False if the lease was lost meanwhile."""
    calm: dict[str, Any] = {"error_kind": "", "error_message": "", "failures": 0}
    return end(row, {"due_at": due_at, "priority": priority}, **calm, **fields)


def end(row: Due, turn: Mapping[str, object], **fields: object) -> bool:
    """Ends a claim; False if the lease was lost meanwhile.

    The `turn` (`due_at`, `priority`, a wait) is set only where date and priority are as they were at the
    claim: a bump during the lease survives.
    """
    freed: dict[str, Any] = {"lease_until": None, "lease_token": None, "attempts": 0, **fields}
    unbumped = mine(row).filter(due_at=row.due_at, priority=row.priority)
    return bool(unbumped.update(**{**freed, **turn}) or mine(row).update(**freed))


def postpone(row: Due, *, due_at: datetime, kind: str, message: str) -> bool:
    """Ends a claim with a named trouble that only time may mend; tried again at `due_at`, in no hurry."""
    calm = max(row.priority, Priority.WARM)
    return end(row, {"due_at": due_at, "priority": calm}, **_trouble(kind, message))


def hold(row: Due, *, seconds: float, kind: str, message: str) -> bool:
    """Ends a claim with passing trouble: the row stays due and is held back for some real seconds."""
    return end(row, {"lease_until": Now() + timedelta(seconds=seconds)}, **_trouble(kind, message))


def bury(row: Due, *, kind: str, message: str) -> bool:
    """Ends a claim as a dead letter: kept, named, and not tried again until a person says so."""
    return end(row, {"due_at": None}, **_trouble(kind, message))


def release(rows: Sequence[Due]) -> None:
    """Gives unfinished rows back as if they had never been claimed."""
    for model, token in {(type(row), row.lease_token) for row in rows}:
        ids = [row.pk for row in rows if row.lease_token == token]
        held = model._base_manager.filter(pk__in=ids, lease_token=token)
        held.update(lease_until=None, lease_token=None, attempts=F("attempts") - 1)


def let_go(rows: DueQuerySet) -> int:
    """Ends the waits after passing trouble; what a worker has claimed is left alone."""
    return rows.filter(lease_token=None, lease_until__isnull=False).update(lease_until=None)


def replay(rows: DueQuerySet, *, now: datetime) -> int:
    """Makes rows due as if nothing had happened to them; a lease that a worker holds is left alone."""
    return _unheld(rows).update(
        due_at=now, lease_until=None, attempts=0, failures=0, error_kind="", error_message=""
    )


def forget(rows: DueQuerySet) -> int:
    """Ends dead letters: they stay as they are, count as failures no longer, and nobody tries them again.

    What had failed goes on to stand in the message. `replay` takes it back.
    """
    said = Left(Concat("error_kind", Value(": "), "error_message"), MAX_ERROR_LENGTH)
    return _unheld(rows.dead()).update(error_message=said, error_kind=FORGOTTEN)


def _unheld(rows: DueQuerySet) -> "models.QuerySet[Any]":
    held = Q(lease_token__isnull=False, lease_until__gt=Now())
    everything: models.QuerySet[Any] = rows.model._base_manager.all()
    return everything.filter(pk__in=rows.order_by().values("pk")).exclude(held)


def free_all(rows: DueQuerySet) -> int:
    """Ends the leases of claimers that are known to be dead; what they claimed counts as claimed."""
    return rows.leased().update(lease_until=None, lease_token=None)


def _trouble(kind: str, message: str) -> dict[str, Any]:
    return {
        "error_kind": kind,
        "error_message": message[:MAX_ERROR_LENGTH],
        "failures": F("failures") + 1,
    }
