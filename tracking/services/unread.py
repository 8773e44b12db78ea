"""Rows of histories that cannot be read: each is named as a failure, and keeps no other back."""

import logging

from rasputin import due
from rasputin.bungie.types import HistoryPage
from rasputin.upsert import upsert
from tracking.models import Character, Section

log = logging.getLogger(__name__)

UNREADABLE = "unreadable_rows"
NAMED = ("due_at", "error_kind", "error_message", "failures", "lease_token", "lease_until")


def note_unread(character: Character, page: HistoryPage) -> None:
    """Keeps a dead letter for the character that says which rows and why; a replay of it reads all again.

    What a person has forgotten stays so, as every look lists the same rows.
    """
    if not page.unread:
        return
    known = Section.objects.of(Section.Kind.UNREAD).filter(subject=character.pk).first()
    if known is not None and known.error_kind == due.FORGOTTEN:
        return
    said = known.error_message.split("; ") if known is not None and known.error_message else []
    news = [text for row in page.unread if (text := str(row)[:200]) not in said]
    message = "; ".join([*said, *news])[: due.MAX_ERROR_LENGTH]
    if known is not None and (known.due_at, known.error_message) == (None, message):
        return
    log.warning("rows of the history of character %s cannot be read: %s", character.pk, "; ".join(news))
    row = Section(
        kind=Section.Kind.UNREAD,
        subject=character.pk,
        error_kind=UNREADABLE,
        error_message=message,
        failures=len(said) + len(news),
    )
    upsert(Section, [row], key=["kind", "subject", "name"], update=NAMED)
