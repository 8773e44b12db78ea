"""The list of those who are not to be tracked: who is on it, and what that takes out of what comes in.

Whoever stores what Bungie says reads the list in the same transaction, and so delays who wants to add to it:
what was read before somebody came on the list is stored before the erasing begins, and nothing after that.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from rasputin.bungie.readers import REPORT
from rasputin.bungie.types import GroupMember
from rasputin.bungie.wire import Answer
from rasputin.upsert import upsert
from tracking.models import Player, Suppressed
from tracking.services.again import Fetched
from tracking.services.lookup import UnknownPlayer
from tracking.stripping import Hidden, strip


class Suppression(UnknownPlayer):
    """Somebody is on the list; the message says what to do."""


def hidden() -> Hidden:
    """Everybody on the list, which stays as it is until the transaction ends."""
    _lock("pg_advisory_xact_lock_shared")
    rows = list(Suppressed.objects.values_list("membership_id", "bungie_net_id"))
    accounts = frozenset(account for _, account in rows if account is not None)
    return Hidden(frozenset(identity for identity, _ in rows), accounts)


@transaction.atomic
def suppress(accounts: dict[int, int | None], *, reason: str, now: datetime) -> None:
    """Puts memberships on the list, each with its account on Bungie.net; waits for who is storing."""
    _lock("pg_advisory_xact_lock")
    rows = [
        Suppressed(membership_id=identity, bungie_net_id=account, suppressed_at=now, reason=reason[:200])
        for identity, account in accounts.items()
    ]
    upsert(Suppressed, rows, key=["membership_id"], update=[])


def lift(membership_id: int) -> int:
    """Takes a person off the list, with the other memberships of the same account; how many."""
    row = Suppressed.objects.filter(membership_id=membership_id).first()
    if row is None:
        raise UnknownPlayer(f"{membership_id} is not on the list: `rasputin erase --list` shows who is.")
    ours = Suppressed.objects.filter(membership_id=membership_id)
    if row.bungie_net_id is not None:
        ours |= Suppressed.objects.filter(bungie_net_id=row.bungie_net_id)
    return ours.delete()[0]


def refuse_suppressed(membership_id: int) -> None:
    """Raises Suppression for somebody on the list."""
    if hidden().hides(membership_id):
        raise Suppression(
            f"{membership_id} is not to be tracked: `rasputin unsuppress {membership_id}` takes that back."
        )


def visible(membership_ids: Sequence[int]) -> list[int]:
    who = hidden()
    return [identity for identity in membership_ids if not who.hides(identity)]


def visible_players(players: Iterable[Player]) -> list[Player]:
    who = hidden()
    return [player for player in players if not who.hides(player.membership_id)]


def visible_members(members: Iterable[GroupMember]) -> tuple[GroupMember, ...]:
    """Of a roster; somebody may be known by the account on Bungie.net alone."""
    who = hidden()
    return tuple(member for member in members if not who.hides(*_accounts(member)))


def strip_replies(fetched: Sequence[Fetched]) -> list[Fetched]:
    """The same without those on the list, as Bungie would have stripped them."""
    who = hidden()
    return [_strip_reply(item, who) for item in fetched] if who.membership_ids else list(fetched)


def strip_body(body: bytes) -> bytes:
    """The same of a reply that cannot be read as a report."""
    return strip(body, hidden())


def _strip_reply(item: Fetched, who: Hidden) -> Fetched:
    body = strip(item.reply.body, who)
    if body is item.reply.body:
        return item
    value = REPORT.read(Answer(endpoint="report", status=200, headers={}, body=body))
    return item._replace(reply=item.reply._replace(value=value, body=body))


def _accounts(member: GroupMember) -> tuple[int, int | None]:
    site = member.bungie_net_user_info
    return member.destiny_user_info.membership_id, None if site is None else site.membership_id


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext('rasputin'), hashtext('suppression'))")
