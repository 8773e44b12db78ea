"""Who the recorded players are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasputin.simulator.answers.accounts import ALL, wrong_type
from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.recorded.directory import cards_by_name
from rasputin.simulator.recorded.moments import latest
from rasputin.simulator.recorded.reading.folder import Json
from rasputin.simulator.recorded.reading.identities import (
    Identities,
    Name,
    cards_of_linked,
    cards_of_memberships,
)
from rasputin.simulator.recorded.shown import shown_character, shown_profile
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.replies.profiles import component_numbers

NO_ACCOUNT, NO_USER = 1601, 217
FOUND_A_PAGE = 50


class RecordedPlayers:
    def __init__(self, accounts: Accounts, identities: Identities) -> None:
        self._accounts = accounts
        self._identities = identities

    def profile(self, kind: int, membership_id: int, components: str, now: float) -> Any:
        profile = self._accounts.profile(kind, membership_id, now)
        return shown_profile(profile, component_numbers(components))

    def character(self, kind: int, membership_id: int, character_id: int, components: str, now: float) -> Any:
        """The character's share of the components that are on record."""
        self._accounts.check_character(kind, membership_id, character_id, now)
        profile = self._accounts.profile(kind, membership_id, now)
        return shown_character(profile, str(character_id), component_numbers(components))

    def linked(self, kind: int, membership_id: int, now: float, *, overridden: bool) -> Any:
        """A recorded one is given whole, whoever of it is asked for."""
        if membership_id in self._identities.linked:
            reply = latest(self._identities.linked[membership_id], now)
            _check_kind(kind, membership_id, cards_of_linked(reply))
            return reply
        card = self._card(kind, membership_id, now, unknown=NO_ACCOUNT)
        profile = self._accounts.profile(card["membershipType"], membership_id, now)
        played = profile.get("profile", {}).get("data", {}).get("dateLastPlayed")
        linked = {"isOverridden": False, "isCrossSavePrimary": False, **card}
        last_played = {"dateLastPlayed": played} if played else {}
        return {"profiles": [last_played | linked], "profilesWithErrors": []}

    def memberships(self, membership_id: int, kind: int, now: float) -> Any:
        """A recorded one, or the one membership that is on record."""
        if membership_id in self._identities.memberships:
            reply = self._identities.memberships[membership_id]
            _check_kind(kind, membership_id, cards_of_memberships(reply))
            return reply
        card = self._card(kind, membership_id, now, unknown=NO_USER)
        seen = {
            "LastSeenDisplayName": card.get("displayName", ""),
            "LastSeenDisplayNameType": card["membershipType"],
        }
        return {"destinyMemberships": [{**seen, **card}]}

    def search(self, kind: int, name: str, code: int | None, now: float) -> Any:
        """A recorded one, or who else on record has the name."""
        found = cards_by_name(self._accounts, self._identities, now).get((name.casefold(), code), [])
        return [card for card in found if kind in (ALL, card["membershipType"])]

    def prefix_search(self, prefix: str, page: int, now: float) -> Any:
        """Nobody recorded one: it is made of the names on record."""
        known = cards_by_name(self._accounts, self._identities, now)
        names = sorted((name for name in known if name[0].startswith(prefix.casefold())), key=_order)
        first = page * FOUND_A_PAGE
        return {
            "searchResults": [_found(known[name]) for name in names[first : first + FOUND_A_PAGE]],
            "page": page,
            "hasMore": first + FOUND_A_PAGE < len(names),
        }

    def _card(self, kind: int, membership_id: int, now: float, *, unknown: int) -> Json:
        if membership_id not in self._accounts:
            raise Refusal(unknown)
        card = self._accounts.card(membership_id, now)
        _check_kind(kind, membership_id, [card])
        return card


def _check_kind(asked: int, membership_id: int, cards: Iterable[Json]) -> None:
    actual = next(card["membershipType"] for card in cards if int(card["membershipId"]) == membership_id)
    if asked not in (ALL, actual):
        raise wrong_type(asked, actual, membership_id)


def _order(name: Name) -> tuple[str, int]:
    return name[0], name[1] or 0


def _found(cards: list[Json]) -> Json:
    shown = ("bungieGlobalDisplayName", "bungieGlobalDisplayNameCode")
    name = {key: cards[0][key] for key in shown if key in cards[0]}
    return {**name, "destinyMemberships": cards}
