"""What is crawled once and then rarely: walks by every mode, and deleted characters; and when again."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from rasputin.queues import Priority
from rasputin.upsert import upsert
from tracking.cadence import spread
from tracking.models import Character, Member, Section

FIRST = timedelta(days=1)  # after the first usual walk: whoever was just enrolled has enough to do
APART = timedelta(days=30)
RARE: Final = (Section.Kind.DEEP, Section.Kind.ACCOUNT, Section.Kind.UNREAD)


def want_audit(character: Character, *, now: datetime) -> None:
    """Of a history that was walked to its end: once, and once more when its character is gone."""
    audited_at, gone_at = character.audited_at, character.vanished_at
    if audited_at is None:
        first = now + spread(FIRST, subject=character.pk)
        _add(Section.Kind.DEEP, character.pk, first, Priority.BACKFILL)
    if gone_at and (audited_at is None or audited_at < gone_at):
        sections = Section.objects.of(Section.Kind.DEEP).filter(subject=character.pk, due_at__gt=now)
        sections.update(due_at=now, priority=Priority.BACKFILL)


def resume_audits(characters: Collection[int], *, now: datetime) -> None:
    """Of listed characters: one that had vanished is back, or its member was removed for a while."""
    deep = Section.objects.of(Section.Kind.DEEP).filter(subject__in=characters)
    ended = deep.filter(due_at=None, error_kind="")
    ended.update(due_at=now + FIRST, priority=Priority.BACKFILL)
    audited = Character.objects.filter(pk__in=characters, audited_at__isnull=False)
    for row in audited.exclude(pk__in=deep.values("subject")):
        _add(Section.Kind.DEEP, row.pk, now + spread(FIRST, subject=row.pk), Priority.BACKFILL)


def want_account(member: Member, *, changed: bool, now: datetime) -> None:
    """Who has deleted characters is asked once, and again when the profile lists others than before."""
    _add(Section.Kind.ACCOUNT, member.pk, now, Priority.BROAD)
    if changed:
        asked = Section.objects.of(Section.Kind.ACCOUNT).filter(subject=member.pk, due_at=None, error_kind="")
        asked.update(due_at=now, priority=Priority.WARM)


def next_turn(section: Section, *, now: datetime) -> datetime | None:
    """None for never: of deleted characters, of lists of them, and of what a person wanted read again."""
    if section.kind in (Section.Kind.ACCOUNT, Section.Kind.UNREAD):
        return None
    character = Character.objects.get(pk=section.subject)
    gone = character.vanished_at
    if gone and character.audited_at and character.audited_at >= gone:
        return None
    return now + spread(APART, subject=section.subject)


def _add(kind: Section.Kind, subject: int, due_at: datetime, priority: int) -> None:
    row = Section(kind=kind, subject=subject, due_at=due_at, priority=priority)
    upsert(Section, [row], key=["kind", "subject", "name"], update=[])
