"""Recorded profiles, and those of the players of recorded reports."""

from __future__ import annotations

from rasputin.simulator.answers.accounts import wrong_type
from rasputin.simulator.recorded.derived import history_of, players_of, profile_of
from rasputin.simulator.recorded.found import found
from rasputin.simulator.recorded.recordings import Json, Recordings


class Accounts:
    """Profiles by membership id; histories by membership id and then by character id."""

    def __init__(self, recordings: Recordings) -> None:
        known = players_of(list(recordings.reports.values()))
        derived = {membership_id: profile_of(player) for membership_id, player in known.items()}
        self.profiles = {**derived, **recordings.profiles}
        self.histories = {membership_id: history_of(player) for membership_id, player in known.items()}

    def profile(self, kind: int, membership_id: int) -> Json:
        profile = found(self.profiles, membership_id, 1601)
        actual = user(profile)["membershipType"]
        if kind != actual:
            raise wrong_type(kind, actual, membership_id)
        return profile


def user(profile: Json) -> Json:
    card: Json = profile["profile"]["data"]["userInfo"]
    return card
