"""Histories that list rows late, only for one mode, or on pages that move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from rasputin.simulator.trouble.case import Case, Effect, Json
from rasputin.simulator.trouble.reports import end_of

MOST_ROWS = 250
USUAL_ROWS = 25


def late(case: Case) -> Any:
    """Rows that come to light late, at their true time."""
    return _listed(case, lambda row: not (_is_struck(case, row) and case.lasts(end_of(row))))


def of_one_mode(case: Case) -> Any:
    """Rows that are listed only for the very mode that they name."""
    mode = int(case.request.query.get("mode") or 0)
    return _listed(case, lambda row: row["activityDetails"]["mode"] == mode or not _is_struck(case, row))


def shifting(case: Case) -> Any:
    """As if new rows had come in front with every page that was turned."""
    return _page(list(_rows(case)), case, back=case.rule.rows * _number(case, "page", 0))


def behind(case: Case) -> Any:
    """From a server that does not know the newest rows yet."""
    return _page(list(_rows(case))[case.rule.rows :], case)


def _listed(case: Case, shown: Callable[[Json], bool]) -> Any:
    return _page([row for row in _rows(case) if shown(row)], case)


def _page(rows: list[Json], case: Case, back: int = 0) -> Json:
    length = _number(case, "count", USUAL_ROWS)
    first = max(0, _number(case, "page", 0) * length - back)
    listed = rows[first : first + length]
    return {"activities": listed} if listed else {}


def _rows(case: Case) -> Iterator[Json]:
    """All rows of the history that the request is about."""
    for page in count():
        query = {**case.request.query, "count": str(MOST_ROWS), "page": str(page)}
        rows = (case.again(case.request._replace(query=query)) or {}).get("activities", [])
        yield from rows
        if len(rows) < MOST_ROWS:
            return


def _number(case: Case, name: str, usual: int) -> int:
    return int(case.request.query.get(name) or usual)


def _is_struck(case: Case, row: Json) -> bool:
    return case.befalls(f"{case.request.path} {row['activityDetails']['instanceId']}")


EFFECTS: dict[str, Effect] = {
    "late_history": late,
    "only_own_mode": of_one_mode,
    "shifting_pages": shifting,
    "history_behind": behind,
}
