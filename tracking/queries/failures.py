"""What failed: dead letters, and what will be tried again; counted by kind, or one by one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, Min, Q, Value

from rasputin.due import DueQuerySet
from tracking.models import Character, PendingReport, Player, Section
from tracking.queries.members import find_member

REPORT = "report"
KINDS: tuple[str, ...] = (*Section.Kind.values, REPORT)


class NoSuchFailure(ValueError):
    """What was chosen does not exist, or did not fail; the message says what there is."""


class FailureCount(NamedTuple):
    """Failures of one kind with one kind of error; `next_try` is the first of those that are not dead."""

    kind: str
    error: str
    dead_letters: int
    tried_again: int
    next_try: datetime | None


class Failure(NamedTuple):
    """One row that failed; `next_try` is None for a dead letter."""

    kind: str
    id: int
    of: str
    error: str
    message: str
    failures: int
    next_try: datetime | None


class Choice(NamedTuple):
    """Which rows are meant: all of these kinds, with this error, of these subjects; None means any."""

    kinds: tuple[str, ...] = KINDS
    error: str | None = None
    subjects: frozenset[int] | None = None

    def sections(self) -> DueQuerySet:
        rows = Section.objects.filter(self._filter("subject"))
        return rows.of(*(kind for kind in self.kinds if kind != REPORT))

    def reports(self) -> DueQuerySet:
        rows = PendingReport.objects.filter(self._filter("instance_id"))
        return rows if REPORT in self.kinds else rows.none()

    def _filter(self, subject: str) -> Q:
        error = Q(error_kind=self.error) if self.error is not None else Q()
        return error if self.subjects is None else error & Q(**{f"{subject}__in": self.subjects})


def choose(*, kind: str | None, error: str | None, subjects: Sequence[str]) -> Choice:
    """Subjects are ids, or `Name#1234` for all that is crawled for a member. Raises NoSuchFailure."""
    if kind is not None and kind not in KINDS:
        raise NoSuchFailure(f"There is no kind {kind!r}: the kinds are {', '.join(KINDS)}.")
    of_kind = Choice(kinds=KINDS if kind is None else (kind,))
    known = sorted({count.error for count in failure_counts(of_kind)})
    if error is not None and error not in known:
        there = f"what failed, did with {', '.join(known)}" if known else "nothing failed"
        raise NoSuchFailure(f"Nothing failed with {error!r}: {there}.")
    ids = frozenset(number for subject in subjects for number in _ids(subject))
    return of_kind._replace(error=error, subjects=ids if subjects else None)


def failure_counts(choice: Choice) -> list[FailureCount]:
    """By kind, then by error."""
    sections = _counted(choice.sections(), F("kind"))
    return [*sections, *_counted(choice.reports(), Value(REPORT))]


def failures(choice: Choice, *, limit: int | None = None) -> list[Failure]:
    """Dead letters first; those of reports after the others, the newest first."""
    sections = list(choice.sections().failed().order_by("-due_at", "kind", "subject")[:limit])
    names = _names(sections)
    found = [_failure(row.kind, row.subject, names.get(row.subject, ""), row) for row in sections]
    reports = choice.reports().failed().order_by("-due_at", "-period", "instance_id")[:limit]
    found += [_failure(REPORT, row.pk, f"{row.period:%Y-%m-%d}", row) for row in reports]
    return sorted(found, key=lambda failure: failure.next_try is not None)[:limit]


def _counted(rows: DueQuerySet, of: F | Value) -> list[FailureCount]:
    dead, again = Count("pk", filter=Q(due_at=None)), Count("due_at")
    groups = rows.failed().order_by().values("error_kind", of=of)
    counted = groups.annotate(dead=dead, again=again, first=Min("due_at")).order_by("of", "error_kind")
    return [FailureCount(*row) for row in counted.values_list("of", "error_kind", "dead", "again", "first")]


def _failure(kind: str, identity: int, of: str, row: Section | PendingReport) -> Failure:
    return Failure(kind, identity, of, row.error_kind, row.error_message, row.failures, row.due_at)


def _names(sections: Sequence[Section]) -> dict[int, str]:
    """Whose profile, history or triumphs: membership or character id -> name."""
    subjects = [row.subject for row in sections]
    names = {player.pk: player.name for player in Player.objects.filter(pk__in=subjects)}
    characters = Character.objects.filter(pk__in=subjects).select_related("member__player")
    return names | {character.pk: character.member.player.name for character in characters}


def _ids(subject: str) -> set[int]:
    if subject.isascii() and subject.isdigit():
        return {int(subject)}
    member = find_member(subject)
    if member is None:
        raise NoSuchFailure(f"{subject} is no id, and nobody of that name is tracked.")
    return {member.pk, *member.characters.values_list("pk", flat=True)}
