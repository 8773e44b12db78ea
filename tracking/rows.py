"""Bungie's Structs in, unsaved rows out: pure, no clock and no database; each key once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState

from rasputin.bungie.types import (
    ActivityDetails,
    Entry,
    HistoryActivity,
    PostGameReport,
    UserInfoCard,
)
from rasputin.bungie.types import Character as CharacterStruct
from rasputin.bungie.types.common import HasValues, Values, number
from tracking.models import (
    LONG_AGO,
    Character,
    HistoryEntry,
    Instance,
    Performance,
    Player,
    Source,
    Team,
    TypeSource,
)

Row = TypeVar("Row", bound=Model)

PARSER_VERSION = 1

# Names without Bungie's part are believed more than nothing and less than any full name: their dates are
# pressed into the days from here on, in which nobody played, so that the newer still counts among them.
WITHOUT_BUNGIE_NAME = LONG_AGO + timedelta(days=1)
PRESSED = 10_000
INT16 = 2**15 - 1
INT32 = 2**31 - 1
INT64 = 2**63 - 1

# Field of ours -> statistic of Bungie's; in histories and reports alike.
COUNTS = {
    "kills": "kills",
    "deaths": "deaths",
    "assists": "assists",
    "opponents_defeated": "opponentsDefeated",
    "completion_reason": "completionReason",
    "duration_seconds": "activityDurationSeconds",
    "start_seconds": "startSeconds",
    "time_played_seconds": "timePlayedSeconds",
    "player_count": "playerCount",
}
LARGE_COUNTS = {"score": "score", "team_score": "teamScore", "fireteam_id": "fireteamId"}
MAYBE_MISSING = {"standing": "standing", "team": "team"}
EXTENDED = {
    "precision_kills": "precisionKills",
    "grenade_kills": "weaponKillsGrenade",
    "melee_kills": "weaponKillsMelee",
    "super_kills": "weaponKillsSuper",
    "ability_kills": "weaponKillsAbility",
}
OWN_COLUMNS = frozenset(EXTENDED.values())


class ReportRows(NamedTuple):
    """Everything that one post-game report becomes."""

    instance: Instance
    teams: list[Team]
    performances: list[Performance]
    players: list[Player]


def player_row(card: UserInfoCard, *, source: TypeSource, at: datetime) -> Player:
    """`at` is the date of the evidence: when it was asked, or for a report when the activity began."""
    typed = 0 < card.membership_type <= INT16
    return made(
        Player,
        membership_id=card.membership_id,
        membership_type=card.membership_type if typed else 0,
        type_source=source if typed else TypeSource.NOBODY,
        type_at=at if typed else LONG_AGO,
        display_name=clean(card.display_name, 200),
        bungie_name=clean(card.bungie_global_display_name, 200),
        bungie_code=card.bungie_global_display_name_code,
        icon_path=clean(card.icon_path, 300),
        names_at=_names_at(card, at),
    )


def character_row(character: CharacterStruct, *, membership_id: int) -> Character:
    return Character(
        character_id=character.character_id,
        member_id=membership_id,
        class_hash=character.class_hash,
        race_hash=character.race_hash,
        gender_hash=character.gender_hash,
        light=character.light,
        minutes_played=character.minutes_played_total,
        minutes_this_session=character.minutes_played_this_session,
        emblem_hash=character.emblem_hash,
        emblem_path=clean(character.emblem_path, 300),
        emblem_background_path=clean(character.emblem_background_path, 300),
        title_record_hash=character.title_record_hash,
        last_played_at=character.date_last_played,
    )


def history_row(activity: HistoryActivity, *, membership_id: int, character_id: int) -> HistoryEntry:
    return HistoryEntry(
        character_id=character_id,
        instance_id=activity.instance_id,
        membership_id=membership_id,
        source=Source.WALK,
        period=activity.period,
        **_activity(activity.activity_details),
        **_statistics(activity),
    )


def report_rows(report: PostGameReport, *, fetched_at: datetime) -> ReportRows:
    details = report.activity_details
    instance = Instance(
        instance_id=details.instance_id,
        period=report.period,
        **_activity(details),
        starting_phase_index=report.starting_phase_index,
        started_from_beginning=report.activity_was_started_from_beginning,
        difficulty_tier=report.activity_difficulty_tier,
        skulls=list(report.selected_skull_hashes),
        fetched_at=fetched_at,
        parser_version=PARSER_VERSION,
    )
    return ReportRows(
        instance=instance,
        teams=[_team(details.instance_id, team) for team in report.teams],
        performances=[_performance(report, entry) for entry in report.entries],
        players=_players(report, at=min(report.period, fetched_at)),
    )


def seen_in_report(rows: ReportRows, *, tracked: Iterable[int]) -> list[HistoryEntry]:
    """That a report shows tracked members: history entries for no request."""
    wanted = set(tracked)
    shown = [row for row in rows.performances if row.membership_id in wanted]
    return [_history_of(rows.instance, performance) for performance in shown]


def made(model: type[Row], **columns: Any) -> Row:
    """An unsaved row, all columns given: in Django's own way it takes eight times as long."""
    row = model.__new__(model)
    row.__dict__.update(columns, _state=ModelState())
    return row


def clean(text: str | None, length: int) -> str:
    """PostgreSQL stores no NUL; nobody needs more than the column holds."""
    return (text or "").replace("\x00", "")[:length]


def _names_at(card: UserInfoCard, at: datetime) -> datetime:
    if card.bungie_name is not None:
        return at
    return WITHOUT_BUNGIE_NAME + (at - LONG_AGO) / PRESSED if card.display_name else LONG_AGO


def _players(report: PostGameReport, *, at: datetime) -> list[Player]:
    cards = (entry.player.destiny_user_info for entry in report.entries)
    known = {card.membership_id: card for card in cards if card.membership_id > 0}
    return [player_row(card, source=TypeSource.REPORT, at=at) for card in known.values()]


def _performance(report: PostGameReport, entry: Entry) -> Performance:
    details, player = report.activity_details, entry.player
    extended = {} if entry.extended is None else entry.extended.values
    return made(
        Performance,
        instance_id=details.instance_id,
        character_id=entry.character_id,
        membership_id=entry.membership_id,
        source=Source.REPORT,
        period=report.period,
        activity_hash=details.reference_id,
        mode=details.mode,
        modes=list(details.modes),
        class_hash=player.class_hash,
        race_hash=player.race_hash,
        gender_hash=player.gender_hash,
        emblem_hash=player.emblem_hash,
        character_level=player.character_level,
        light_level=player.light_level,
        clan_name=clean(player.clan_name, 100),
        weapons=_weapons(entry),
        extended=_extended(entry),
        **_statistics(entry),
        **{field: _whole(extended, name) or 0 for field, name in EXTENDED.items()},
    )


def _extended(entry: Entry) -> dict[str, float]:
    """Medals and counters of modes; whole numbers as such."""
    if entry.extended is None:
        return {}
    numbers = {name: number(entry.extended.values, name) for name in entry.extended.values}
    return {
        name: int(value) if value.is_integer() else value
        for name, value in numbers.items()
        if value is not None and name not in OWN_COLUMNS
    }


def _weapons(entry: Entry) -> dict[str, list[int]]:
    return {
        str(weapon.reference_id): [
            _whole(weapon.values, "uniqueWeaponKills") or 0,
            _whole(weapon.values, "uniqueWeaponPrecisionKills") or 0,
        ]
        for weapon in entry.weapons
    }


def _team(instance_id: int, team: Any) -> Team:
    return Team(
        instance_id=instance_id,
        team_id=team.team_id,
        name=clean(team.team_name, 60),
        standing=_count(team.place),
        score=team.points or 0,
    )


def _activity(details: ActivityDetails) -> dict[str, Any]:
    return {
        "activity_hash": details.reference_id,
        "director_hash": details.director_activity_hash,
        "mode": details.mode,
        "modes": list(details.modes),
        "is_private": details.is_private,
        "membership_type": max(-1, min(32767, details.membership_type)),
    }


def _statistics(found: HasValues) -> dict[str, Any]:
    values = found.values
    return {
        "completed": (_whole(values, "completed") or 0) > 0,
        **{field: _whole(values, name) or 0 for field, name in COUNTS.items()},
        **{field: _whole(values, name, INT64) or 0 for field, name in LARGE_COUNTS.items()},
        **{field: _whole(values, name) for field, name in MAYBE_MISSING.items()},
    }


def _whole(values: Values, name: str, limit: int = INT32) -> int | None:
    """A statistic as a whole number within the column's bits; None when missing or no number.

    Twenty of these a character make up half of building its row: hence no helper in between.
    """
    statistic = values.get(name)
    if statistic is None or (basic := statistic.basic) is None or (value := basic.value) is None:
        return None
    if -limit <= value <= limit:
        return round(value)
    return None if value != value else limit if value > 0 else -limit  # NaN is unlike itself


def _count(number: int | None) -> int | None:
    """Held within the column's 32 bits."""
    return None if number is None else max(-INT32, min(INT32, number))


def performance_of(entry: HistoryEntry, *, class_hash: int) -> Performance:
    """What a history alone tells of somebody in an activity whose report is lost."""
    return Performance(
        instance_id=entry.instance_id,
        character_id=entry.character_id,
        membership_id=entry.membership_id,
        source=Source.WALK,
        period=entry.period,
        class_hash=class_hash,
        **{name: getattr(entry, name) for name in ("activity_hash", "mode", "modes", *STATISTICS)},
    )


STATISTICS = ("completed", *COUNTS, *LARGE_COUNTS, *MAYBE_MISSING)
ACTIVITY = ("activity_hash", "director_hash", "mode", "modes", "is_private", "membership_type")


def _history_of(instance: Instance, performance: Performance) -> HistoryEntry:
    return HistoryEntry(
        character_id=performance.character_id,
        instance_id=instance.instance_id,
        membership_id=performance.membership_id,
        source=Source.REPORT,
        period=instance.period,
        **{name: getattr(instance, name) for name in ACTIVITY},
        **{name: getattr(performance, name) for name in STATISTICS},
    )
