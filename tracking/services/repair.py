"""Who players really are: the corrupt are repaired, and members get the accounts that belong to them.

Reports show players without name, platform or class. Bungie is asked about them by id, a few at a time and
never the same again within a long while; what it says is dated now, so older reports do not undo it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db import transaction

from rasputin.bungie import Client
from rasputin.bungie.errors import Permanent
from rasputin.bungie.names import MembershipId
from rasputin.bungie.types import Memberships, UserInfoCard
from rasputin.steps import Steps
from rasputin.upsert import upsert
from tracking.models import IdentityCheck, Member, Player, TypeSource
from tracking.queries.identities import CORRUPT
from tracking.rows import player_row
from tracking.services.members import enrol, stop_crawling
from tracking.services.players import store_players
from tracking.services.suppression import visible

AGAIN = timedelta(days=30)
UNKNOWN, LONGEST = timedelta(days=7), timedelta(days=200)  # doubled each time that it did not help
TROUBLE = timedelta(hours=6)
UNHELPFUL = "still_unknown"
CHECK_COLUMNS = ("asked_at", "due_at", "failures", "error_kind")


class Repaired(NamedTuple):
    """Of one player: whether name and platform are known now, and profiles that fell due."""

    known: bool
    sections: int = 0


def repair_player(bungie: Client, membership_id: int, *, now: datetime) -> Steps[Repaired]:
    """Asks GetMembershipsById who this is, and stores it. Raises only what waits for everybody."""
    try:
        found: Memberships = yield partial(bungie.memberships_by_id, MembershipId(membership_id))
    except Permanent as error:
        _note(membership_id, error.kind, now=now)
        return Repaired(known=False)
    with transaction.atomic():
        if not visible([membership_id]):
            return Repaired(known=False)
        sections = _store(membership_id, found, now=now)
        known = not Player.objects.filter(CORRUPT, pk=membership_id).exists()
        _note(membership_id, "" if known else UNHELPFUL, now=now)
    return Repaired(known, sections)


def note_trouble(membership_id: int, kind: str, *, now: datetime) -> None:
    """Passing trouble with one player, or a bug: not asked again at once."""
    if not visible([membership_id]):
        return
    check = IdentityCheck(membership_id=membership_id, asked_at=now, due_at=now + TROUBLE, error_kind=kind)
    upsert(IdentityCheck, [check], key=["membership_id"], update=("asked_at", "due_at", "error_kind"))


def _store(membership_id: int, found: Memberships, *, now: datetime) -> int:
    """Cards of players whom we know; members get their further ids. Returns the profiles that fell due."""
    cards = {card.membership_id: card for card in found.destiny_memberships if card.membership_id > 0}
    ours = cards.get(MembershipId(membership_id))
    if ours is None:
        return 0
    before = Member.objects.filter(pk=membership_id).first()
    known = Player.objects.filter(pk__in=cards).values_list("pk", flat=True)
    store_players([_row(cards[MembershipId(who)], now) for who in known])
    _note_accounts(found, cards)
    if before is None:
        return 0
    return _follow(before, ours, cards.get(found.primary_membership_id or MembershipId(0)), now=now)


def _note_accounts(found: Memberships, cards: Iterable[int]) -> None:
    members = Member.objects.filter(pk__in=cards)
    members.update(primary_id=found.primary_membership_id)
    if found.bungie_net_user is not None and found.bungie_net_user.membership_id:
        members.update(bungie_net_id=found.bungie_net_user.membership_id)


def _follow(before: Member, card: UserInfoCard, primary: UserInfoCard | None, *, now: datetime) -> int:
    """Tracks the account that is played in place of one that cross save overrides; and back, when it ends.

    An overridden account has no profile: it would be asked for in vain for ever.
    """
    if primary is not None and card.cross_save_override and primary.membership_id != card.membership_id:
        if not before.tracked:
            return 0
        stop_crawling(before)
        store_players([_row(primary, now)])
        return enrol(visible([primary.membership_id]), now=now)
    was_overridden = before.primary_id not in (None, before.pk) and not before.tracked
    return enrol([before.pk], now=now, again=True) if was_overridden else 0


def _row(card: UserInfoCard, now: datetime) -> Player:
    return player_row(card, source=TypeSource.LINKED, at=now)


def _note(membership_id: int, trouble: str, *, now: datetime) -> None:
    """When to ask again: in a month, or later each time that it does not help."""
    if not visible([membership_id]):
        return
    last = IdentityCheck.objects.filter(pk=membership_id).first()
    failures = (last.failures if last else 0) + 1 if trouble else 0
    wait = min(UNKNOWN * 2**failures, LONGEST) if trouble else AGAIN
    check = IdentityCheck(
        membership_id=membership_id, asked_at=now, due_at=now + wait, failures=failures, error_kind=trouble
    )
    upsert(IdentityCheck, [check], key=["membership_id"], update=CHECK_COLUMNS)
