"""Reports that are read again while they are young: which reply is kept, and when to ask once more."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F

from rasputin import due
from rasputin.bungie import Reply
from rasputin.bungie.errors import BungieError
from rasputin.bungie.types import PostGameReport
from rasputin.upsert import upsert
from tracking.archive import Unreadable
from tracking.cadence import end_of
from tracking.doubts import ALIKE, READ_AGAIN, YOUNG, doubt, ended_at, fullness, next_look
from tracking.models import HistoryEntry, Instance, PendingReport, Performance, RawReport, Source, Team
from tracking.reparse import parse
from tracking.rows import ReportRows
from tracking.services.lost import fill_in, not_shown
from tracking.stripping import Hidden

INCOMPLETE, OTHER, LESS = "incomplete", "other_activity", "less_than_stored"


class Fetched(NamedTuple):
    """A wanted report and the reply to it."""

    pending: PendingReport
    reply: Reply[PostGameReport]


class Answer(NamedTuple):
    """The same with its rows."""

    pending: PendingReport
    reply: Reply[PostGameReport]
    rows: ReportRows

    @property
    def key(self) -> int:
        return int(self.pending.pk)


class Doubt(NamedTuple):
    """Why a report is to be read again: an error's kind and message."""

    kind: str
    message: str


def stored_already(answers: Sequence[Answer]) -> dict[int, Instance]:
    rows = Instance.objects.filter(pk__among=[answer.key for answer in answers])
    return {row.pk: row for row in rows}


def refused(answers: Sequence[Answer], stored: Mapping[int, Instance], *, now: datetime) -> dict[int, Doubt]:
    """Replies that must not be stored, by instance: of another activity, or less than what is stored.

    A first reply that is not of what a history lists waits as long as it may still become so.
    """
    new = [answer for answer in answers if answer.key not in stored and _look_after(answer, now)]
    listed = _listed([answer.key for answer in new])
    strange = {answer.key: _differs(answer, listed.get(answer.key)) for answer in new}
    worse = {answer.key: _worse(answer, stored[answer.key]) for answer in answers if answer.key in stored}
    return {key: found for key, found in {**strange, **worse}.items() if found is not None}


def make_room(answers: Iterable[Answer], hidden: Hidden) -> None:
    """For replies that replace stored ones: characters that they lack stay, as of before, and teams go.

    Whoever is not to be named is in the reply as somebody else by now, and goes too. Comes after the
    instances are written, and so locked: who else changes their rows waits there.
    """
    for answer in answers:
        teams = [team.team_id for team in answer.rows.teams]
        Team.objects.filter(instance_id=answer.key).exclude(team_id__in=teams).delete()
        characters = [row.character_id for row in answer.rows.performances]
        stored = Performance.objects.filter(instance_id=answer.key, source=Source.REPORT)
        earlier = stored.exclude(character_id__in=characters)
        earlier.filter(membership_id__in=hidden.membership_ids).delete()
        earlier.update(source=Source.EARLIER)


def settle(answers: Sequence[Answer], refusals: Mapping[int, Doubt], *, now: datetime) -> None:
    """Ends the claims: dates the next look at what looks incomplete, and deletes the wishes for all else.

    Whom a report does not show though a history lists it gets the history's values when no look is left.
    """
    lacking = list(not_shown([answer.key for answer in answers]))
    unshown = {entry.instance_id for entry in lacking}
    ended, open_ = [], set()
    for answer in answers:
        reason = refusals.get(answer.key) or _doubt_of(answer, lacks=answer.key in unshown)
        at = _look_after(answer, now) if reason else None
        if reason and at:
            _look_again(answer.pending, at, reason)
            open_.add(answer.key)
        elif reason and reason.kind == OTHER:
            due.bury(answer.pending, kind=reason.kind, message=reason.message)
        else:
            ended.append(answer.pending)
    _end(ended)
    fill_in([entry for entry in lacking if entry.instance_id not in open_])


def doubt_stored(entries: Sequence[HistoryEntry], *, now: datetime) -> None:
    """Entries that no performance shows: a young stored report is wanted again, an old one filled in."""
    ids = [entry.instance_id for entry in entries]
    stored = {row.pk: row for row in Instance.objects.filter(pk__among=ids)}
    lacking = [entry for entry in entries if entry.instance_id in stored]
    young = [entry for entry in lacking if now - YOUNG <= _end_of(entry)]
    rows = [_wish(entry, stored[entry.instance_id], now) for entry in young]
    upsert(PendingReport, rows, key=["instance_id"], update=[])
    fill_in([entry for entry in lacking if now - YOUNG > _end_of(entry)])


def look_failed(pending: PendingReport, error: BungieError, *, now: datetime) -> bool:
    """What a second look at a stored report could not tell: the next is dated. False for a first look."""
    if not pending.incomplete or not Instance.objects.filter(pk=pending.pk).exists():
        return False
    at = next_look(pending.incomplete + 1, pending.period, now=now)
    if at is not None:
        _look_again(pending, at, Doubt(error.kind, str(error)))
    else:
        _end([pending])
        fill_in(not_shown([pending.pk]))
    return True


def _worse(answer: Answer, stored: Instance) -> Doubt | None:
    """None for a reply that may replace what is stored."""
    other = _differs(answer, stored)
    if other is not None:
        return other
    raw = RawReport.objects.filter(pk=answer.key).first()
    kept = raw and _rows_of(raw)
    if not kept or fullness(answer.rows).holds(fullness(kept)):
        return None
    return Doubt(LESS, f"the reply has {fullness(answer.rows)}, stored is {fullness(kept)}"[:200])


def _rows_of(raw: RawReport) -> ReportRows | None:
    try:
        return parse(raw)
    except (BungieError, Unreadable):
        return None


def _differs(answer: Answer, known: Instance | HistoryEntry | None) -> Doubt | None:
    new = answer.rows.instance
    apart = timedelta(0) if known is None else abs(known.period - new.period)
    tolerated = ALIKE if isinstance(known, HistoryEntry) else timedelta(0)
    if known is None or (known.activity_hash == new.activity_hash and apart <= tolerated):
        return None
    told = f"activity {new.activity_hash} of {new.period}"
    return Doubt(OTHER, f"the reply is of {told}, known is {known.activity_hash} of {known.period}")


def _listed(instance_ids: Sequence[int]) -> dict[int, HistoryEntry]:
    walked = HistoryEntry.objects.filter(instance_id__among=instance_ids, source=Source.WALK)
    return {entry.instance_id: entry for entry in walked.order_by("instance_id", "character_id")}


def _doubt_of(answer: Answer, *, lacks: bool) -> Doubt | None:
    reason = doubt(answer.reply.value) or ("it does not show a tracked player" if lacks else "")
    return Doubt(INCOMPLETE, reason) if reason else None


def _look_after(answer: Answer, now: datetime) -> datetime | None:
    ended = max(ended_at(answer.rows), answer.pending.period)
    return next_look(answer.pending.incomplete + 1, ended, now=now)


def _look_again(pending: PendingReport, at: datetime, why: Doubt) -> None:
    due.end(
        pending,
        {"due_at": at},
        incomplete=F("incomplete") + 1,
        error_kind=why.kind,
        error_message=why.message[: due.MAX_ERROR_LENGTH],
        failures=0,
    )


def _end(pending: Sequence[PendingReport]) -> None:
    for token in {row.lease_token for row in pending}:
        ids = [row.pk for row in pending if row.lease_token == token]
        PendingReport.objects.filter(pk__in=ids, lease_token=token).delete()


def _end_of(entry: HistoryEntry) -> datetime:
    return end_of(entry.period, entry.duration_seconds)


def _wish(entry: HistoryEntry, stored: Instance, now: datetime) -> PendingReport:
    return PendingReport(
        instance_id=entry.instance_id,
        period=entry.period,
        found_at=now,
        due_at=max(now, stored.fetched_at + READ_AGAIN[0]),
        incomplete=1,
        error_kind=INCOMPLETE,
        error_message="it does not show a tracked player",
    )
