"""Who is meant by a name or an id, asked of Bungie: the membership that is played with."""

from collections.abc import Iterable
from datetime import datetime

from rasputin.bungie import Client
from rasputin.bungie.enums import MembershipType
from rasputin.bungie.errors import AccountNotFound, WrongMembershipType
from rasputin.bungie.names import MembershipId, parse_bungie_name
from rasputin.bungie.types import LinkedProfile, Profile, UserInfoCard
from tracking.models import LONG_AGO
from tracking.services.remembered import remembered


class UnknownPlayer(ValueError):
    """Nobody goes by this name or id; the message says so."""


def look_up(bungie: Client, identifier: str) -> UserInfoCard:
    """At most ten minutes old. Raises UnknownPlayer, or what the client raises."""

    def ask() -> UserInfoCard:
        return _by_id(bungie, int(identifier)) if identifier.isdigit() else _by_name(bungie, identifier)

    return remembered(f"player {identifier}", UserInfoCard, ask, unknown=UnknownPlayer)


def _by_id(bungie: Client, membership_id: int) -> UserInfoCard:
    """An id that cross save overrides means the one that does."""
    try:
        linked = bungie.linked_profiles(MembershipType.ALL, MembershipId(membership_id))
    except AccountNotFound as error:
        raise UnknownPlayer(f"Bungie knows no player with the id {membership_id}.") from error
    cards: list[UserInfoCard] = [
        *(card for card in linked.profiles if card.membership_id == membership_id and not card.is_overridden),
        *(card for card in linked.profiles if card.is_cross_save_primary),
    ]
    return cards[0] if cards else _by_profile(bungie, membership_id)


def _by_profile(bungie: Client, membership_id: int) -> UserInfoCard:
    """For who hides that accounts belong together: the profile itself is still shown."""
    try:
        card = _profile(bungie, membership_id).data
    except AccountNotFound:
        card = None
    if card is None:
        raise UnknownPlayer(f"Bungie shows no Destiny 2 profile for the id {membership_id}.")
    return card.user_info


def _profile(bungie: Client, membership_id: int) -> Profile:
    """Under any type: Bungie names the right one."""
    identity = MembershipId(membership_id)
    try:
        return bungie.profile(MembershipType.STEAM, identity)
    except WrongMembershipType as error:
        return bungie.profile(error.actual_type, identity)


def _by_name(bungie: Client, identifier: str) -> UserInfoCard:
    try:
        name = parse_bungie_name(identifier)
    except ValueError as error:
        raise UnknownPlayer(f"{error}, or give a membership id.") from error
    cards = bungie.search_by_bungie_name(name.name, name.code)
    if not cards:
        raise UnknownPlayer(f"Bungie knows nobody named {name}.")
    if len(cards) == 1:
        return cards[0]
    primary = (card for card in cards if card.membership_type == card.cross_save_override)
    return next(primary, None) or _last_played(bungie, cards)


def _last_played(bungie: Client, cards: Iterable[UserInfoCard]) -> UserInfoCard:
    """Of several without cross save; some may never have been played with."""
    first, *_ = found = list(cards)
    linked = bungie.linked_profiles(first.membership_type, first.membership_id)
    ids = {card.membership_id for card in found}
    played = [card for card in linked.profiles if card.membership_id in ids]
    return max(played, key=_played_at, default=first)


def _played_at(card: LinkedProfile) -> datetime:
    return card.date_last_played or LONG_AGO
