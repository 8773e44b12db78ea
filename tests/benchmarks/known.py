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
    IdentityCheck,
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
LONG, MONTH = timedelta(days=365), timedelta(days=30)
BATCH = 2_000


def know(clans: Iterable[Told], members: list[Told], ended: list[Told], *, now: datetime) -> None:
    """Players, members, characters with their histories up to now, rosters, and every section's next turn,
    spread as if all had run for long: triumphs daily and after play, walks by every mode once a month. Whom
    members are was asked within the last month.
    """
    signs = _signs(ended)
    Player.objects.bulk_create([_player(told, now) for told in members], BATCH)
    Member.objects.bulk_create([_member(told, signs, now) for told in members], BATCH)
    rows = [_character(told, one, signs, now) for told in members for one in told["characters"]]
    Character.objects.bulk_create(rows, BATCH)
    Instance.objects.bulk_create([_instance(row, now) for row in ended], BATCH)
    HistoryEntry.objects.bulk_create(_entries(ended), BATCH, ignore_conflicts=True)
    Performance.objects.bulk_create(_performances(ended), BATCH, ignore_conflicts=True)
    _know_who(members, now)
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


def _know_who(members: list[Told], now: datetime) -> None:
    dice = random.Random(2)
    due = {int(told["membership_id"]): now + dice.random() * MONTH for told in members}
    IdentityCheck.objects.bulk_create(
        [IdentityCheck(membership_id=who, asked_at=at - MONTH, due_at=at) for who, at in due.items()], BATCH
    )


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
    played = _played(characters)
    for section in sections:
        section.due_at = _turn(section, played, dice, now)
    Section.objects.bulk_create(sections, BATCH)


def _section(kind: Section.Kind, subject: int, now: datetime) -> Section:
    usual = {Section.Kind.ROSTER: Priority.ROSTER, Section.Kind.DEEP: Priority.BACKFILL}
    priority = usual.get(kind, Priority.WARM)
    return Section(kind=kind, subject=subject, priority=priority, run_at=now, succeeded_at=now)


def _played(characters: list[Character]) -> Signs:
    """When each member was seen last."""
    played: Signs = {}
    for row in characters:
        if row.seen_at is not None:
            played[row.member_id] = max(row.seen_at, played.get(row.member_id, row.seen_at))
    return played


def _turn(section: Section, played: Signs, dice: random.Random, now: datetime) -> datetime | None:
    """Anywhere in the wait that the cadence gives; never for lists of deleted characters, asked for once."""
    kind = section.kind
    if kind == Section.Kind.GROUP:
        return now + dice.random() * timedelta(days=1)
    if kind == Section.Kind.ROSTER:
        return now + dice.random() * cadence.ROSTER_BUSY
    if kind == Section.Kind.RECORDS:
        return _turn_of_records(section, played.get(section.subject), dice, now)
    if kind == Section.Kind.ACCOUNT:
        return None
    due_at = next_turn(section, now=now).due_at
    return due_at and now + dice.random() * (due_at - now)


def _turn_of_records(
    section: Section, played: datetime | None, dice: random.Random, now: datetime
) -> datetime:
    """After the looks that followed one another for some days, the last play among them."""
    due_at = now - (3 + dice.random()) * cadence.DAILY
    while due_at <= now:
        section.succeeded_at = section.run_at = due_at
        due_at = cadence.of_records(due_at, played, subject=section.subject)
    return due_at
