"""Who the recorded players are."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.answers.accounts import ALL
from rasputin.simulator.clock import stamp_milliseconds
from rasputin.simulator.recorded.accounts import Accounts, user
from rasputin.simulator.recorded.found import found
from rasputin.simulator.replies.characters import KEYS
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.replies.profiles import component_numbers

FOUND_A_PAGE = 50
COMPONENTS = {
    "profile": 100,
    "profileProgression": 104,
    "characters": 200,
    "characterProgressions": 202,
}


class RecordedPlayers:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def profile(self, kind: int, membership_id: int, components: str, now: float) -> Any:
        profile = self._accounts.profile(kind, membership_id)
        asked = component_numbers(components)
        minted = stamp_milliseconds(now)
        return {
            "responseMintedTimestamp": minted,
            "secondaryComponentsMintedTimestamp": minted,
            **{name: part for name, part in profile.items() if COMPONENTS[name] in asked},
        }

    def character(self, kind: int, membership_id: int, character_id: int, components: str, now: float) -> Any:
        """The character's share of the components that are on record."""
        profile = self.profile(kind, membership_id, f"100,{components}", now)
        if str(character_id) not in profile["profile"]["data"]["characterIds"]:
            raise Refusal(1620)
        return {
            key: {**profile[name], "data": profile[name]["data"][str(character_id)]}
            for name, key in KEYS.items()
            if str(character_id) in profile.get(name, {}).get("data", {})
        }

    def linked(self, kind: int, membership_id: int, now: float, *, overridden: bool) -> Any:
        profile = self._profile(kind, membership_id, unknown=1601)
        last_played = profile["profile"]["data"]["dateLastPlayed"]
        linked = {"dateLastPlayed": last_played, "isOverridden": False, "isCrossSavePrimary": False}
        return {"profiles": [{**linked, **user(profile)}], "profilesWithErrors": []}

    def memberships(self, membership_id: int, kind: int, now: float) -> Any:
        """The one membership that is on record."""
        card = user(self._profile(kind, membership_id, unknown=217))
        seen = {
            "LastSeenDisplayName": card["displayName"],
            "LastSeenDisplayNameType": card["membershipType"],
        }
        return {"destinyMemberships": [{**seen, **card}]}

    def search(self, kind: int, name: str, code: int | None, now: float) -> Any:
        cards = map(user, self._accounts.profiles.values())
        return [
            card
            for card in cards
            if card.get("bungieGlobalDisplayName", "").casefold() == name.casefold()
            and card.get("bungieGlobalDisplayNameCode") == code
            and kind in (ALL, card["membershipType"])
        ]

    def prefix_search(self, prefix: str, page: int, now: float) -> Any:
        cards = [user(profile) for profile in self._accounts.profiles.values()]
        named = sorted(
            (card for card in cards if _name(card).startswith(prefix.casefold())),
            key=lambda card: (_name(card), card["membershipId"]),
        )
        shown = named[page * FOUND_A_PAGE : (page + 1) * FOUND_A_PAGE]
        return {
            "searchResults": [_found(card) for card in shown],
            "page": page,
            "hasMore": (page + 1) * FOUND_A_PAGE < len(named),
        }

    def _profile(self, kind: int, membership_id: int, *, unknown: int) -> Any:
        actual = user(found(self._accounts.profiles, membership_id, unknown))["membershipType"]
        return self._accounts.profile(actual if kind == ALL else kind, membership_id)


def _name(card: Any) -> str:
    return str(card.get("bungieGlobalDisplayName", "")).casefold()


def _found(card: Any) -> dict[str, Any]:
    shown = ("bungieGlobalDisplayName", "bungieGlobalDisplayNameCode")
    return {**{name: card[name] for name in shown if name in card}, "destinyMemberships": [card]}
