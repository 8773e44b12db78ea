"""Titles and triumphs of members, by the names that the manifest gives them."""

from datetime import datetime
from hashlib import blake2s
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from manifest.models import Record
from manifest.queries import put_names
from tracking.cadence import end_of
from tracking.models import Character, HistoryEntry, Member, MemberRecords, Title, TriumphEvent
from tracking.queries.names import FEMALE


class Titles(NamedTuple):
    """All titles that a manifest has or had: the title's record -> the record that counts its gildings."""

    trackers: dict[int, int | None]

    @property
    def digest(self) -> str:
        return blake2s(repr(sorted(self.trackers.items())).encode(), digest_size=16).hexdigest()


class TriumphScore(NamedTuple):
    """A member's triumphs in short; `read_at` is when the last look met something new."""

    active_score: int | None
    legacy_score: int | None
    lifetime_score: int | None
    titles: int
    read_at: datetime


def titles_of_manifest() -> Titles:
    """Trackers carry their title's name too, and are none. Removed titles count: who has one keeps it."""
    rows = Record.objects.filter(has_title=True)
    trackers = rows.exclude(gilding_hash=None).values("gilding_hash")
    return Titles(dict(rows.exclude(pk__in=trackers).values_list("pk", "gilding_hash")))


def last_known_play(membership_id: int) -> datetime | None:
    """The end of what a member is known to have played last, by profile and histories."""
    member = Member.objects.only("last_played_at").get(pk=membership_id)
    newest = HistoryEntry.objects.filter(membership_id=membership_id).order_by("-period", "-instance_id")
    ends = [
        end_of(period, seconds) for period, seconds in newest.values_list("period", "duration_seconds")[:1]
    ]
    return max(filter(None, [member.last_played_at, *ends]), default=None)


def triumph_score(membership_id: int) -> TriumphScore | None:
    """None where triumphs were never read."""
    rows = MemberRecords.objects.filter(pk=membership_id).annotate(titles=Count("member__titles"))
    told = rows.values(*TriumphScore._fields).first()
    return TriumphScore(**told) if told else None


def titles_of(membership_id: int) -> QuerySet[Title]:
    """Worn ones first, then the newest, then those that were there before we looked; each with `worn`."""
    worn = Character.objects.filter(
        member_id=membership_id, title_record_hash=OuterRef("record_hash"), vanished_at=None
    )
    titles = Title.objects.filter(member_id=membership_id).annotate(worn=Exists(worn))
    return titles.order_by("-worn", F("earned_at").desc(nulls_last=True), "record_hash")


def triumphs_of(
    membership_id: int, *, since: datetime | None = None, kind: str | None = None
) -> QuerySet[TriumphEvent]:
    """Newest first."""
    events = TriumphEvent.objects.filter(member_id=membership_id)
    if since is not None:
        events = events.filter(observed_at__gte=since)
    if kind is not None:
        events = events.filter(kind=kind)
    return events.order_by("-observed_at", "record_hash", "kind")


def name_records(rows: list[Any]) -> list[Any]:
    """Titles or events with `record_name`, `record_icon_path`, and `title` as their member wears it."""
    put_names(rows)
    women = _women({row.member_id for row in rows})
    for row in rows:
        her = women.get((row.member_id, row.record_hash), women.get((row.member_id, None), False))
        row.title = (row.record_title_female if her else row.record_title) or row.record_title or None
    return rows


def _women(membership_ids: set[int]) -> dict[tuple[int, int | None], bool]:
    """By member and worn title whether a woman wears it, and under None whether one was played last."""
    characters = Character.objects.filter(member_id__in=membership_ids).order_by(
        F("vanished_at").asc(nulls_last=True), F("last_played_at").asc(nulls_first=True), "pk"
    )
    found: dict[tuple[int, int | None], bool] = {}
    for row in characters:
        her = row.gender_hash == FEMALE
        found |= {(row.member_id, row.title_record_hash): her, (row.member_id, None): her}
    return found
