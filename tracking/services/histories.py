"""Histories: walks from the newest activity back to what is known without a gap."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from rasputin.bungie import Client
from rasputin.bungie.names import CharacterId, MembershipId
from rasputin.bungie.types import HistoryPage
from rasputin.crawltask import Found
from rasputin.steps import Request, Steps
from rasputin.upsert import upsert
from tracking.cadence import end_of
from tracking.models import LONG_AGO, Character, HistoryEntry, Member, Performance, Player, Source
from tracking.rows import ACTIVITY, STATISTICS, history_row
from tracking.services.again import doubt_stored
from tracking.services.audits import want_audit
from tracking.services.lost import fill_in_lost
from tracking.services.players import ask_about
from tracking.services.reports import want_reports
from tracking.services.suppression import refuse_suppressed
from tracking.services.unread import note_unread

PAGE = 250
ROOM, NEW_AN_HOUR = 6, 6  # a look's: for what came late, and for what may have been played meanwhile
OVERLAP = timedelta(days=3)  # Bungie adds what its outages delayed at its true date: look back this far

WALK_COLUMNS = ("membership_id", "source", "period", *ACTIVITY, *STATISTICS)


def sync_history(bungie: Client, character_id: int, *, now: datetime) -> Steps[Found]:
    """Walks GetActivityHistory until three days behind the watermark, or to the end.

    Where little can be new, a look takes one page of just that size; where it does not reach, a walk begins.
    Each page is stored as it comes, and an interrupted walk goes on where it stopped (new rows only push
    the rest to later pages). The watermark moves when a walk has arrived, never before.
    """
    character = Character.objects.select_related("member__player").get(pk=character_id)
    player = character.member.player
    if character.walk_began_at is None:
        character.walk_began_at = now
    reports, size = 0, _size_of_look(character, now=now)
    while True:
        asked = {"page": character.walk_page, "count": size}
        page: HistoryPage = yield from ask_about(
            player, partial(_request, bungie, player, character_id, asked), now=now
        )
        with transaction.atomic():
            reports += store_page(character, page, now=now)
            arrived = _is_end(character, page, size) or _is_known(character, page)
            if arrived or size == PAGE:
                _note_progress(character, page, arrived=arrived, now=now)
        if arrived:
            want_audit(character, now=now)
            return Found(reports=reports)
        size = PAGE


def _size_of_look(character: Character, *, now: datetime) -> int:
    """Rows that reach three days behind the watermark, with room for what may be new since the last walk."""
    if character.watermark is None or character.walked_at is None or character.walk_page:
        return PAGE
    hours = max(0.0, (now - character.walked_at) / timedelta(hours=1))
    known = HistoryEntry.objects.filter(
        membership_id=character.member_id,
        character_id=character.pk,
        period__gte=character.watermark - OVERLAP,
    )
    return min(PAGE, known.count() + ROOM + int(hours * NEW_AN_HOUR))


def _request(bungie: Client, player: Player, character_id: int, asked: dict[str, int], kind: int) -> Request:
    identity = MembershipId(player.membership_id)
    return partial(bungie.activity_history, kind, identity, CharacterId(character_id), **asked)


def store_page(character: Character, page: HistoryPage, *, now: datetime) -> int:
    """Returns how many reports became wanted. Raises Suppression for who came on that list meanwhile.

    A row that cannot be read is named; its report is wanted all the same, and tells what the row does not.
    """
    refuse_suppressed(character.member_id)
    rows = [
        history_row(activity, membership_id=character.member_id, character_id=character.character_id)
        for activity in page.activities
    ]
    _write(rows, again=character.watermark is not None)
    shown = Performance.objects.filter(
        character_id=character.pk, instance_id__among=[row.instance_id for row in rows]
    )
    seen = set(shown.values_list("instance_id", flat=True))
    unseen = [row for row in rows if row.instance_id not in seen]
    doubt_stored(unseen, now=now)
    fill_in_lost(unseen)
    _note_sign(character, rows, now=now)
    note_unread(character, page)
    wanted = {row.instance_id: row.period for row in unseen} | _periods_of_unread(page, now=now)
    return want_reports(wanted, now=now, fresh=character.watermark is not None)


def _periods_of_unread(page: HistoryPage, *, now: datetime) -> dict[int, datetime]:
    """By instance, where it is known; a start that cannot be read is taken from the page."""
    about = max((period for period in page.periods if LONG_AGO < period <= now), default=now)
    return {row.instance_id: row.period or about for row in page.unread if row.instance_id is not None}


def _write(rows: Sequence[HistoryEntry], *, again: bool) -> None:
    """What a walk has listed `again` says what it said before: it is not written twice."""
    listed: set[int] = set()
    if again and rows:
        ids = [row.instance_id for row in rows]
        same = HistoryEntry.objects.filter(
            character_id=rows[0].character_id, instance_id__among=ids, source=Source.WALK
        )
        listed = set(same.values_list("instance_id", flat=True))
    news = [row for row in rows if row.instance_id not in listed]
    upsert(HistoryEntry, news, key=["character_id", "instance_id"], update=WALK_COLUMNS)


def _note_sign(character: Character, rows: Sequence[HistoryEntry], *, now: datetime) -> None:
    """The end of what was played last is the newest sign of play, unless there is a newer one."""
    ends = [end_of(row.period, row.duration_seconds) for row in rows if row.period <= now]
    newest = min(now, max(ends, default=LONG_AGO))
    if character.seen_at is None or character.seen_at < newest:
        character.seen_at = newest
        older = Q(seen_at=None) | Q(seen_at__lt=newest)
        Character.objects.filter(older, pk=character.pk).update(seen_at=newest)


def _is_end(character: Character, page: HistoryPage, size: int) -> bool:
    """An empty page. A short one below the first is not believed: what it hid would be lost for good."""
    return not page.listed or (page.listed < size and character.walk_page == 0)


def _is_known(character: Character, page: HistoryPage) -> bool:
    if character.watermark is None or not page.periods:
        return False
    return min(page.periods) < character.watermark - OVERLAP


def _note_progress(character: Character, page: HistoryPage, *, arrived: bool, now: datetime) -> None:
    """What lies ahead of now, or before all time, says nothing of how far a walk has come."""
    newest = [period for period in page.periods if LONG_AGO < period <= now]
    character.walk_newest = max(filter(None, [character.walk_newest, *newest]), default=None)
    character.walk_page += 1
    if arrived:
        character.watermark = character.walk_newest or character.watermark
        character.walked_at = character.walk_began_at
        character.walk_page, character.walk_began_at, character.walk_newest = 0, None, None
        if character.member.private:
            Member.objects.filter(pk=character.member_id).update(private=False)
    character.save(update_fields=["walk_newest", "walk_page", "walk_began_at", "watermark", "walked_at"])
