"""Who is heard or seen to play, and what is asked the sooner for it: hints of rosters, others' reports."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from rasputin.bungie.types import Profile
from rasputin.queues import Priority
from rasputin.upsert import upsert
from tracking import cadence
from tracking.models import LONG_AGO, Character, Member, Section
from tracking.services import audits
from tracking.services.records import next_turn as records_turn

LATE = timedelta(minutes=15)  # hints come so much behind what they tell
LISTED = timedelta(minutes=1)  # after its end a history shows an activity
HINTED_FOR = timedelta(hours=3)  # since a roster told of a member
TOLD = ("seen_at", "vanished_at", "walked_at", "member__hinted_at")  # of a character, for its next turn
RECENT = timedelta(hours=1)  # what ended longer ago makes nobody hot


class Word(NamedTuple):
    """What a roster says of a member: online or not, since when, and whether that is news to us."""

    membership_id: int
    online: bool
    since: datetime | None
    news: bool


class Shown(NamedTuple):
    """That a report shows a character of a tracked member."""

    membership_id: int
    character_id: int
    instance_id: int
    began_at: datetime
    ended_at: datetime


class Turn(NamedTuple):
    """When a section is due again, None for never, and how urgent it is then."""

    due_at: datetime | None
    priority: int


class _Known(NamedTuple):
    """A member's active character, and the free sections of both."""

    character: Character
    history: Section | None
    profile: Section | None


def heard_of(words: Iterable[Word], *, now: datetime) -> int:
    """Brings forward who is said to be online, or to have gone since we looked; returns how many sections.

    Who has gone by a hint that play belies counts as online for an hour after that play. Only ever brings
    forward, and nobody whom Bungie refuses. Of whom is online without any known play the
    profile is asked, as it alone says which character is played.
    """
    words = list(words)
    playing = _seen_lately([word.membership_id for word in words if not word.online], now=now)
    told = {
        word.membership_id: word
        for word in words
        if word.online or word.news or word.membership_id in playing
    }
    with transaction.atomic():
        turns = [
            turn
            for who, known in _known(told, now=now).items()
            if (turn := _turn_heard(told[who], known, now)) is not None
        ]
        sooner = [(section, at) for section, at in turns if at < _due_at(section) - cadence.HOT / 2]
        return _set(sooner, now=now)


def note_hinted(membership_ids: Collection[int], *, now: datetime) -> None:
    """That a roster tells of members: who plays on comes from there, and not from looks of our own."""
    told = Member.objects.filter(pk__in=membership_ids)
    told.filter(Q(hinted_at=None) | Q(hinted_at__lt=now - HINTED_FOR / 3)).update(hinted_at=now)


def seen_playing(shown: Iterable[Shown], *, now: datetime) -> int:
    """Those whom a fresh report shows are hot; returns how many sections were moved.

    Where all that was played before is known, the next look is dated by the end of the activity, be it
    sooner or later than it was; else it is due now. Unknown characters make the profile due.
    """
    latest: dict[int, Shown] = {}
    for one in sorted(shown, key=lambda one: one.ended_at):
        if now - one.ended_at < RECENT:
            latest[one.character_id] = one
    if not latest:
        return 0
    known = Character.objects.in_bulk(latest)
    strangers = {one.membership_id for key, one in latest.items() if key not in known}
    with transaction.atomic():
        histories = _sections(Section.Kind.HISTORY, known, now=now)
        turns = _turns_shown(latest, known, histories, now)
        turns += [(row, now) for row in _sections(Section.Kind.PROFILE, strangers, now=now).values()]
        moved = _set(turns, now=now)
    _note_signs({key: latest[key].ended_at for key in known}, known)
    rest_profiles({latest[key].membership_id for key in known}, now=now)
    return moved


def played_since(rows: Sequence[Character], known: Mapping[int, Character], *, now: datetime) -> int:
    """Characters that a profile dates anew: what was not walked since is due now, the others are hot.

    Nobody knows whether the date moves with each activity or when a session begins: a walk may have
    been there in between, and its player plays on.
    """
    ends = {row.pk: min(now, row.last_played_at) for row in rows if row.last_played_at}
    histories = _sections(Section.Kind.HISTORY, ends, now=now)
    turns = []
    for key, section in histories.items():
        walked_at = known[key].walked_at or LONG_AGO
        hot = cadence.of_history(ends[key], now=walked_at, subject=key)
        turns.append((section, now if walked_at < ends[key] + LISTED else hot))
    _note_signs(ends, {key: known[key] for key in ends})
    return _set([(section, at) for section, at in turns if at < _due_at(section)], now=now)


def rest_profiles(membership_ids: Collection[int], *, now: datetime) -> None:
    """Who is known to play needs no profile for a while, but one now and then all the same."""
    with transaction.atomic():
        rows = _sections(Section.Kind.PROFILE, membership_ids, now=now).values()
        until = now + cadence.PROFILE
        turns = [
            (row, min(until, row.succeeded_at + 3 * cadence.PROFILE)) for row in rows if row.succeeded_at
        ]
        _set([(row, at) for row, at in turns if at > _due_at(row)], now=now, priority=Priority.WARM)


def profile_came(membership_id: int, profile: Profile, *, now: datetime) -> None:
    """With a request for something else: its own look is as far off as after one. A person's wish stays."""
    if profile.data is None or profile.characters is None:
        return
    rows = Section.objects.of(Section.Kind.PROFILE).free().filter(subject=membership_id, error_kind="")
    section = rows.exclude(Q(due_at=None) | Q(priority=Priority.PERSON)).select_for_update(skip_locked=True)
    for row in section:
        turn = next_turn(row, now=now)
        Section.objects.filter(pk=row.pk).update(
            due_at=turn.due_at, priority=turn.priority, run_at=now, succeeded_at=now
        )


def next_turn(section: Section, *, now: datetime) -> Turn:
    """After a section's service has run well."""
    subject = section.subject
    if section.kind in audits.RARE:
        return Turn(audits.next_turn(section, now=now), Priority.BACKFILL)
    if section.kind == Section.Kind.RECORDS:
        return Turn(records_turn(subject, read_at=now), Priority.WARM)
    if section.kind == Section.Kind.PROFILE:
        member = Member.objects.get(pk=subject)
        hinted = _is_hinted(member, now)
        due_at = cadence.of_profile(_last_sign(member), now=now, subject=subject, hinted=hinted)
        return Turn(due_at, Priority.WARM)
    character = Character.objects.select_related("member").only(*TOLD).get(pk=subject)
    if character.vanished_at and character.walked_at and character.walked_at >= character.vanished_at:
        return Turn(None, Priority.WARM)
    hinted = _is_hinted(character.member, now)
    due_at = cadence.of_history(character.seen_at, now=now, subject=subject, hinted=hinted)
    return Turn(due_at, Priority.HOT if due_at - now < RECENT else Priority.WARM)


def _turn_heard(word: Word, known: _Known, now: datetime) -> tuple[Section, datetime] | None:
    seen_at, since = known.character.seen_at, word.since or now
    if not word.online and not _is_belied(since, seen_at, now):
        return _once_more(known, since, now) if word.news else None
    if seen_at is not None and seen_at >= since - LATE:
        return _within(known.history, seen_at + cadence.QUICKEST)
    if now - since < RECENT:
        return _within(known.profile, since + cadence.QUICKEST)
    return _within(known.profile, LONG_AGO) if word.news else None


def _once_more(known: _Known, since: datetime, now: datetime) -> tuple[Section, datetime] | None:
    """A last look at who has gone, unless there was one since."""
    seen_at = known.character.seen_at
    gone_from_play = seen_at is not None and now - seen_at < cadence.WARM_FOR / 4
    section = known.history if gone_from_play else known.profile
    return None if section is None or _looked_at(section) > since + LISTED else (section, now)


def _seen_lately(membership_ids: Collection[int], *, now: datetime) -> set[int]:
    rows = Character.objects.filter(member__in=membership_ids, seen_at__gt=now - RECENT)
    return set(rows.values_list("member_id", flat=True))


def _is_belied(since: datetime, seen_at: datetime | None, now: datetime) -> bool:
    """Whether somebody was seen to play after having gone, as it is told: the hint is old, or wrong."""
    return seen_at is not None and since + LISTED < seen_at and now - seen_at < RECENT


def _within(section: Section | None, quiet_until: datetime) -> tuple[Section, datetime] | None:
    """A look for who is online: soon after the last one, or after what may end first."""
    if section is None:
        return None
    return section, max(_looked_at(section), quiet_until) + cadence.HOT


def _known(membership_ids: Collection[int], *, now: datetime) -> dict[int, _Known]:
    """By member; who hides histories, and who has no characters, is left out."""
    members = Member.objects.tracked().filter(pk__in=membership_ids, private=False)
    rows = Character.objects.filter(member__in=members, vanished_at=None)
    active = {row.member_id: row for row in sorted(rows, key=_sign)}
    histories = _sections(Section.Kind.HISTORY, [row.pk for row in active.values()], now=now)
    profiles = _sections(Section.Kind.PROFILE, active, now=now)
    return {who: _Known(row, histories.get(row.pk), profiles.get(who)) for who, row in active.items()}


def _turns_shown(
    latest: Mapping[int, Shown],
    known: Mapping[int, Character],
    histories: Mapping[int, Section],
    now: datetime,
) -> list[tuple[Section, datetime]]:
    together = Counter(one.instance_id for one in latest.values())
    place: Counter[int] = Counter()
    turns = []
    for key in sorted(histories):
        one, section = latest[key], histories[key]
        company = place[one.instance_id] / together[one.instance_id]
        place[one.instance_id] += 1
        if _is_covered(one, known[key], section):
            turns.append((section, cadence.after_sign(one.ended_at, subject=key, company=company)))
        else:
            turns.append((section, now))
    return [(section, max(now, at)) for section, at in turns]


def _is_covered(one: Shown, character: Character, section: Section) -> bool:
    """Whether nothing can have been played unseen before the activity began."""
    looked_at = max(filter(None, [character.walked_at, character.seen_at]), default=None)
    return (
        looked_at is not None
        and section.succeeded_at is not None
        and looked_at >= one.began_at - 2 * cadence.SHORTEST
    )


def _sections(kind: Section.Kind, subjects: Iterable[int], *, now: datetime) -> dict[int, Section]:
    """By subject, those that wait for a later turn, locked; whom somebody else moves just now is left out.

    What failed last keeps its own turn: to ask sooner would fail again.
    """
    rows = Section.objects.of(kind).filter(subject__in=list(subjects), due_at__gt=now, error_kind="")
    return {row.subject: row for row in rows.order_by("pk").select_for_update(skip_locked=True)}


def _set(turns: Sequence[tuple[Section, datetime]], *, now: datetime, priority: int = Priority.HOT) -> int:
    for section, at in turns:
        section.due_at, section.priority = max(now, at), priority
    upsert(
        Section,
        [section for section, _ in turns],
        key=["kind", "subject", "name"],
        update=["due_at", "priority"],
    )
    return len(turns)


def _note_signs(ends: Mapping[int, datetime], known: Mapping[int, Character]) -> None:
    newer = [row for key, row in sorted(known.items()) if row.seen_at is None or row.seen_at < ends[key]]
    for row in newer:
        row.seen_at = ends[row.pk]
        older = Q(seen_at=None) | Q(seen_at__lt=row.seen_at)
        Character.objects.filter(older, pk=row.pk).update(seen_at=row.seen_at)


def _due_at(section: Section) -> datetime:
    return section.due_at or LONG_AGO


def _looked_at(section: Section) -> datetime:
    return section.succeeded_at or section.run_at or LONG_AGO


def _sign(character: Character) -> datetime:
    return character.seen_at or character.last_played_at or LONG_AGO


def _is_hinted(member: Member, now: datetime) -> bool:
    """Whether a roster tells of somebody: who is in no tracked clan is looked at the more by itself."""
    return member.hinted_at is not None and now - member.hinted_at < HINTED_FOR


def _last_sign(member: Member) -> datetime | None:
    signs = member.characters.exclude(seen_at=None).values_list("seen_at", flat=True)
    return max(filter(None, [member.last_played_at, *signs]), default=None)
