"""Post-game reports: which are wanted, and storing many of them in one transaction."""

import logging
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from manifest.gametime import weeks_between
from rasputin.bungie import Client, Reply
from rasputin.bungie.errors import Undecodable
from rasputin.bungie.names import InstanceId
from rasputin.bungie.types import PostGameReport
from rasputin.queues import Priority
from rasputin.steps import Steps
from rasputin.upsert import upsert
from tracking import archive
from tracking.cadence import end_of
from tracking.models import (
    LONG_AGO,
    HistoryEntry,
    Instance,
    PendingReport,
    Performance,
    RawReport,
    Team,
)
from tracking.rows import PARSER_VERSION, report_rows
from tracking.services import again
from tracking.services.again import Answer
from tracking.services.again import Fetched as Fetched
from tracking.services.classes import keep_classes
from tracking.services.freshness import RECENT, Shown, seen_playing
from tracking.services.lost import give_up
from tracking.services.players import store_players
from tracking.services.records import follow_play
from tracking.services.seen import note_seen
from tracking.services.suppression import hidden, strip_body, strip_replies

log = logging.getLogger(__name__)

FRESH_FOR = timedelta(hours=6)  # since an activity began


def want_reports(periods: Mapping[int, datetime], *, now: datetime, fresh: bool = False) -> int:
    """Makes pending what is not stored: {instance id: start}. Newest weeks first, across all members.

    What is `fresh`, found by looking again at a history that was known, comes before all back-fill.
    """
    stored = set(Instance.objects.filter(pk__among=periods).values_list("pk", flat=True))
    wanted = set(PendingReport.objects.filter(pk__among=periods).values_list("pk", flat=True))
    missing = periods.keys() - stored - wanted
    rows = [_pending(identity, periods[identity], now, fresh=fresh) for identity in missing]
    return upsert(PendingReport, rows, key=["instance_id"], update=[])


def fetch_report(bungie: Client, pending: PendingReport) -> Steps[Reply[PostGameReport]]:
    """The reply, unstored."""
    reply: Reply[PostGameReport] = yield partial(bungie.post_game_report, InstanceId(pending.instance_id))
    return reply


def store_reports(fetched: Sequence[Fetched], *, now: datetime) -> int:
    """Stores replies and ends their claims, all in one transaction; returns how many were stored.

    What the database refuses is stored again one by one, and ends alone as a dead letter.
    """
    good = [item for item in fetched if _is_what_was_asked(item)]
    try:
        with transaction.atomic():
            _store(good, now=now)
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded):
        raise
    except Exception as error:  # whatever it is, it must not take the others of the claim with it
        if len(good) > 1:
            return sum(store_reports([item], now=now) for item in good)
        for item in good:
            give_up(item.pending, kind=_blame(error), message=f"{type(error).__name__}: {error}")
        log.exception("report %s cannot be stored", [item.pending.pk for item in good])
        return 0
    _tell_of_play(good, now=now)
    return len(good)


def _tell_of_play(fetched: Sequence[Fetched], *, now: datetime) -> None:
    """Tracked players of fresh reports are hot, and their triumphs follow: after the transaction, as a
    hint that is lost costs nothing but time.
    """
    shown = list(_shown([item.pending.pk for item in fetched], now=now))
    if shown:
        seen_playing(shown, now=now)
        for membership_id in sorted({one.membership_id for one in shown}):
            follow_play(membership_id, now=now)


def _shown(instance_ids: Sequence[int], *, now: datetime) -> Iterator[Shown]:
    rows = HistoryEntry.objects.filter(instance_id__in=instance_ids, period__gt=now - FRESH_FOR)
    for entry in rows.order_by("instance_id", "character_id"):
        ended_at = end_of(entry.period, entry.duration_seconds)
        if ended_at > now - RECENT:
            yield Shown(
                entry.membership_id, entry.character_id, entry.instance_id, entry.period, min(now, ended_at)
            )


def _blame(error: Exception) -> str:
    return "refused_by_database" if isinstance(error, DatabaseError) else "bug"


def drop_stored(pending: Sequence[PendingReport]) -> list[PendingReport]:
    """Ends claims of what somebody stored meanwhile; returns the others, and what is to be read again."""
    new = [row.pk for row in pending if not row.incomplete]
    stored = set(Instance.objects.filter(pk__among=new).values_list("pk", flat=True))
    PendingReport.objects.filter(pk__in=stored, incomplete=0).delete()
    return [row for row in pending if row.pk not in stored]


def keep_unreadable(pending: PendingReport, error: Undecodable, *, now: datetime) -> None:
    """Archives a reply that the types cannot hold, and ends its claim as a dead letter."""
    with transaction.atomic():
        archive.keep_dictionary()
        _replace(RawReport, [_raw(pending.pk, strip_body(error.body), now)], key=["instance_id"])
        give_up(pending, kind=error.kind, message=str(error))


def _is_what_was_asked(item: Fetched) -> bool:
    got = item.reply.value.instance_id
    if got == item.pending.instance_id:
        return True
    give_up(item.pending, kind="other_instance", message=f"the reply is of instance {got}")
    return False


def _store(fetched: Sequence[Fetched], *, now: datetime) -> None:
    """Tables in fixed order and rows by key, so that writers side by side cannot deadlock."""
    if not fetched:
        return
    fetched = strip_replies(fetched)
    answers = [Answer(*item, report_rows(item.reply.value, fetched_at=now)) for item in fetched]
    stored = again.stored_already(answers)
    refusals = again.refused(answers, stored, now=now)
    accepted = [answer for answer in answers if answer.key not in refusals]
    _store_rows(accepted, stored, now=now)
    again.settle(answers, refusals, now=now)


def _store_rows(answers: Sequence[Answer], stored: Container[int], *, now: datetime) -> None:
    reports = [answer.rows for answer in answers]
    store_players([player for report in reports for player in report.players])
    _replace(Instance, [report.instance for report in reports], key=["instance_id"])
    replacing = [answer for answer in answers if answer.key in stored]
    if replacing:
        again.make_room(replacing, hidden())
    _replace(Team, [team for report in reports for team in report.teams], key=["instance_id", "team_id"])
    performances = [row for report in reports for row in report.performances]
    keep_classes(performances)
    _replace(Performance, performances, key=["instance_id", "character_id"])
    note_seen(
        [answer.rows for answer in answers if answer.key not in stored],
        replacing=[answer.rows for answer in replacing],
    )
    archive.keep_dictionary()
    raws = [_raw(answer.key, answer.reply.body, now) for answer in answers]
    _replace(RawReport, raws, key=["instance_id"])


def _raw(instance_id: int, body: bytes, now: datetime) -> RawReport:
    return RawReport(
        instance_id=instance_id,
        body=archive.compress(body),
        dictionary_id=archive.current_id(),
        fetched_at=now,
        parser_version=PARSER_VERSION,
    )


def _replace(model: Any, rows: Sequence[Any], *, key: Sequence[str]) -> None:
    columns = [field.name for field in model._meta.concrete_fields if field.name not in key]
    upsert(model, rows, key=key, update=columns)


def _pending(instance_id: int, period: datetime, now: datetime, *, fresh: bool) -> PendingReport:
    weeks = weeks_between(min(max(period, LONG_AGO), now), now)  # calendars end
    priority = min(Priority.BACKFILL + weeks, Priority.LAST)
    if fresh and now - period < FRESH_FOR:
        priority = Priority.HOT
    return PendingReport(instance_id=instance_id, period=period, found_at=now, due_at=now, priority=priority)
