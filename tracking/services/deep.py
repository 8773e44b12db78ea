"""Deep walks: a history to its end by each of the modes that list what others leave out."""

from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction

from rasputin.bungie import Client
from rasputin.bungie.names import CharacterId, MembershipId
from rasputin.bungie.types import HistoryPage
from rasputin.crawltask import Found
from rasputin.steps import Request, Steps
from tracking.models import Character, Performance, Player
from tracking.services.histories import PAGE, store_page
from tracking.services.players import ask_about

EVERYTHING: Final = 0
#: Crucible, PvE, private matches, Gambit, and the four of Iron Banner: some rows only their own mode lists.
MODES: Final = (EVERYTHING, 5, 7, 32, 64, 19, 43, 90, 91)


def sync_whole_history(bungie: Client, character_id: int, *, now: datetime) -> Steps[Found]:
    """Walks GetActivityHistory to the end by every mode, one after the other.

    The first time without mode 0, by which the usual walk came to the end. Each page is stored as it comes,
    and an interrupted walk goes on at its mode and page. A mode that was never played costs one request.
    """
    character = Character.objects.select_related("member__player").get(pk=character_id)
    player, reports = character.member.player, 0
    if character.audit_began_at is None:
        character.audit_began_at = now
        character.audit_mode, character.audit_page = _modes(character)[0], 0
    while character.audit_mode is not None:
        asked = {"mode": character.audit_mode, "page": character.audit_page}
        page: HistoryPage = yield from ask_about(
            player, partial(_request, bungie, player, character_id, asked), now=now
        )
        with transaction.atomic():
            reports += store_page(character, page, now=now)
            _note_progress(character, page)
    return Found(reports=reports)


def _request(bungie: Client, player: Player, character_id: int, asked: dict[str, int], kind: int) -> Request:
    identity = MembershipId(player.membership_id)
    return partial(bungie.activity_history, kind, identity, CharacterId(character_id), count=PAGE, **asked)


def _modes(character: Character) -> tuple[int, ...]:
    return MODES[1:] if character.audited_at is None else MODES


def _note_progress(character: Character, page: HistoryPage) -> None:
    """A short page below the first is no end, as in the usual walk."""
    ended = not page.listed or (page.listed < PAGE and character.audit_page == 0)
    if not ended:
        character.audit_page += 1
    else:
        character.audit_mode, character.audit_page = _next_mode(character), 0
    if character.audit_mode is None:
        character.audited_at, character.audit_began_at = character.audit_began_at, None
        character.class_hash = character.class_hash or _class_shown(character)
    changed = ["audit_mode", "audit_page", "audit_began_at", "audited_at", "class_hash"]
    character.save(update_fields=changed)


def _next_mode(character: Character) -> int | None:
    """None after the last, and when a newer version knows the mode no more."""
    modes = _modes(character)
    left = modes[modes.index(character.audit_mode) + 1 :] if character.audit_mode in modes else ()
    return left[0] if left else None


def _class_shown(character: Character) -> int:
    """Of a deleted character only its reports tell the class."""
    shown = Performance.objects.filter(membership_id=character.member_id, character_id=character.pk)
    return shown.exclude(class_hash=0).values_list("class_hash", flat=True).first() or 0
