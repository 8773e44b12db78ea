"""Derives Instance, Team and Performance again from the archived replies, without a request."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from rasputin import jobs
from rasputin.models import Job
from rasputin.postgres import read_binary
from rasputin.queues import Priority
from rasputin.upsert import Dated, upsert
from tracking.models import (
    Instance,
    PendingReport,
    Performance,
    Player,
    RawReport,
    Team,
)
from tracking.reparse import Change, Reread, reread
from tracking.rows import PARSER_VERSION, ReportRows
from tracking.services.players import NAMES, TYPE, store_players
from tracking.services.seen import note_seen

BATCH = 250
TABLES = {"instance": Instance, "team": Team, "character": Performance}
NAMED = {"instance": "instance", "team": "team", "character": "performance"}  # in the report of what changed
KEYS = {Instance: ["instance_id"], Team: ["instance_id", "team_id"]}


def want_reprocessing(*, since: datetime | None, below: int | None, now: datetime) -> Job:
    """The job for replies that were fetched since then, and parsed by a version below that one."""
    arguments = {"since": since.isoformat() if since else None, "below": below}
    return jobs.want(Job.Kind.REPROCESS, arguments, priority=Priority.LAST, now=now)


def reprocess(job: Job) -> bool:
    """The next replies, oldest instance first; True when there are no more.

    Rows of which nothing changed are not written; what they were parsed with is raised all the same.
    """
    wanted = _wanted(job.arguments)
    if not job.cursor:
        job.total = wanted.count()
    batch = list(wanted.filter(pk__gt=job.cursor.get("after", -1)).order_by("pk")[:BATCH])
    if not batch:
        return True
    found = list(reread(batch))
    for item in found:
        if item.error is not None:
            jobs.count(job, "unreadable")
            jobs.tell(job, f"The reply of instance {item.raw.pk} cannot be read, and is kept: {item.error}")
    _apply(job, [item for item in found if item.rows is not None])
    job.cursor = {"after": batch[-1].pk}
    job.done += len(batch)
    return False


def _wanted(arguments: Mapping[str, Any]) -> Any:
    chosen = Q()
    if arguments["since"]:
        chosen &= Q(fetched_at__gte=datetime.fromisoformat(arguments["since"]))
    if arguments["below"] is not None:
        chosen &= Q(parser_version__lt=arguments["below"])
    return RawReport.objects.filter(chosen)


def _apply(job: Job, found: Sequence[Reread]) -> None:
    """What the database refuses is tried one by one, and named."""
    try:
        with transaction.atomic():
            counted = _write(found)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(found) > 1:
            for item in found:
                _apply(job, [item])
            return
        jobs.count(job, "refused")
        jobs.tell(job, f"Instance {found[0].raw.pk} stays as it is: {type(error).__name__}: {error}")
        return
    for what, number in counted.items():
        jobs.count(job, what, number)


def _write(found: Sequence[Reread]) -> dict[str, int]:
    """Tables and rows in the order in which reports are stored, so that nobody waits in a circle."""
    counted = _store_newer_players(found)
    behind = [item for item in found if item.changes or _is_behind(item)]
    unmoved = _lock(behind)
    _write_rows([item for item in unmoved if item.changes])
    _raise_versions([item.raw.pk for item in unmoved])
    for item in unmoved:
        for what in [*map(_named, item.changes), *(["changed instances"] if item.changes else [])]:
            counted[what] = counted.get(what, 0) + 1
    return counted


def _is_behind(item: Reread) -> bool:
    return (item.version, item.raw.parser_version) != (PARSER_VERSION, PARSER_VERSION)


def _named(change: Change) -> str:
    table = NAMED[change.key[0]]
    if change.field:
        return f"{table}.{change.field}"
    return f"{table}, new rows" if change.row is not None else f"{table}, removed rows"


def _store_newer_players(found: Sequence[Reread]) -> dict[str, int]:
    """Of what the replies say of players, what is newer than what is known, counted."""
    rows = [row for item in found if item.rows is not None for row in item.rows.players]
    known = _beliefs({row.pk for row in rows})
    newer = [row for row in rows if row.pk not in known or _is_news(row, known[row.pk])]
    store_players(newer)
    return {"players": len({row.pk for row in newer})} if newer else {}


def _beliefs(ids: Iterable[int]) -> dict[int, list[Any]]:
    """How much what is stored of players is believed: for the names, then for the type."""
    rows = Player.objects.filter(pk__among=ids).values_list("pk", *NAMES.believed_by, *TYPE.believed_by)
    return {pk: belief for pk, *belief in read_binary(rows)}


def _is_news(row: Player, known: list[Any]) -> bool:
    names, typed = known[: len(NAMES.believed_by)], known[len(NAMES.believed_by) :]
    return _belief(row, NAMES) > names or _belief(row, TYPE) > typed


def _belief(row: Player, group: Dated) -> list[Any]:
    return [getattr(row, name) for name in group.believed_by]


def _lock(found: Sequence[Reread]) -> list[Reread]:
    """Those whose archived reply is still the one that was read; nobody else changes them meanwhile."""
    ids = sorted(item.raw.pk for item in found)
    list(Instance.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
    bodies = dict(RawReport.objects.filter(pk__in=ids).values_list("pk", "body"))
    return [item for item in found if bytes(bodies.get(item.raw.pk, b"")) == bytes(item.raw.body)]


def _write_rows(found: Sequence[Reread]) -> None:
    changes = [(item.raw.pk, change) for item in found for change in item.changes]
    for name, model in TABLES.items():
        rows = {(pk, change.key): change.row for pk, change in changes if change.key[0] == name}
        gone = [(pk, key[1]) for (pk, key), row in rows.items() if row is None]
        _replace(model, [row for row in rows.values() if row is not None])
        if gone:
            model._base_manager.filter(pk__in=gone).delete()
    new = [item.rows for item in found if item.version is None and item.rows is not None]
    note_seen(
        new, replacing=[item.rows for item in found if item.version is not None and item.rows is not None]
    )
    _end_wishes(new)


def _end_wishes(reports: Sequence[ReportRows]) -> None:
    """What could not be read before: nobody waits for it any more."""
    ids = [report.instance.pk for report in reports]
    PendingReport.objects.filter(pk__in=ids, due_at=None, error_kind="undecodable").delete()


def _replace(model: Any, rows: Iterable[Any]) -> None:
    key = KEYS.get(model, ["instance_id", "character_id"])
    columns = [field.name for field in model._meta.concrete_fields if field.name not in key]
    upsert(model, rows, key=key, update=columns)


def _raise_versions(ids: Sequence[int]) -> None:
    for model in (Instance, RawReport):
        rows: Any = model._base_manager.filter(pk__in=ids).exclude(parser_version=PARSER_VERSION)
        rows.update(parser_version=PARSER_VERSION)
