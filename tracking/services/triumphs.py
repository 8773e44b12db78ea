"""Triumphs together with the profile: whoever has played is due for both, and one request does."""

from datetime import datetime
from functools import partial
from typing import Final, NamedTuple

import msgspec
from django.db import transaction

from rasputin.bungie import Client
from rasputin.bungie.enums import Component
from rasputin.bungie.errors import NotFound, Private
from rasputin.bungie.names import MembershipId
from rasputin.bungie.types import Profile
from rasputin.crawltask import Found
from rasputin.steps import Steps
from tracking.models import Player
from tracking.services.freshness import profile_came
from tracking.services.members import store_profile
from tracking.services.players import ask_about
from tracking.services.records import store_records, withheld
from tracking.standings import Reading, reading_of

ASKED: Final = (Component.PROFILES, Component.CHARACTERS, Component.RECORDS)


class _Look(NamedTuple):
    """A profile without its triumphs, and what they are or why they are missing."""

    profile: Profile
    triumphs: Reading | Private | NotFound


def sync_records(bungie: Client, membership_id: int, *, now: datetime) -> Steps[Found]:
    """Triumphs of a member (GetProfile 900); of the first look only how things stand, then also what moved.

    The same reply holds the profile (100, 200), which rests for as long as if it had been asked for alone.
    Raises Private for who hides triumphs, NotFound where Bungie left them out: what was known stays.
    """
    player = Player.objects.get(pk=membership_id)
    identity = MembershipId(membership_id)
    look: _Look = yield from ask_about(player, lambda kind: partial(_read, bungie, kind, identity), now=now)
    with transaction.atomic():
        found = store_profile(membership_id, look.profile, now=now)
        profile_came(membership_id, look.profile, now=now)
        if isinstance(look.triumphs, Reading):
            store_records(membership_id, look.triumphs, now=now)
    if not isinstance(look.triumphs, Reading):
        raise look.triumphs
    return found


def _read(bungie: Client, membership_type: int, membership_id: MembershipId) -> _Look:
    """On the request's own thread: thousands of records become small here."""
    profile = bungie.profile(membership_type, membership_id, ASKED)
    reading = reading_of(profile)
    rest = msgspec.structs.replace(profile, profile_records=None, character_records=None)
    return _Look(rest, withheld(profile) if reading is None else reading)
