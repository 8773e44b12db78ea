"""The simulator's own account of its world, and how a row of ours differs from it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import requests

PATIENCE_SECONDS = 120


class Source:
    def __init__(self, base_url: str) -> None:
        self._base = base_url
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, path: str) -> Any:
        reply = self._session.get(f"{self._base}/{path}", timeout=PATIENCE_SECONDS)
        reply.raise_for_status()
        return reply.json()

    def ask(self, path: str, ids: Sequence[int]) -> Any:
        """What there is of these, in any order."""
        wanted = [str(identity) for identity in ids]
        reply = self._session.post(f"{self._base}/{path}", json=wanted, timeout=PATIENCE_SECONDS)
        reply.raise_for_status()
        return reply.json()


def differ(what: str, ours: Any, truth: dict[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        mine, true = getattr(ours, name), truth[name]
        if name == "team":
            mine, true = mine or None, true or None  # without teams a history says 0, a report nothing
        if isinstance(mine, datetime):
            true = moment(true)
        if mine != true:
            yield f"{what}: {name} is {mine!r}, should be {true!r}"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
