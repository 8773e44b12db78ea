"""Answers made from recorded replies under their own ids, and from what those say about others."""

from __future__ import annotations

from typing import Any

import msgspec

from rasputin.simulator.clock import stamp_milliseconds
from rasputin.simulator.derived import history_of, players_of, profile_of
from rasputin.simulator.endpoints import HistoryRequest
from rasputin.simulator.envelope import Refusal, Reply, success_body
from rasputin.simulator.profiles import component_numbers
from rasputin.simulator.recordings import Json, Recordings
from rasputin.simulator.settings_reply import settings_reply
from rasputin.simulator.source import ALL, wrong_type

COMPONENTS = {
    "profile": 100,
    "profileProgression": 104,
    "characters": 200,
    "characterProgressions": 202,
}


class RecordedSource:
    def __init__(self, recordings: Recordings) -> None:
        self._reports = recordings.reports
        self._groups = recordings.groups
        self._rosters = recordings.rosters
        known = players_of(list(recordings.reports.values()))
        derived = {membership_id: profile_of(player) for membership_id, player in known.items()}
        self._profiles = {**derived, **recordings.profiles}
        self._histories = {membership_id: history_of(player) for membership_id, player in known.items()}

    def describe(self) -> dict[str, Any]:
        return {
            "recorded": True,
            "clans": [
                {
                    "group_id": str(group_id),
                    "name": group["detail"]["name"],
                    "members": len(self._rosters[group_id]["results"]),
                }
                for group_id, group in self._groups.items()
            ],
            "members": [str(membership_id) for membership_id in self._profiles],
            "report_players": [str(membership_id) for membership_id in self._histories],
            "reports": [str(instance_id) for instance_id in self._reports],
        }

    def group(self, group_id: int, now: float) -> Any:
        return _found(self._groups, group_id, 686)

    def roster(self, group_id: int, page: int, now: float) -> Any:
        roster = _found(self._rosters, group_id, 686)
        if page == 1:
            return roster
        return {**roster, "results": [], "query": {**roster["query"], "currentPage": page}}

    def profile(self, kind: int, membership_id: int, components: str, now: float) -> Any:
        profile = self._profile(kind, membership_id)
        asked = component_numbers(components)
        minted = stamp_milliseconds(now)
        return {
            "responseMintedTimestamp": minted,
            "secondaryComponentsMintedTimestamp": minted,
            **{name: part for name, part in profile.items() if COMPONENTS[name] in asked},
        }

    def linked(self, kind: int, membership_id: int, now: float) -> Any:
        actual = _user(_found(self._profiles, membership_id, 1601))["membershipType"]
        profile = self._profile(actual if kind == ALL else kind, membership_id)
        last_played = profile["profile"]["data"]["dateLastPlayed"]
        linked = {"dateLastPlayed": last_played, "isOverridden": False, "isCrossSavePrimary": False}
        return {"profiles": [{**linked, **_user(profile)}], "profilesWithErrors": []}

    def history(self, asked: HistoryRequest, now: float) -> Any:
        profile = self._profile(asked.kind, asked.membership_id)
        character_id = str(asked.character_id)
        if character_id == "0":
            return {}
        if character_id not in profile["profile"]["data"]["characterIds"]:
            raise Refusal(1620)
        rows = [
            row
            for row in self._histories.get(asked.membership_id, {}).get(character_id, [])
            if asked.mode == 0 or asked.mode in row["activityDetails"]["modes"]
        ]
        shown = rows[asked.page * asked.count : (asked.page + 1) * asked.count]
        return {"activities": shown} if shown else {}

    def report(self, instance_id: int, now: float) -> Reply:
        return success_body(msgspec.json.encode(_found(self._reports, instance_id, 1653)))

    def search(self, kind: int, name: str, code: int | None) -> Any:
        cards = map(_user, self._profiles.values())
        return [
            card
            for card in cards
            if card.get("bungieGlobalDisplayName", "").casefold() == name.casefold()
            and card.get("bungieGlobalDisplayNameCode") == code
            and kind in (ALL, card["membershipType"])
        ]

    def settings(self) -> Any:
        return settings_reply()

    def _profile(self, kind: int, membership_id: int) -> Json:
        profile = _found(self._profiles, membership_id, 1601)
        actual = _user(profile)["membershipType"]
        if kind != actual:
            raise wrong_type(kind, actual, membership_id)
        return profile


def _found(things: dict[int, Json], thing_id: int, refusal: int) -> Json:
    if thing_id not in things:
        raise Refusal(refusal)
    return things[thing_id]


def _user(profile: Json) -> Json:
    user: Json = profile["profile"]["data"]["userInfo"]
    return user
