"""Clans: which are tracked, what Bungie says of them, and who joined, left or changed role."""

import logging
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from clans.models import Clan, Membership
from clans.rows import DETAIL_COLUMNS, clan_row, membership_rows, roster_players
from rasputin import due
from rasputin.bungie import Client
from rasputin.bungie.names import GroupId
from rasputin.bungie.types import Group, Roster
from rasputin.crawltask import Found
from rasputin.queues import Priority
from rasputin.steps import Steps
from rasputin.upsert import upsert
from tracking import cadence
from tracking.models import Section
from tracking.services import enrol
from tracking.services.freshness import Word, heard_of, note_hinted
from tracking.services.players import store_players
from tracking.services.suppression import visible_members
from tracking.services.unread import UNREADABLE

log = logging.getLogger(__name__)

KINDS = (Section.Kind.GROUP, Section.Kind.ROSTER)


class UnknownClan(ValueError):
    """We track no such clan; the message says what to do."""


@transaction.atomic
def add_clan(group_id: int, *, now: datetime) -> Clan:
    """Tracks a clan and everybody on its roster; what Bungie says of it comes with the next crawl."""
    clan, _ = Clan.objects.update_or_create(
        group_id=group_id, defaults={"tracked": True}, create_defaults={"tracked": True, "added_at": now}
    )
    rows = [Section(kind=kind, subject=group_id, priority=Priority.ROSTER, due_at=now) for kind in KINDS]
    upsert(Section, rows, key=["kind", "subject", "name"], update=[])
    return clan


@transaction.atomic
def remove_clan(group_id: int) -> Clan:
    """Stops asking for a clan; what is stored stays, and its members stay tracked. Raises UnknownClan."""
    clan = Clan.objects.tracked().filter(pk=group_id).first()
    if clan is None:
        raise UnknownClan(f"Clan {group_id} is not tracked: `rasputin clans list` shows which are.")
    clan.tracked = False
    clan.save(update_fields=["tracked"])
    Section.objects.of(*KINDS).filter(subject=group_id).delete()
    return clan


def hurry_networks(*, now: datetime) -> int:
    """Makes every tracked clan of a network due now; returns how many."""
    clans = Clan.objects.tracked().exclude(network=None)
    rows = Section.objects.of(*KINDS).filter(subject__in=clans.values("pk"))
    rows.update(due_at=now, priority=Priority.HOT)
    return clans.count()


def sync_group(bungie: Client, group_id: int, *, now: datetime) -> Steps[Found]:
    """What a clan says of itself (GetGroup)."""
    group: Group = yield partial(bungie.group, GroupId(group_id))
    upsert(Clan, [clan_row(group.detail, now=now)], key=["group_id"], update=DETAIL_COLUMNS)
    return Found()


def sync_roster(bungie: Client, group_id: int, *, now: datetime) -> Steps[Found]:
    """Who is in a clan (GetMembersOfGroup, all pages); everybody there becomes tracked.

    Only a complete roster can say that somebody left. Who is said to be online is asked for the sooner.
    """
    roster: Roster = yield partial(bungie.group_members, GroupId(group_id))
    with transaction.atomic():
        roster = roster._replace(members=visible_members(roster.members))
        rows = {row.player_id: row for row in membership_rows(group_id, roster.members, now=now)}
        current = {row.player_id: row for row in Membership.objects.current().filter(clan_id=group_id)}
        words = _words(rows, current)
        players = roster_players(roster.members, now=now)
        store_players(players)
        _move_members(group_id, roster, rows, current, now=now)
        Clan.objects.filter(pk=group_id).update(roster_at=now)
        new = enrol(sorted({player.membership_id for player in players}), now=now)
    note_hinted(rows.keys(), now=now)
    return Found(sections=new + heard_of(words, now=now), unread=_unread(roster))


def name_unread(section: Section, unread: str) -> None:
    """Names who of a roster could not be read, until the next one is there; in its turn, as ever."""
    ended = Section.objects.filter(pk=section.pk, lease_token=None)
    ended.update(error_kind=UNREADABLE, error_message=unread[: due.MAX_ERROR_LENGTH], failures=1)


def _unread(roster: Roster) -> str:
    """By their places: who is not to be named is not named here either."""
    return "; ".join(f"member {odd.place} of the roster: {odd.reason[:200]}" for odd in roster.unread)


def next_roster(group_id: int, *, now: datetime) -> datetime:
    """When a roster is due again, by how many of its members are said to be online."""
    online = Membership.objects.current().filter(clan_id=group_id, is_online=True).count()
    return cadence.of_roster(online, now=now, subject=group_id)


def _words(rows: Mapping[int, Membership], current: Mapping[int, Membership]) -> list[Word]:
    """What a roster says of those whom we knew to be there; of a newcomer all is asked anyway."""
    return [
        Word(
            membership_id=who,
            online=rows[who].is_online,
            since=rows[who].online_changed_at,
            news=(rows[who].is_online, rows[who].online_changed_at)
            != (current[who].is_online, current[who].online_changed_at),
        )
        for who in rows.keys() & current.keys()
    ]


def _move_members(
    group_id: int,
    roster: Roster,
    rows: Mapping[int, Membership],
    current: Mapping[int, Membership],
    *,
    now: datetime,
) -> None:
    changed = {who for who in rows.keys() & current.keys() if rows[who].role != current[who].role}
    unread = {odd.membership_id for odd in roster.unread}
    left = current.keys() - rows.keys() - unread if roster.complete else set()
    _close([current[who] for who in changed | left], now=now)
    Membership.objects.bulk_create([rows[who] for who in sorted(changed | (rows.keys() - current.keys()))])
    _refresh_hints([(current[who], rows[who]) for who in rows.keys() & current.keys() - changed])
    if not roster.complete:
        log.info("the roster of clan %s came incomplete: nobody is taken for gone", group_id)


def _close(memberships: list[Membership], *, now: datetime) -> None:
    Membership.objects.filter(pk__in=[row.pk for row in memberships]).update(left_at=now, is_online=False)


def _refresh_hints(pairs: list[tuple[Membership, Membership]]) -> None:
    """Few of a roster have moved since the last one."""
    for kept, told in pairs:
        if _hint(kept) != _hint(told):
            Membership.objects.filter(pk=kept.pk).update(
                is_online=told.is_online, online_changed_at=told.online_changed_at, joined_at=told.joined_at
            )


def _hint(row: Membership) -> tuple[object, ...]:
    return row.is_online, row.online_changed_at, row.joined_at
