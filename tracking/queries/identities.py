"""Whom to ask Bungie about next: corrupt players, and members whose accounts are not known yet."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tracking.models import IdentityCheck, Member, Performance, Player

CORRUPT = Q(membership_type=0) | Q(bungie_name="", display_name="")  # what the index player_corrupt holds


def whom_to_ask(now: datetime, *, limit: int) -> list[int]:
    """Membership ids, the most wanted first, none whose next turn is still to come.

    Corrupt members, then corrupt players who were in one team with a member, members that nobody asked about
    for long (and those whom cross save took away), then all other corrupt players.
    """
    found: dict[int, None] = {}
    for players in _wanted():
        waiting = IdentityCheck.objects.filter(membership_id=OuterRef("pk"), due_at__gt=now)
        open_ = players.exclude(Exists(waiting)).exclude(pk__in=found).order_by("pk")
        found |= dict.fromkeys(open_.values_list("pk", flat=True)[: limit - len(found)])
        if len(found) >= limit:
            break
    return list(islice(found, limit))


def _wanted() -> Iterator[QuerySet[Player]]:
    players, tracked = Player.objects.all(), Q(member__tracked=True)
    overridden = Q(member__primary_id__isnull=False) & ~Q(member__primary_id=F("pk"))
    yield players.filter(CORRUPT & tracked)
    yield players.filter(CORRUPT).filter(Exists(_played_with_members()))
    yield players.filter(tracked | overridden)
    yield players.filter(CORRUPT)


def _played_with_members() -> QuerySet[Performance]:
    """Of a player: in one team with somebody tracked; where there were no teams, in one activity."""
    same_team = Q(team=OuterRef("team")) | Q(team=None)
    companions = Performance.objects.filter(same_team, instance_id=OuterRef("instance_id"))
    tracked = companions.filter(membership_id__in=Member.objects.tracked().values("pk"))
    return Performance.objects.filter(Exists(tracked), membership_id=OuterRef("pk"))
