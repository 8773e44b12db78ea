"""What the crawl does to Bungie and what waits: for `/api/status` and the admin's front page."""

from datetime import datetime

from django.conf import settings
from ninja import Schema

from rasputin import clock, connect
from rasputin.health import Waiting
from rasputin.progress import what_waits
from rasputin.storage import Storage, storage
from tracking.queries import backlog


class Spent(Schema):
    """The request budget. `granted` and the counts are since Redis knows it; seconds are of a real clock.

    `refused` counts those who asked before a slot was free, `paused` those who met a pause or a closed
    class; both ask again. `closed` says why a class of requests is stopped.
    """

    rate: float
    www_rate: float
    stats_rate: float
    in_ten_seconds: int
    granted: dict[str, int]
    granted_by_host: dict[str, int]
    granted_by_priority: dict[str, int]
    refused: int
    paused: int
    throttled: int
    pause_seconds: float
    half_rate_seconds: float
    closed: dict[str, str]


class Disk(Schema):
    """Bytes of the database, and of the disk that holds it. Below `floor` of it free, nothing is fetched.

    `bytes_a_day` is the growth over the last week, null before the first hour of samples; `full_at` is null
    where the disk is not full within ten years.
    """

    database_bytes: int
    bytes_by_kind: dict[str, int]
    size_bytes: int
    free_bytes: int
    free_share: float
    floor: float
    bytes_a_day: float | None
    full_at: datetime | None


class Status(Schema):
    """`obstacles` are sentences: what holds requests back, and what to do."""

    now: datetime
    requests: Spent
    backlog: Waiting
    disk: Disk
    obstacles: list[str]


def status() -> Status:
    """Four counts in the database, the last week's first sample, and four questions to Redis; RedisError
    where that is away. Sizes in the database are asked for once a minute.
    """
    now = clock.now()
    return Status(
        now=now,
        requests=spent(),
        backlog=Waiting.from_orm(backlog(now)),
        disk=used(storage(now)),
        obstacles=what_waits(),
    )


def used(found: Storage) -> Disk:
    return Disk(
        **found.taken._asdict(),
        size_bytes=found.room.size_bytes,
        free_bytes=found.room.free_bytes,
        free_share=round(found.room.free_share, 4),
        floor=settings.RASPUTIN_DISK_FLOOR,
        bytes_a_day=None if found.bytes_a_day is None else round(found.bytes_a_day),
        full_at=found.full_at,
    )


def spent() -> Spent:
    usage = connect.budget().usage()
    rate = settings.RASPUTIN_RATE
    return Spent(
        rate=rate,
        www_rate=min(rate, settings.RASPUTIN_WWW_RATE or rate),
        stats_rate=min(rate, settings.RASPUTIN_STATS_RATE or rate),
        in_ten_seconds=usage.in_window,
        granted=usage.granted,
        granted_by_host=usage.by_host,
        granted_by_priority=usage.by_lane,
        refused=usage.refused,
        paused=usage.paused,
        throttled=usage.throttled,
        pause_seconds=round(usage.pause_seconds, 1),
        half_rate_seconds=round(usage.slow_seconds, 1),
        closed=usage.closed,
    )
