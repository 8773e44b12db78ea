"""Deleted characters: no profile lists them, and their histories can still be walked."""

from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import F

from rasputin.bungie import AccountStats, Client
from rasputin.bungie.names import MembershipId
from rasputin.crawltask import Found
from rasputin.queues import Priority
from rasputin.steps import Request, Steps
from rasputin.upsert import upsert
from tracking.models import Character, Member, Player, Section
from tracking.services.players import ask_about

LIST_ALONE: Final = 19  # no group of statistics: Bungie sends the list, and that fast (api issue 1387)


def sync_deleted(bungie: Client, membership_id: int, *, now: datetime) -> Steps[Found]:
    """Deleted characters (GetHistoricalStatsForAccount); their histories fall due, to be walked once.

    What is missing there proves nothing, and a character that the profile lists is no concern of it.
    """
    player = Player.objects.get(pk=membership_id)
    stats: AccountStats = yield from ask_about(player, partial(_request, bungie, membership_id), now=now)
    with transaction.atomic():
        if not Member.objects.tracked().select_for_update().filter(pk=membership_id).exists():
            return Found()
        return Found(sections=_add(membership_id, stats, now=now))


def _request(bungie: Client, membership_id: int, kind: int) -> Request:
    return partial(bungie.account_stats, kind, MembershipId(membership_id), groups=[LIST_ALONE])


def _add(membership_id: int, stats: AccountStats, *, now: datetime) -> int:
    """When it was deleted nobody says: `vanished_at` is when we heard of it. Nor of which class it was."""
    listed = stats.deleted_character_ids
    known = set(Character.objects.filter(pk__in=listed).values_list("pk", flat=True))
    rows = [
        Character(character_id=key, member_id=membership_id, class_hash=0, vanished_at=now)
        for key in listed
        if key not in known
    ]
    upsert(Character, rows, key=["character_id"], update=[])
    kind, broad = Section.Kind.HISTORY, Priority.BROAD
    walks = [Section(kind=kind, subject=key, due_at=now, priority=broad) for key in _unwalked(membership_id)]
    return upsert(Section, walks, key=["kind", "subject", "name"], update=[])


def _unwalked(membership_id: int) -> list[int]:
    """Those that nobody will walk: new ones, and of a member who was removed before their walks ended."""
    gone = Character.objects.filter(member_id=membership_id, vanished_at__isnull=False)
    done = gone.filter(walked_at__gte=F("vanished_at"), audited_at__gte=F("vanished_at"))
    walks = Section.objects.of(Section.Kind.HISTORY).filter(subject__in=gone.values("pk")).values("subject")
    return list(gone.exclude(pk__in=done).exclude(pk__in=walks).values_list("pk", flat=True))
