"""How much room the database takes by kind, how fast it grows, and when the disk is full at that."""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db import connection
from redis import RedisError

from rasputin import disk
from rasputin.models import DiskSample

#: A table is of the first kind with whose word its name begins; all others, and the catalogue, are the rest.
KINDS: Final = {
    "tracking_rawreport": "archive",
    "tracking_archivedictionary": "archive",
    "tracking_performance": "performances",
    "tracking_instance": "performances",
    "tracking_team": "performances",
    "tracking_historyentry": "history",
    "tracking_player": "players",
    "tracking_member": "players",
    "tracking_character": "players",
    "tracking_title": "players",
    "tracking_triumphevent": "players",
    "clans_": "players",
    "manifest_": "manifest",
}
INDEXES, REST = "indexes", "rest"
ORDER: Final = (*dict.fromkeys(KINDS.values()), INDEXES, REST)
CACHE_KEY: Final = "disk:taken"
CACHE_SECONDS: Final = 60
LOOKED_BACK: Final = timedelta(days=7)
LEAST_SPAN: Final = timedelta(hours=1)
KEPT: Final = timedelta(days=365)
FORESEEN: Final = timedelta(days=3653)


class Taken(NamedTuple):
    """Bytes in the database: tables with what they keep aside (TOAST) by kind, all indexes as one kind."""

    database_bytes: int
    bytes_by_kind: dict[str, int]


class Storage(NamedTuple):
    """What is taken, what is free, and what follows. `bytes_a_day` is None until there are samples of an
    hour; `full_at` where that is unknown, nothing grows, or it is more than ten years away.
    """

    taken: Taken
    room: disk.Room
    bytes_a_day: float | None
    full_at: datetime | None


def storage(now: datetime) -> Storage:
    found, free = taken(), disk.room()
    growth = bytes_a_day(found.database_bytes, now=now)
    return Storage(found, free, growth, full_at(free.free_bytes, growth, now=now))


def taken() -> Taken:
    """At most a minute old."""
    try:
        told = cache.get(CACHE_KEY)
        if told is None:
            told = tuple(measure())
            cache.set(CACHE_KEY, told, CACHE_SECONDS)
        return Taken(*told)
    except RedisError:
        return measure()


def measure() -> Taken:
    """What PostgreSQL says now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (whole,) = cursor.fetchone()
        cursor.execute(
            "SELECT relname, coalesce(pg_table_size(oid), 0), coalesce(pg_indexes_size(oid), 0) FROM pg_class"
            " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'm')"
        )
        tables = cursor.fetchall()
    return Taken(whole, _by_kind(whole, tables))


def sample(now: datetime) -> DiskSample:
    """Keeps what is taken now, and drops samples that are older than a year."""
    found = measure()
    values = {**found._asdict(), "free_bytes": disk.room().free_bytes}
    kept, _ = DiskSample.objects.update_or_create(taken_at=now, defaults=values)
    DiskSample.objects.filter(taken_at__lt=now - KEPT).delete()
    return kept


def bytes_a_day(database_bytes: int, *, now: datetime) -> float | None:
    """Since the oldest sample of the last week; below zero where room was given back."""
    samples = DiskSample.objects.filter(taken_at__gte=now - LOOKED_BACK, taken_at__lte=now - LEAST_SPAN)
    oldest = samples.order_by("taken_at").first()
    if oldest is None:
        return None
    return (database_bytes - oldest.database_bytes) / ((now - oldest.taken_at) / timedelta(days=1))


def full_at(free_bytes: int, growth: float | None, *, now: datetime) -> datetime | None:
    """When nothing would be free any more; None for never within ten years, or not known."""
    if growth is None or growth <= 0 or free_bytes / growth > FORESEEN.days:
        return None
    return now + timedelta(days=free_bytes / growth)


def in_words(found: Storage) -> dict[str, str]:
    """For people, by what it is."""
    kinds = {f"  {kind}": disk.readable(size) for kind, size in found.taken.bytes_by_kind.items()}
    growth = "not known yet" if found.bytes_a_day is None else disk.readable(found.bytes_a_day)
    return {
        "database": disk.readable(found.taken.database_bytes),
        **kinds,
        "grows in a day": growth,
        "free": f"{disk.readable(found.room.free_bytes)} ({found.room.free_share:.1%})",
        "full": _when(found),
    }


def _when(found: Storage) -> str:
    if found.bytes_a_day is None:
        return "not known before an hour of samples"
    return "not within ten years" if found.full_at is None else f"about {found.full_at:%Y-%m-%d}"


def _by_kind(whole: int, tables: list[Any]) -> dict[str, int]:
    kinds = dict.fromkeys(ORDER, 0)
    for name, table_bytes, index_bytes in tables:
        kinds[_kind(name)] += table_bytes
        kinds[INDEXES] += index_bytes
    kinds[REST] = max(0, whole - sum(kinds.values()) + kinds[REST])
    return kinds


def _kind(table: str) -> str:
    return next((kind for beginning, kind in KINDS.items() if table.startswith(beginning)), REST)
