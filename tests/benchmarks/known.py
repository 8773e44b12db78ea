"""Members whom Rasputin knows already, written from the simulator's truth as a crawl leaves them."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from clans.models import Clan, Membership
from rasputin.queues import Priority
from tracking import cadence
from tracking.models import (
    Character,
    HistoryEntry,
    Instance,
    Member,
    Performance,
    Player,
    Section,
    Source,
    TypeSource,
)
from tracking.services.freshness import next_turn

Told = dict[str, Any]
Signs = dict[int, datetime]
LONG = timedelta(days=365)
BATCH = 2_000


def know(clans: Iterable[Told], members: list[Told], ended: list[Told], *, now: datetime) -> None:
    """Players, members, characters with their histories up to now, rosters, and every section's next turn,
    spread as if all had run for long. Triumphs, and walks by every mode, are not asked for.
    """
    signs = _signs(ended)
    Player.objects.bulk_create([_player(told, now) for told in members], BATCH)
    Member.objects.bulk_create([_member(told, signs, now) for told in members], BATCH)
    rows = [_character(told, one, signs, now) for told in members for one in told["characters"]]
    Character.objects.bulk_create(rows, BATCH)
    Instance.objects.bulk_create([_instance(row, now) for row in ended], BATCH)
    HistoryEntry.objects.bulk_create(_entries(ended), BATCH, ignore_conflicts=True)
    Performance.objects.bulk_create(_performances(ended), BATCH, ignore_conflicts=True)
    _know_clans(clans, {told["membership_id"] for told in members}, now)
    _date_sections(members, rows, now)


def _signs(ended: list[Told]) -> Signs:
    """When each character was seen last."""
    signs: Signs = {}
    for row in sorted(ended, key=lambda row: str(row["ended_at"])):
        for one in row["members"]:
            signs[int(one["character_id"])] = datetime.fromisoformat(row["ended_at"])
    return signs


def _player(told: Told, now: datetime) -> Player:
    return Player(
        membership_id=int(told["membership_id"]),
        membership_type=told["membership_type"],
        type_source=TypeSource.PROFILE,
        type_at=now,
        display_name=told["name"],
        bungie_name=told["name"],
        bungie_code=told["code"],
        names_at=now,
    )


def _member(told: Told, signs: Signs, now: datetime) -> Member:
    mine = [signs[key] for one in told["characters"] if (key := int(one["character_id"])) in signs]
    return Member(
        player_id=int(told["membership_id"]),
        added_at=now - LONG,
        profile_at=now,
        private=told["private"],
        last_played_at=max(mine, default=None),
    )


def _character(told: Told, one: Told, signs: Signs, now: datetime) -> Character:
    seen_at = signs.get(int(one["character_id"]))
    return Character(
        character_id=int(one["character_id"]),
        member_id=int(told["membership_id"]),
        class_hash=one["class_hash"],
        light=one["light"],
        minutes_played=one["minutes_played"],
        last_played_at=seen_at,
        seen_at=seen_at,
        watermark=seen_at or now - LONG,
        walked_at=now - timedelta(minutes=1),
        audited_at=now,
    )


def _what(row: Told) -> Told:
    return {
        "period": datetime.fromisoformat(row["period"]),
        "activity_hash": row["activity_hash"],
        "director_hash": row["director_hash"],
        "mode": row["mode"],
        "modes": row["modes"],
        "is_private": row["is_private"],
    }


def _instance(row: Told, now: datetime) -> Instance:
    return Instance(instance_id=int(row["instance_id"]), fetched_at=now, parser_version=1, **_what(row))


def _entries(ended: list[Told]) -> list[HistoryEntry]:
    return [
        HistoryEntry(
            character_id=int(one["character_id"]),
            instance_id=int(row["instance_id"]),
            membership_id=int(one["membership_id"]),
            source=Source.WALK,
            duration_seconds=_seconds(row),
            **_what(row),
        )
        for row in ended
        for one in row["members"]
    ]


def _performances(ended: list[Told]) -> list[Performance]:
    return [
        Performance(
            character_id=entry.character_id,
            instance_id=entry.instance_id,
            membership_id=entry.membership_id,
            period=entry.period,
            activity_hash=entry.activity_hash,
            mode=entry.mode,
            duration_seconds=entry.duration_seconds,
        )
        for entry in _entries(ended)
    ]


def _seconds(row: Told) -> int:
    length = datetime.fromisoformat(row["ended_at"]) - datetime.fromisoformat(row["period"])
    return int(length / timedelta(seconds=1))


def _know_clans(clans: Iterable[Told], known: set[str], now: datetime) -> None:
    for told in clans:
        clan = Clan.objects.create(group_id=int(told["group_id"]), name=told["name"], added_at=now - LONG)
        places = [one for one in told["members"] if one["membership_id"] in known]
        Membership.objects.bulk_create(
            Membership(clan=clan, player_id=int(one["membership_id"]), role=one["role"], seen_at=now - LONG)
            for one in places
        )


def _date_sections(members: list[Told], characters: list[Character], now: datetime) -> None:
    dice = random.Random(1)
    of = defaultdict(list)
    for told in members:
        kinds = (Section.Kind.PROFILE, Section.Kind.RECORDS, Section.Kind.ACCOUNT)
        for kind in kinds:
            of[kind].append(int(told["membership_id"]))
    of[Section.Kind.HISTORY] = [row.pk for row in characters]
    of[Section.Kind.DEEP] = [row.pk for row in characters]
    sections = [_section(kind, subject, now) for kind, subjects in of.items() for subject in subjects]
    for clan in Clan.objects.all():
        sections += [_section(kind, clan.pk, now) for kind in (Section.Kind.ROSTER, Section.Kind.GROUP)]
    for section in sections:
        section.due_at = _turn(section, dice, now)
    Section.objects.bulk_create(sections, BATCH)


def _section(kind: Section.Kind, subject: int, now: datetime) -> Section:
    priority = Priority.ROSTER if kind == Section.Kind.ROSTER else Priority.WARM
    return Section(kind=kind, subject=subject, priority=priority, run_at=now, succeeded_at=now)


def _turn(section: Section, dice: random.Random, now: datetime) -> datetime | None:
    """Anywhere in the wait that the cadence gives; never for what this does not measure."""
    if section.kind == Section.Kind.GROUP:
        return now + dice.random() * timedelta(days=1)
    if section.kind == Section.Kind.ROSTER:
        return now + dice.random() * cadence.ROSTER_BUSY
    if section.kind not in (Section.Kind.PROFILE, Section.Kind.HISTORY):
        return None
    due_at = next_turn(section, now=now).due_at
    return due_at and now + dice.random() * (due_at - now)
