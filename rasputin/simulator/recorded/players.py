"""Who the recorded players are."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.answers.accounts import ALL
from rasputin.simulator.clock import stamp_milliseconds
from rasputin.simulator.recorded.accounts import Accounts, user
from rasputin.simulator.recorded.found import found
from rasputin.simulator.replies.profiles import component_numbers

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

    def linked(self, kind: int, membership_id: int, now: float) -> Any:
        actual = user(found(self._accounts.profiles, membership_id, 1601))["membershipType"]
        profile = self._accounts.profile(actual if kind == ALL else kind, membership_id)
        last_played = profile["profile"]["data"]["dateLastPlayed"]
        linked = {"dateLastPlayed": last_played, "isOverridden": False, "isCrossSavePrimary": False}
        return {"profiles": [{**linked, **user(profile)}], "profilesWithErrors": []}

    def search(self, kind: int, name: str, code: int | None, now: float) -> Any:
        cards = map(user, self._accounts.profiles.values())
        return [
            card
            for card in cards
            if card.get("bungieGlobalDisplayName", "").casefold() == name.casefold()
            and card.get("bungieGlobalDisplayNameCode") == code
            and kind in (ALL, card["membershipType"])
        ]
