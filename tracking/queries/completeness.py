"""How complete a member's history is: from when to when, which reports are missing, and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery

from rasputin.due import FORGOTTEN
from tracking.models import (
    Character,
    HistoryEntry,
    Instance,
    Member,
    PendingReport,
    Performance,
    Section,
    Source,
)

#: What Bungie does not give: expected trouble with a name, no fault of ours.
LOST: Final = ("not_found", "embargoed", "other_activity")
ON_ITS_WAY, NOT_IN_REPORT, NEVER_ASKED = "on_its_way", "not_in_report", "never_asked"
OF_REPORTS: Final = (Source.REPORT, Source.EARLIER)


class Missing(NamedTuple):
    """Entries whose values are the history's alone, by why; for what is given up nothing more is tried."""

    kind: str
    entries: int
    given_up: bool


class Completeness(NamedTuple):
    """`complete`: all walks arrived, each entry has its report or a reason why there will be none, and Bungie
    told of deleted characters.

    Between `complete_from` and `complete_to` every activity is known that Bungie lists; `audited_at` is when
    the last walks by every mode began, None while a character lacks one.
    """

    complete: bool
    complete_from: datetime | None
    complete_to: datetime | None
    entries: int
    reports_missing: int
    missing: list[Missing]
    first_at: datetime | None
    last_at: datetime | None
    walked_at: datetime | None
    audited_at: datetime | None


def completeness(member: Member, characters: list[Character]) -> Completeness:
    facts = HistoryEntry.objects.filter(membership_id=member.pk).aggregate(
        entries=Count("instance_id"), first_at=Min("period"), last_at=Max("period")
    )
    missing = missing_reports(member.pk)
    listed = [row for row in characters if row.vanished_at is None] or characters
    looked_at = member.profile_at is not None or bool(characters)
    walked = looked_at and all(row.walked_at for row in characters)
    walks = [row.walked_at for row in listed if row.walked_at]
    audits = [row.audited_at for row in listed if row.audited_at]
    return Completeness(
        complete=walked and all(one.given_up for one in missing) and not _is_account_open(member),
        complete_from=facts["first_at"] if walked else None,
        complete_to=min(walks, default=None) if walked else None,
        reports_missing=sum(one.entries for one in missing if one.kind != NOT_IN_REPORT),
        missing=missing,
        walked_at=min(walks, default=None) if walked else None,
        audited_at=min(audits) if audits and all(row.audited_at for row in characters) else None,
        **facts,
    )


def missing_reports(membership_id: int) -> list[Missing]:
    """What the stored reports do not show of a member's history, the most first."""
    wish = PendingReport.objects.filter(pk=OuterRef("instance_id"))
    entries = (
        HistoryEntry.objects.filter(membership_id=membership_id)
        .exclude(_reported())
        .annotate(
            waits=Exists(wish.filter(due_at__isnull=False)),
            wanted=Exists(wish),
            trouble=Subquery(wish.values("error_kind")[:1]),
            stored=Exists(Instance.objects.filter(pk=OuterRef("instance_id"))),
        )
    )
    grouped = entries.order_by().values("waits", "wanted", "trouble", "stored")
    counted: dict[tuple[str, bool], int] = {}
    for row in grouped.annotate(number=Count("instance_id")):
        why = _why(row)
        counted[why] = counted.get(why, 0) + row["number"]
    found = [Missing(kind, number, given_up) for (kind, given_up), number in counted.items()]
    return sorted(found, key=lambda one: (-one.entries, one.kind, one.given_up))


def _is_account_open(member: Member) -> bool:
    """Whether deleted characters are still to be asked for; of who was removed nobody will ask."""
    asked = Section.objects.filter(kind=Section.Kind.ACCOUNT, subject=member.pk, due_at=None)
    settled = asked.filter(Q(succeeded_at__isnull=False) | Q(error_kind=FORGOTTEN))
    return member.tracked and not settled.exists()


def named_losses() -> QuerySet[PendingReport]:
    """Reports that were given up for a reason that is Bungie's, with nobody left without values."""
    unshown = HistoryEntry.objects.filter(instance_id=OuterRef("pk")).exclude(_performed())
    return PendingReport.objects.filter(due_at=None, error_kind__in=LOST).exclude(Exists(unshown))


def _why(row: Mapping[str, Any]) -> tuple[str, bool]:
    """Kind, and whether it was given up."""
    trouble = str(row["trouble"] or "")
    if row["waits"]:
        return trouble or ON_ITS_WAY, False
    if row["wanted"]:
        return trouble or NEVER_ASKED, bool(trouble)
    return (NOT_IN_REPORT, True) if row["stored"] else (NEVER_ASKED, False)


def _performed() -> Exists:
    return Exists(
        Performance.objects.filter(instance_id=OuterRef("instance_id"), character_id=OuterRef("character_id"))
    )


def _reported() -> Exists:
    return Exists(
        Performance.objects.filter(
            instance_id=OuterRef("instance_id"),
            character_id=OuterRef("character_id"),
            source__in=OF_REPORTS,
        )
    )
