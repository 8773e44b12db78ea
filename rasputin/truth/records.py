"""Titles and triumphs against the truth, as of our last look: what is done is never undone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from rasputin.truth.source import Source
from rasputin.truth.spells import span_of
from tracking.models import MemberRecords, Section, Title
from tracking.queries import titles_of_manifest
from tracking.standings import unpack

Told = dict[str, Any]


class Truth(NamedTuple):
    """What held just before a look, and what held at the latest moment that it can have met."""

    before: Told
    after: Told


def record_differences(source: Source) -> Iterator[str]:
    """Of all whose triumphs were read and are not hidden now."""
    looks = Section.objects.of(Section.Kind.RECORDS).exclude(succeeded_at=None)
    looked_at = dict(looks.values_list("subject", "succeeded_at"))
    for row in MemberRecords.objects.filter(pk__in=looked_at).order_by("pk").iterator(chunk_size=50):
        first, last = span_of(looked_at[row.pk])
        after = _told(source, row.pk, last)
        if any(_differences(row, Truth(after, after))):
            yield from _differences(row, Truth(_told(source, row.pk, first), after))


def _told(source: Source, membership_id: int, at: datetime) -> Told:
    told: Told = source.get(f"members/{membership_id}/records?at={at:%Y-%m-%dT%H:%M:%SZ}")
    return told


def _differences(row: MemberRecords, truth: Truth) -> Iterator[str]:
    yield from _score_differences(row, truth)
    yield from _triumph_differences(row, truth)
    yield from _title_differences(row, truth)


def _score_differences(row: MemberRecords, truth: Truth) -> Iterator[str]:
    for name in ("active_score", "legacy_score"):
        mine = getattr(row, name)
        if mine is None or not truth.before[name] <= mine <= truth.after[name]:
            yield f"member {row.pk}: {name} is {mine}, should be {truth.after[name]}"


def _triumph_differences(row: MemberRecords, truth: Truth) -> Iterator[str]:
    """Of who has no character left we keep what they had done, and the truth does not."""
    standings = unpack(bytes(row.standings))
    completed = {key for key, standing in standings.items() if standing.complete}
    claimed = {key for key, standing in standings.items() if standing.claimed}
    for what, mine in (("completed", completed), ("claimed", claimed)):
        for missing in sorted(_done(truth.before, what) - mine):
            yield f"member {row.pk}: triumph {missing} is not {what}"
    true = _done(truth.before, "completed") | _done(truth.after, "completed")
    for extra in sorted(completed - true) if truth.after["completed_by_character"] else ():
        yield f"member {row.pk}: triumph {extra} was never completed"


def _done(told: Told, what: str) -> set[int]:
    of_characters = told["completed_by_character"].values() if what == "completed" else ()
    return set(told[what]).union(*of_characters)


def _title_differences(row: MemberRecords, truth: Truth) -> Iterator[str]:
    """Nothing of those who wait for the manifest."""
    if row.titles_digest != titles_of_manifest().digest:
        return
    before, after = ({one["hash"]: one for one in told["titles"]} for told in truth)
    ours = {title.record_hash: title for title in Title.objects.filter(member_id=row.pk)}
    for missing in sorted(before.keys() - ours.keys()):
        yield f"member {row.pk}: title {missing} is missing"
    for key, title in sorted(ours.items()):
        if key not in after:
            yield f"member {row.pk}: title {key} was never earned"
        elif not _gilded(before.get(key)) <= title.gild_count <= _gilded(after[key]):
            yield f"member {row.pk}: title {key}: gilded {title.gild_count}, should be {_gilded(after[key])}"


def _gilded(title: Told | None) -> int:
    return 0 if title is None else int(title["gilded"])
