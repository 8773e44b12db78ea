"""The admin's front page, above the lists: what is asked of Bungie, what holds it back, what waits."""

from typing import Any

from django.http import HttpRequest
from redis import RedisError

from rasputin import clock
from rasputin.health import Waiting
from rasputin.modeladmin import Table
from rasputin.status import Spent, status
from rasputin.storage import in_words, storage


def front(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold asks for what its template shows."""
    try:
        found = status()
    except RedisError:
        return {**context, "obstacles": ["Redis does not answer, so no request goes out."]}
    tables = [_requests(found.requests), _waiting(found.backlog), _disk()]
    return {**context, "tables": tables, "obstacles": found.obstacles}


def _requests(spent: Spent) -> Table:
    rows = [
        ("may go out in a second", f"{spent.rate:g} (www {spent.www_rate:g}, stats {spent.stats_rate:g})"),
        ("in ten seconds", spent.in_ten_seconds),
        ("granted", _counts(spent.granted)),
        ("by host", _counts(spent.granted_by_host)),
        ("by priority", _counts(spent.granted_by_priority)),
        ("asked too early, and met a pause", f"{spent.refused}, {spent.paused}"),
        ("refused by Bungie", spent.throttled),
        ("paused, then at half the rate", f"{spent.pause_seconds:g} s, {spent.half_rate_seconds:g} s"),
    ]
    return Table("Requests to Bungie", ("what", "number"), rows)


def _waiting(backlog: Waiting) -> Table:
    rows = [(name.replace("_", " "), number) for name, number in backlog.dict().items()]
    return Table("What waits", ("what", "number"), rows)


def _disk() -> Table:
    return Table("Disk", ("what", "size"), list(in_words(storage(clock.now())).items()))


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items()) or "none"
