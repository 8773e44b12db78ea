"""Triumphs: how far members are with them, and what they newly completed, claimed or gilded."""

from collections.abc import Iterator
from datetime import datetime

from rasputin.bungie.enums import Privacy
from rasputin.bungie.errors import NotFound, Private
from rasputin.bungie.types import Profile
from rasputin.queues import Priority
from rasputin.upsert import upsert
from tracking import cadence
from tracking.models import Member, MemberRecords, Section, TriumphEvent
from tracking.queries import last_known_play
from tracking.services.titles import derive_titles
from tracking.standings import UNSEEN, Reading, Standing, Standings, pack, unpack

Kind = TriumphEvent.Kind
SCORES = ("active_score", "legacy_score", "lifetime_score")
CONTENT = (*SCORES, "standings", "content_hash", "minted_at", "read_at")


def want_records(member: Member, *, now: datetime) -> int:
    """Makes sure that somebody who has played is asked for triumphs; returns how many sections that adds.

    Whatever is more urgent than the usual comes first: a reply has half a megabyte.
    """
    if Section.objects.of(Section.Kind.RECORDS).filter(subject=member.pk).exists():
        return 0
    row = Section(kind=Section.Kind.RECORDS, subject=member.pk, priority=Priority.WARM, due_at=now)
    return upsert(Section, [row], key=["kind", "subject", "name"], update=[])


def next_turn(membership_id: int, *, read_at: datetime) -> datetime:
    return cadence.of_records(read_at, last_known_play(membership_id), subject=membership_id)


def follow_play(membership_id: int, *, now: datetime) -> None:
    """Moves the next turn to after the play that is known by now; whoever hides triumphs keeps theirs."""
    sections = Section.objects.of(Section.Kind.RECORDS).filter(subject=membership_id, due_at__gt=now)
    section = sections.filter(error_kind="").exclude(succeeded_at=None).first()
    if section is not None and section.succeeded_at is not None:
        due_at = next_turn(membership_id, read_at=section.succeeded_at)
        sections.filter(pk=section.pk).exclude(due_at=due_at).update(due_at=due_at)


def withheld(profile: Profile) -> Private | NotFound:
    """Why there are no triumphs. A part may be left out, and to ask again soon would not bring it."""
    part = profile.profile_records
    if part is not None and part.data is None and part.privacy == Privacy.PRIVATE:
        return Private("the player hides triumphs", endpoint="profile")
    return NotFound("the reply lacks records", endpoint="profile")


def store_records(membership_id: int, reading: Reading, *, now: datetime) -> None:
    """Nothing, if the member was removed meanwhile, or Bungie says nothing new or something older."""
    member = Member.objects.tracked().select_for_update().filter(pk=membership_id).first()
    known = MemberRecords.objects.filter(member_id=membership_id).first()
    if member is None or (known is not None and not _is_news(known, reading)):
        return
    before = {} if known is None else unpack(bytes(known.standings))
    row = MemberRecords(
        member=member,
        active_score=reading.active_score,
        legacy_score=reading.legacy_score,
        lifetime_score=reading.lifetime_score,
        standings=pack(before | reading.standings),  # what a reply leaves out is as it was last seen
        content_hash=reading.digest,
        minted_at=reading.minted_at,
        read_at=now,
    )
    upsert(MemberRecords, [row], key=["member_id"], update=CONTENT)
    if known is not None:
        _note_events(membership_id, before, reading.standings, now=now)
    derive_titles([row])


def _is_news(known: MemberRecords, reading: Reading) -> bool:
    if known.content_hash == reading.digest:
        return False
    return known.minted_at is None or reading.minted_at is None or reading.minted_at >= known.minted_at


def _note_events(membership_id: int, before: Standings, after: Standings, *, now: datetime) -> None:
    rows = [
        TriumphEvent(
            member_id=membership_id, record_hash=key, kind=kind, observed_at=now, times=standing.times
        )
        for key, standing in after.items()
        for kind in _moves(before.get(key, UNSEEN), standing)
    ]
    upsert(TriumphEvent, rows, key=["member_id", "observed_at", "record_hash", "kind"], update=[])


def _moves(before: Standing, after: Standing) -> Iterator[Kind]:
    if (after.times or 0) > (before.times or 0):
        yield Kind.GILDED
    elif after.complete and not before.complete:
        yield Kind.COMPLETED
    if after.claimed and not before.claimed:
        yield Kind.CLAIMED
