"""What recorded replies say, in our words: read from their own JSON, with nothing of Rasputin's."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]

ROWS = "activity_history/WorthyD-d2-clandashboard"
DASHBOARD = "profile/WorthyD-d2-clandashboard"
BOT = "mixed/TheDescend-elevatorbot/data.json"
OLD_CLAN_FILES = "clan/richard4339-destiny2-php"
CHUMS = "clan/WorthyD-d2-clandashboard/clan_roster_profiles_2020-08.json"
DEFINITIONS = "manifest/2023-02-01_d2-checklist"

# Of a history's nineteen values these are kept, and the other five can be told from them.
KEPT = {
    "assists": "assists",
    "score": "score",
    "kills": "kills",
    "deaths": "deaths",
    "completed": "completed",
    "opponents_defeated": "opponentsDefeated",
    "duration_seconds": "activityDurationSeconds",
    "team": "team",
    "completion_reason": "completionReason",
    "fireteam_id": "fireteamId",
    "start_seconds": "startSeconds",
    "time_played_seconds": "timePlayedSeconds",
    "player_count": "playerCount",
    "team_score": "teamScore",
}
DERIVED: dict[str, Callable[[Row], float]] = {
    "averageScorePerKill": lambda row: row["score"] / max(1, row["kills"]),
    "averageScorePerLife": lambda row: row["score"] / (row["deaths"] + 1),
    "efficiency": lambda row: (row["kills"] + row["assists"]) / max(1, row["deaths"]),
    "killsDeathsRatio": lambda row: row["kills"] / max(1, row["deaths"]),
    "killsDeathsAssists": lambda row: (row["kills"] + row["assists"] / 2) / max(1, row["deaths"]),
}
OF_A_REPORT = {
    name: stat for name, stat in KEPT.items() if name not in ("score", "team", "fireteam_id", "team_score")
}


def read(recorded: Path, name: str) -> Any:
    body = (recorded / name).read_bytes()
    return json.loads(gzip.decompress(body) if name.endswith(".gz") else body)


def raids(recorded: Path) -> dict[str, Row]:
    """Reports that are Bungie's own in every number, by instance id."""
    documents = (json.loads(file.read_bytes()) for file in sorted(recorded.glob("pgcr/*/*.json")))
    return _by_instance(document["Response"] for document in documents if "Response" in document)


def reports(recorded: Path) -> dict[str, Row]:
    """Those, and two whose numbers another project edited."""
    told = read(recorded, BOT).items()
    return raids(recorded) | _by_instance(reply for key, reply in told if "PostGameCarnageReport" in key)


def _by_instance(told: Iterable[Row]) -> dict[str, Row]:
    return {report["activityDetails"]["instanceId"]: report for report in told}


def histories(recorded: Path, listed: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Whose and which: a hundred rows of each of three characters, and 25 older ones of the first with all
    values; then two of another account. `listed` says whose they are, in this order.
    """
    trimmed = read(recorded, f"{ROWS}/history_300_A_2020-08_trimmed-values.json")
    for place, row in enumerate(trimmed):
        yield listed[place // 100], row
    for row in read(recorded, f"{ROWS}/history_25_full-values_with_activity_defs_2020-02.json"):
        yield listed[0], row["playerActivity"]
    (page,) = (reply for key, reply in read(recorded, BOT).items() if key.endswith("mode=0&page=0"))
    for row in page["activities"]:
        yield listed[3], row


def triumphs(recorded: Path) -> dict[str, Row]:
    """The newest scores of everybody of whom records were recorded, and all those records, by membership."""
    told: dict[str, Row] = {}
    for profile in _with_records(recorded):
        who = profile["profile"]["data"]["userInfo"]["membershipId"]
        data = profile["profileRecords"]["data"]
        known = told.get(who, {"records": {}})
        told[who] = {**known, **data, "records": {**known["records"], **data["records"]}}
    return told


def _with_records(recorded: Path) -> Iterator[Row]:
    """Oldest first."""
    for name in ("GetProfile_omega_2020-10", "GetProfile_zoned_2020-10"):
        yield read(recorded, f"{DASHBOARD}/{name}.json")
    yield from read(recorded, f"{DASHBOARD}/clan_seal_Destinations.json")["members"]
    for name in ("seal_members_gilded_Conqueror", "seal_members_nongilded", "player_seals_records"):
        for title in read(recorded, f"{DASHBOARD}/{name}.json"):
            yield from title["profiles"]


def number(values: Row, name: str) -> int:
    """Bungie's numbers are doubles, even where a recording lost the point."""
    return int(float(values[name]["basic"]["value"])) if name in values else 0


def history_of_reply(row: Row) -> Row:
    """What it says of what we keep."""
    details, values = row["activityDetails"], row["values"]
    return {
        "instance_id": int(details["instanceId"]),
        "activity_hash": details["referenceId"],
        "director_hash": details["directorActivityHash"],
        "mode": details["mode"],
        "modes": details["modes"],
        "is_private": details["isPrivate"],
        **{name: number(values, stat) for name, stat in KEPT.items() if stat in values},
    }


def history_of_ours(row: Row, like: Row) -> Row:
    """The same of a row of the database or of an answer, in whole numbers."""
    return {name: int(row[name]) if isinstance(row[name], str) else row[name] for name in like}


def entries_of_reply(report: Row) -> dict[str, Row]:
    """What each character of a report did."""
    told = {}
    for entry in report["entries"]:
        values, extended = entry["values"], entry.get("extended") or {}
        told[entry["characterId"]] = {
            "membership_id": entry["player"]["destinyUserInfo"]["membershipId"],
            "light_level": entry["player"]["lightLevel"],
            "precision_kills": number(extended.get("values", {}), "precisionKills"),
            **{name: number(values, stat) for name, stat in OF_A_REPORT.items()},
            "weapons": {
                weapon["referenceId"]: number(weapon["values"], "uniqueWeaponKills")
                for weapon in extended.get("weapons", [])
            },
        }
    return told


def entries_of_answer(answer: Row) -> dict[str, Row]:
    return {
        entry["character_id"]: {
            **{
                name: entry[name]
                for name in ("membership_id", "light_level", "precision_kills", *OF_A_REPORT)
            },
            "weapons": {weapon["item_hash"]: weapon["kills"] for weapon in entry["weapons"]},
        }
        for entry in answer["entries"]
    }


def entries_of_rows(rows: list[Row]) -> dict[str, Row]:
    """The same of the database's performances."""
    return {
        str(row["character_id"]): {
            **{name: row[name] for name in ("light_level", "precision_kills", *OF_A_REPORT)},
            "membership_id": str(row["membership_id"]),
            "weapons": {int(item): kills for item, (kills, _) in row["weapons"].items()},
        }
        for row in rows
    }
