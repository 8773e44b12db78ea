"""Recorded accounts, and those of the players of recorded reports, as they were at a time."""

from __future__ import annotations

from collections.abc import Iterator

from rasputin.simulator.answers.accounts import wrong_type
from rasputin.simulator.recorded.components import character_ids, components_at
from rasputin.simulator.recorded.derived import history_of, players_of, profile_of
from rasputin.simulator.recorded.moments import Told
from rasputin.simulator.recorded.reading.folder import Json
from rasputin.simulator.recorded.reading.histories import Histories
from rasputin.simulator.recorded.recordings import Recordings
from rasputin.simulator.replies.envelope import Refusal

UNKNOWN, UNKNOWN_CHARACTER = 1601, 1620


class Accounts:
    """Whoever has a profile. `players` are those of reports."""

    def __init__(self, recordings: Recordings) -> None:
        players = players_of(list(recordings.reports.values()))
        derived = {membership_id: [Told(0, profile_of(player))] for membership_id, player in players.items()}
        played = {membership_id: history_of(player) for membership_id, player in players.items()}
        self.players = list(players)
        self.histories = joined(recordings.histories, played)
        self._profiles = {**derived, **recordings.profiles}
        self._cards = recordings.cards

    def __iter__(self) -> Iterator[int]:
        return iter(self._profiles)

    def __contains__(self, membership_id: int) -> bool:
        return membership_id in self._profiles

    def profile(self, kind: int, membership_id: int, now: float) -> Json:
        """All components. Refuses whom nobody recorded, and the wrong type of whom somebody did."""
        if membership_id not in self:
            raise Refusal(UNKNOWN)
        actual = self.card(membership_id, now)["membershipType"]
        if kind != actual:
            raise wrong_type(kind, actual, membership_id)
        return components_at(self._profiles[membership_id], now)

    def card(self, membership_id: int, now: float) -> Json:
        shown = components_at(self._profiles[membership_id], now).get("profile", {})
        card: Json = shown.get("data", {}).get("userInfo") or self._cards[membership_id]
        return card

    def check_character(self, kind: int, membership_id: int, character_id: int, now: float) -> None:
        """Refuses what the account has not: neither in its profile nor in its history."""
        known = character_ids(self.profile(kind, membership_id, now))
        if str(character_id) not in known | self.histories.get(membership_id, {}).keys():
            raise Refusal(UNKNOWN_CHARACTER)


def joined(recorded: Histories, derived: Histories) -> Histories:
    """Both together; a row that was recorded takes the place of one made from the report."""
    return {
        membership_id: {
            character_id: _rows(recorded, derived, membership_id, character_id)
            for character_id in {
                **recorded.get(membership_id, {}),
                **derived.get(membership_id, {}),
            }
        }
        for membership_id in {**recorded, **derived}
    }


def _rows(recorded: Histories, derived: Histories, membership_id: int, character_id: str) -> list[Json]:
    """The newest first."""
    both = [told.get(membership_id, {}).get(character_id, []) for told in (derived, recorded)]
    rows = {row["activityDetails"]["instanceId"]: row for part in both for row in part}
    return sorted(rows.values(), key=lambda row: str(row["period"]), reverse=True)
