"""Rows hold the numbers that replies hold, and fit their columns whatever Bungie says."""

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from rasputin.bungie.types import UserInfoCard
from tests.tracking.recorded_replies import (
    REPORTS,
    SOLO,
    STRIPPED,
    SWAPPED,
    history_of,
    history_said,
    report_of,
    said_by,
)
from tracking.models import LONG_AGO, Performance, Source, TypeSource
from tracking.rows import (
    COUNTS,
    EXTENDED,
    LARGE_COUNTS,
    MAYBE_MISSING,
    ReportRows,
    clean,
    history_row,
    player_row,
    report_rows,
    seen_in_report,
)

FETCHED = datetime(2026, 11, 22, 13, tzinfo=UTC)
INT32, INT64 = 2**31 - 1, 2**63 - 1
MEMBER, CHARACTER = 4611686018400000001, 2305843009300000001


def stat(values: Any, name: str) -> float | None:
    found = values.get(name, {}).get("basic", {}).get("value")
    return None if found is None else float(found)


def whole(values: Any, name: str, most: int = INT32) -> int:
    return max(-most, min(most, round(stat(values, name) or 0)))


def columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def rows_of(said: Any) -> ReportRows:
    return report_rows(report_of(said), fetched_at=FETCHED)


def statistics(values: Any) -> dict[str, Any]:
    """What history and report say alike, read from the plain reply."""
    return {
        **{field: whole(values, name) for field, name in COUNTS.items()},
        **{field: whole(values, name, INT64) for field, name in LARGE_COUNTS.items()},
        **{
            field: None if stat(values, name) is None else whole(values, name)
            for field, name in MAYBE_MISSING.items()
        },
        "completed": stat(values, "completed") == 1,
    }


def activity(details: Any) -> dict[str, Any]:
    return {
        "instance_id": int(details["instanceId"]),
        "activity_hash": details["referenceId"],
        "director_hash": details["directorActivityHash"],
        "mode": details["mode"],
        "modes": details["modes"],
        "is_private": details["isPrivate"],
        "membership_type": details["membershipType"],
    }


def performance(said: Any, entry: Any) -> dict[str, Any]:
    """A whole performance, column by column, from the plain reply."""
    details, player, extended = said["activityDetails"], entry["player"], entry.get("extended", {})
    extras = extended.get("values", {})
    own = {"pk", "instance_id", "activity_hash", "mode", "modes"}
    return {
        **{name: value for name, value in activity(details).items() if name in own},
        "character_id": int(entry["characterId"]),
        "membership_id": int(player["destinyUserInfo"]["membershipId"]),
        "source": Source.REPORT,
        "period": datetime.fromisoformat(said["period"]),
        "class_hash": player["classHash"],
        "race_hash": player["raceHash"],
        "gender_hash": player["genderHash"],
        "emblem_hash": player["emblemHash"],
        "character_level": player["characterLevel"],
        "light_level": player["lightLevel"],
        "clan_name": player.get("clanName", ""),
        **statistics(entry["values"]),
        **{field: whole(extras, name) for field, name in EXTENDED.items()},
        "weapons": {
            str(weapon["referenceId"]): [
                whole(weapon["values"], "uniqueWeaponKills"),
                whole(weapon["values"], "uniqueWeaponPrecisionKills"),
            ]
            for weapon in extended.get("weapons", [])
        },
        "extended": {name: stat(extras, name) for name in extras if name not in EXTENDED.values()},
    }


@pytest.mark.parametrize("name", REPORTS)
def test_every_column_of_a_performance_is_what_the_report_says(recorded: Path, name: str) -> None:
    said = said_by(recorded, name)
    rows = rows_of(said)
    assert [columns(row) for row in rows.performances] == [performance(said, one) for one in said["entries"]]


@pytest.mark.parametrize("name", REPORTS)
def test_every_column_of_an_instance_is_what_the_report_says(recorded: Path, name: str) -> None:
    said = said_by(recorded, name)
    assert columns(rows_of(said).instance) == {
        **activity(said["activityDetails"]),
        "period": datetime.fromisoformat(said["period"]),
        "starting_phase_index": said.get("startingPhaseIndex"),
        "started_from_beginning": said.get("activityWasStartedFromBeginning"),
        "difficulty_tier": said.get("activityDifficultyTier"),
        "skulls": said.get("selectedSkullHashes", []),
        "fetched_at": FETCHED,
        "parser_version": 1,
    }


@pytest.mark.parametrize("name", REPORTS)
def test_each_key_comes_once_and_players_carry_the_date_of_the_activity(recorded: Path, name: str) -> None:
    said = said_by(recorded, name)
    rows = rows_of(said)
    assert len({row.character_id for row in rows.performances}) == len(rows.performances)
    cards = {
        int(entry["player"]["destinyUserInfo"]["membershipId"]): entry["player"]["destinyUserInfo"]
        for entry in said["entries"]
    }
    assert sorted(player.membership_id for player in rows.players) == sorted(cards)
    for player in rows.players:
        card = cards[player.membership_id]
        typed = card["membershipType"] > 0
        assert (player.membership_type, player.display_name, player.bungie_name, player.bungie_code) == (
            card["membershipType"],
            card.get("displayName", ""),
            card.get("bungieGlobalDisplayName", ""),
            card.get("bungieGlobalDisplayNameCode"),
        )
        assert (player.type_source, player.type_at) == (
            (TypeSource.REPORT, rows.instance.period) if typed else (TypeSource.NOBODY, LONG_AGO)
        )
        named = card.get("bungieGlobalDisplayName") and "bungieGlobalDisplayNameCode" in card
        assert (player.names_at == rows.instance.period) == bool(named)


def test_a_full_name_is_believed_before_a_partial_one_and_a_newer_before_an_older() -> None:
    full = {"displayName": "a", "bungieGlobalDisplayName": "b", "bungieGlobalDisplayNameCode": 1}
    partial, nothing = {"displayName": "a"}, {"bungieGlobalDisplayName": "", "membershipType": 3}
    cards = [
        (nothing, datetime(2026, 1, 1, tzinfo=UTC)),
        (partial, datetime(2017, 9, 6, tzinfo=UTC)),
        (partial, datetime(2017, 9, 6, 0, 0, 1, tzinfo=UTC)),
        (partial, datetime(2060, 1, 1, tzinfo=UTC)),
        (full, datetime(2017, 9, 6, tzinfo=UTC)),
        (full, datetime(2026, 1, 1, tzinfo=UTC)),
    ]
    dates = [
        player_row(msgspec.convert(card, UserInfoCard), source=TypeSource.REPORT, at=at).names_at
        for card, at in cards
    ]
    assert dates == sorted(set(dates))


def test_every_recorded_history_row_holds_its_numbers(recorded: Path) -> None:
    said = history_said(recorded)
    rows = [
        history_row(one, membership_id=MEMBER, character_id=CHARACTER)
        for one in history_of(copy.deepcopy(said))
    ]
    assert len(rows) > 300
    assert [columns(row) for row in rows] == [
        {
            **activity(one["activityDetails"]),
            **statistics(one["values"]),
            "character_id": CHARACTER,
            "membership_id": MEMBER,
            "source": Source.WALK,
            "period": datetime.fromisoformat(one["period"]),
        }
        for one in said
    ]


def test_a_stripped_player_keeps_the_id_and_says_nothing_about_type_or_name(recorded: Path) -> None:
    rows = rows_of(said_by(recorded, STRIPPED))
    for player in rows.players:
        assert player.membership_id > 0
        assert (player.membership_type, player.type_source, player.type_at) == (
            0,
            TypeSource.NOBODY,
            LONG_AGO,
        )
        assert (player.name, player.names_at) == (str(player.membership_id), LONG_AGO)


def test_an_unknown_player_count_and_saturated_seconds_are_kept_as_sent(recorded: Path) -> None:
    rows = rows_of(said_by(recorded, STRIPPED))
    assert {row.player_count for row in rows.performances} == {-1}
    assert 32767 in {row.start_seconds for row in rows.performances}


def test_who_changes_character_is_one_player_with_two_performances(recorded: Path) -> None:
    rows = rows_of(said_by(recorded, SWAPPED))
    assert (len(rows.players), len(rows.performances)) == (6, 8)
    by_member: dict[int, set[int]] = {}
    for row in rows.performances:
        by_member.setdefault(row.membership_id, set()).add(row.character_id)
    assert sum(len(characters) for characters in by_member.values()) == 8


def test_a_report_without_extended_values_has_zeros_and_no_weapons(recorded: Path) -> None:
    said = said_by(recorded, SOLO)
    complete = columns(rows_of(said).performances[0])
    del said["entries"][0]["extended"]
    (row,) = rows_of(said).performances
    assert columns(row) == {**complete, **dict.fromkeys(EXTENDED, 0), "weapons": {}, "extended": {}}


def test_a_fireteam_past_the_largest_integer_is_held_at_it(recorded: Path) -> None:
    said = said_by(recorded, SOLO)
    said["entries"][0]["values"]["fireteamId"]["basic"]["value"] = 9.223372036854775807e18
    assert rows_of(said).performances[0].fireteam_id == INT64


def test_a_report_shows_tracked_members_in_their_history_and_nobody_else(recorded: Path) -> None:
    said = said_by(recorded, SWAPPED)
    rows = rows_of(said)
    wanted = rows.performances[0].membership_id
    entries = seen_in_report(rows, tracked=[wanted])
    mine = [one for one in said["entries"] if int(one["player"]["destinyUserInfo"]["membershipId"]) == wanted]
    assert [columns(entry) for entry in entries] == [
        {
            **activity(said["activityDetails"]),
            **statistics(one["values"]),
            "character_id": int(one["characterId"]),
            "membership_id": wanted,
            "source": Source.REPORT,
            "period": datetime.fromisoformat(said["period"]),
        }
        for one in mine
    ]


def test_a_team_keeps_place_and_score() -> None:
    said = {
        "period": "2026-11-20T10:00:00Z",
        "activityDetails": {"instanceId": "1"},
        "teams": [
            {"teamId": 17, "standing": {"basic": {"value": 1.0}}, "score": {"basic": {"value": 63.0}}},
            {"teamId": 18, "teamName": "Bravo\0"},
        ],
    }
    assert [columns(team) for team in rows_of(said).teams] == [
        {"instance_id": 1, "team_id": 17, "name": "", "standing": 1, "score": 63},
        {"instance_id": 1, "team_id": 18, "name": "Bravo", "standing": None, "score": 0},
    ]


NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**70), 2**70) | st.none()
STATISTICS = st.sampled_from([*COUNTS.values(), *LARGE_COUNTS.values(), *MAYBE_MISSING.values(), "completed"])
VALUES = st.dictionaries(STATISTICS, NUMBERS.map(lambda value: {"basic": {"value": value}}))
EXTRAS = st.dictionaries(
    st.sampled_from([*EXTENDED.values(), "medalWin"]), NUMBERS.map(lambda value: {"basic": {"value": value}})
)


@given(values=VALUES, extras=EXTRAS)
def test_whatever_number_bungie_sends_fits_its_column(values: Any, extras: Any) -> None:
    said = {
        "period": "2026-11-20T10:00:00Z",
        "activityDetails": {"instanceId": "1"},
        "entries": [{"characterId": "2", "values": values, "extended": {"values": extras}}],
    }
    (row,) = rows_of(said).performances
    for field in Performance._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.BigIntegerField):
            assert -(2**63) <= value <= INT64
        elif isinstance(field, models.IntegerField) and value is not None:
            assert -(2**31) <= value <= INT32


@given(text=st.text(alphabet=st.characters(codec="utf-8")) | st.none(), length=st.integers(0, 50))
def test_clean_text_can_be_stored(text: str | None, length: int) -> None:
    cleaned = clean(text, length)
    assert "\0" not in cleaned
    assert len(cleaned) <= length
    assert clean(cleaned, length) == cleaned
