"""Paths that name the id of a recorded error: it is the answer, whatever the endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rasputin.simulator.replies.envelope import Reply
from rasputin.simulator.serving.routing import Request, Route, number

ENDPOINT = "recorded_error"


def error_routes(errors: dict[int, Reply]) -> Iterator[Route]:
    ids = "|".join(map(str, errors))
    pattern = re.compile(rf"/(?:.+/)?({ids})/.*")

    def handle(_: Request, error_id: int) -> Reply:
        return errors[error_id]

    for method in ("GET", "POST"):
        yield Route(ENDPOINT, method, pattern, (number,), handle)
