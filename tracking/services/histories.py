"""Histories: walks from the newest activity back to what is known without a gap."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from rasputin.bungie import Client
from rasputin.bungie.names import CharacterId, MembershipId
from rasputin.bungie.types import HistoryActivity
from rasputin.crawltask import Found
from rasputin.steps import Request, Steps
from rasputin.upsert import upsert
from tracking.models import Character, HistoryEntry, Member, Performance, Player
from tracking.rows import ACTIVITY, STATISTICS, history_row
from tracking.services.again import doubt_stored
from tracking.services.lost import fill_in_lost
from tracking.services.players import ask_about
from tracking.services.reports import want_reports

PAGE = 250
OVERLAP = timedelta(days=3)  # Bungie adds what its outages delayed at its true date: look back this far

Page = Sequence[HistoryActivity]

WALK_COLUMNS = ("membership_id", "source", "period", *ACTIVITY, *STATISTICS)


def sync_history(bungie: Client, character_id: int, *, now: datetime) -> Steps[Found]:
    """Walks GetActivityHistory until three days behind the watermark, or to the end.

    Each page is stored as it comes, and an interrupted walk goes on where it stopped (new rows only push
    the rest to later pages). The watermark moves when a walk has arrived, never before.
    """
    character = Character.objects.select_related("member__player").get(pk=character_id)
    player = character.member.player
    if character.walk_began_at is None:
        character.walk_began_at = now
    reports = 0
    while True:
        number = character.walk_page
        page: Page = yield from ask_about(
            player, partial(_request, bungie, player, character_id, number), now=now
        )
        with transaction.atomic():
            reports += _store_page(character, page, now=now)
            arrived = _is_end(character, page) or _is_known(character, page)
            _note_progress(character, page, arrived=arrived)
        if arrived:
            return Found(reports=reports)


def _request(bungie: Client, player: Player, character_id: int, page: int, kind: int) -> Request:
    identity = MembershipId(player.membership_id)
    return partial(bungie.activity_history, kind, identity, CharacterId(character_id), page=page, count=PAGE)


def _store_page(character: Character, page: Page, *, now: datetime) -> int:
    """Returns how many reports became wanted."""
    rows = [
        history_row(activity, membership_id=character.member_id, character_id=character.character_id)
        for activity in page
    ]
    upsert(HistoryEntry, rows, key=["character_id", "instance_id"], update=WALK_COLUMNS)
    shown = Performance.objects.filter(
        character_id=character.pk, instance_id__in=[row.instance_id for row in rows]
    )
    seen = set(shown.values_list("instance_id", flat=True))
    unseen = [row for row in rows if row.instance_id not in seen]
    doubt_stored(unseen, now=now)
    fill_in_lost(unseen)
    return want_reports({row.instance_id: row.period for row in unseen}, now=now)


def _is_end(character: Character, page: Page) -> bool:
    """An empty page. A short one below the first is not believed: what it hid would be lost for good."""
    return not page or (len(page) < PAGE and character.walk_page == 0)


def _is_known(character: Character, page: Page) -> bool:
    if character.watermark is None or not page:
        return False
    return min(activity.period for activity in page) < character.watermark - OVERLAP


def _note_progress(character: Character, page: Page, *, arrived: bool) -> None:
    newest = [activity.period for activity in page]
    character.walk_newest = max(filter(None, [character.walk_newest, *newest]), default=None)
    character.walk_page += 1
    if arrived:
        character.watermark = character.walk_newest or character.watermark
        character.walked_at = character.walk_began_at
        character.walk_page, character.walk_began_at, character.walk_newest = 0, None, None
        Member.objects.filter(pk=character.member_id, private=True).update(private=False)
    character.save(update_fields=["walk_newest", "walk_page", "walk_began_at", "watermark", "walked_at"])
