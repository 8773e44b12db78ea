"""Whom of the recorded a search by name finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.recorded.moments import latest
from rasputin.simulator.recorded.reading.folder import Json
from rasputin.simulator.recorded.reading.identities import Identities, Name, name_of

KEYS = (
    "supplementalDisplayName",
    "iconPath",
    "crossSaveOverride",
    "applicableMembershipTypes",
    "isPublic",
    "membershipType",
    "membershipId",
    "displayName",
    "bungieGlobalDisplayName",
    "bungieGlobalDisplayNameCode",
)


def cards_by_name(accounts: Accounts, identities: Identities, now: float) -> dict[Name, list[Json]]:
    """Cards of whoever has a name of the whole game; memberships that cross save overrides stay hidden."""
    named: defaultdict[Name, dict[str, Json]] = defaultdict(dict)
    for card in _cards(accounts, identities, now):
        name = name_of(card)
        if name[0] and card.get("applicableMembershipTypes") != []:
            named[name][card["membershipId"]] = {key: card[key] for key in KEYS if key in card}
    return {name: list(cards.values()) for name, cards in named.items()} | identities.searches


def _cards(accounts: Accounts, identities: Identities, now: float) -> Iterator[Json]:
    linked = (latest(told, now)["profiles"] for told in identities.linked.values())
    members = (reply["destinyMemberships"] for reply in identities.memberships.values())
    yield from chain.from_iterable(linked)
    yield from chain.from_iterable(members)
    yield from (accounts.card(membership_id, now) for membership_id in accounts)
