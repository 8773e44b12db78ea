"""Players of recorded reports: profiles and histories that say no more than the reports do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasputin.simulator.clock import seconds, stamp
from rasputin.simulator.replies.profiles import NO_PROGRESS
from rasputin.simulator.world.catalogue import CLASSES, GENDERS, RACES
from rasputin.simulator.world.people import STEAM

Json = dict[str, Any]

UNKNOWN_TYPE = 3
HISTORY_ORDER = (
    "assists",
    "score",
    "kills",
    "averageScorePerKill",
    "deaths",
    "averageScorePerLife",
    "completed",
    "opponentsDefeated",
    "efficiency",
    "killsDeathsRatio",
    "killsDeathsAssists",
    "activityDurationSeconds",
    "standing",
    "team",
    "completionReason",
    "fireteamId",
    "startSeconds",
    "timePlayedSeconds",
    "playerCount",
    "teamScore",
)


@dataclass(frozen=True, slots=True)
class Appearance:
    """One entry of one report."""

    report: Json
    entry: Json

    @property
    def ended_at(self) -> float:
        return seconds(self.report["period"]) + self.number("activityDurationSeconds")

    def number(self, name: str) -> float:
        value: float = self.entry["values"][name]["basic"]["value"]
        return value


@dataclass(slots=True)
class Known:
    """A player by all that the reports show, newest first."""

    membership_id: int
    appearances: list[Appearance] = field(default_factory=list)

    def characters(self) -> dict[str, list[Appearance]]:
        characters: dict[str, list[Appearance]] = {}
        for appearance in self.appearances:
            characters.setdefault(appearance.entry["characterId"], []).append(appearance)
        return characters


def players_of(reports: list[Json]) -> dict[int, Known]:
    players: dict[int, Known] = {}
    for report in sorted(reports, key=lambda report: str(report["period"]), reverse=True):
        for entry in report["entries"]:
            membership_id = int(entry["player"]["destinyUserInfo"]["membershipId"])
            known = players.setdefault(membership_id, Known(membership_id))
            known.appearances.append(Appearance(report, entry))
    return players


def profile_of(known: Known) -> Json:
    """Components 100 and 200. Minutes are those of the reports; last played is the newest one's end."""
    characters = known.characters()
    data = {
        "userInfo": _card(known),
        "dateLastPlayed": stamp(known.appearances[0].ended_at),
        "versionsOwned": 127,
        "characterIds": list(characters),
        "seasonHashes": [],
    }
    shown = {character_id: _character(known, seen) for character_id, seen in characters.items()}
    return {"profile": {"data": data, "privacy": 1}, "characters": {"data": shown, "privacy": 1}}


def history_of(known: Known) -> dict[str, list[Json]]:
    """Rows by character, newest first, with the reports' own details and values."""
    return {
        character_id: [_row(appearance) for appearance in seen]
        for character_id, seen in known.characters().items()
    }


def _card(known: Known) -> Json:
    """The newest card. A stripped one has no type: then it is said to be Steam, since there must be one."""
    cards = [appearance.entry["player"]["destinyUserInfo"] for appearance in known.appearances]
    card: Json = next((card for card in cards if card["membershipType"]), cards[0])
    if card["membershipType"]:
        return card
    return {**card, "membershipType": STEAM, "applicableMembershipTypes": [STEAM], "displayName": ""}


def _character(known: Known, seen: list[Appearance]) -> Json:
    player = seen[0].entry["player"]
    icon = player["destinyUserInfo"].get("iconPath")
    played = sum(appearance.number("timePlayedSeconds") for appearance in seen)
    return {
        "membershipId": str(known.membership_id),
        "membershipType": _card(known)["membershipType"],
        "characterId": seen[0].entry["characterId"],
        "dateLastPlayed": stamp(seen[0].ended_at),
        "minutesPlayedThisSession": str(int(seen[0].number("timePlayedSeconds") // 60)),
        "minutesPlayedTotal": str(int(played // 60)),
        "light": player["lightLevel"],
        "stats": {"1935470627": player["lightLevel"]},
        "raceHash": player["raceHash"],
        "genderHash": player["genderHash"],
        "classHash": player["classHash"],
        "raceType": dict(RACES).get(player["raceHash"], UNKNOWN_TYPE),
        "classType": {known: number for _, known, number in CLASSES}.get(player["classHash"], UNKNOWN_TYPE),
        "genderType": dict(GENDERS).get(player["genderHash"], 2),
        **({"emblemPath": icon} if icon else {}),
        "emblemHash": player["emblemHash"],
        "levelProgression": NO_PROGRESS,
        "baseCharacterLevel": player["characterLevel"],
        "percentToNextLevel": 0.0,
    }


def _row(appearance: Appearance) -> Json:
    values = appearance.entry["values"]
    return {
        "period": appearance.report["period"],
        "activityDetails": appearance.report["activityDetails"],
        "values": {name: {"statId": name, **values[name]} for name in HISTORY_ORDER if name in values},
    }
