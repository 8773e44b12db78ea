"""Whether the installation can work: each part asked in turn, nobody's trouble hiding another's."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from ninja import Schema

from rasputin import clock, connect
from rasputin.models import Stamp, source
from tracking.queries import backlog


class Part(Schema):
    """`problem` says what is wrong and what to do; addresses and passwords stay out of it."""

    ok: bool
    problem: str | None = None


class Waiting(Schema):
    sections_due: int
    sections_never_run: int
    reports_pending: int
    leased: int
    dead: int


class Requests(Schema):
    """What the request budget knows: requests by endpoint since it was made, and what holds it now."""

    granted: dict[str, int]
    throttled: int
    pause_seconds: float
    closed: dict[str, str]


class Health(Schema):
    status: str
    version: str
    now: datetime
    source: str | None
    simulated: bool
    database: Part
    redis: Part
    stamp: Part
    backlog: Waiting | None
    requests: Requests | None


class Answer(NamedTuple):
    """What a part said, or its problem."""

    value: Any
    part: Part


def health() -> Health:
    database = _ask(_database)
    base_url = _ask(_stamp) if database.part.ok else database
    waiting = _ask(lambda: Waiting.from_orm(backlog(clock.now()))) if database.part.ok else database
    usage = _ask(lambda: Requests.from_orm(connect.budget().usage()))
    parts = (database.part, usage.part, base_url.part)
    return Health(
        status="ok" if all(part.ok for part in parts) else "trouble",
        version=connect.VERSION,
        now=clock.now(),
        source=base_url.value,
        simulated=not settings.BUNGIE_IS_REAL,
        database=database.part,
        redis=usage.part,
        stamp=base_url.part,
        backlog=waiting.value,
        requests=usage.value,
    )


class _Trouble(Exception):
    """The message is fit for everybody."""


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _stamp() -> str:
    found = Stamp.objects.first()
    if found is None:
        raise _Trouble("This database was never prepared: `rasputin up` does it.")
    if found.base_url != source():
        raise _Trouble("This database holds data of another Bungie than the settings name.")
    return found.base_url


def _ask(question: Callable[[], Any]) -> Answer:
    try:
        return Answer(question(), Part(ok=True))
    except _Trouble as trouble:
        return Answer(None, Part(ok=False, problem=str(trouble)))
    except DatabaseError:
        return Answer(None, Part(ok=False, problem="PostgreSQL does not answer as it should: `rasputin up`."))
    except redis.RedisError:
        return Answer(None, Part(ok=False, problem="Redis does not answer, so no request goes out."))
