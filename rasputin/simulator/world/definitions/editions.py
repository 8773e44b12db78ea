"""Which state of the game's content is out at a time: a release every Tuesday, and silent changes between."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

WEEK = 7 * 86_400
FIRST_RELEASE = int(datetime(2017, 9, 5, 17, tzinfo=UTC).timestamp())
SILENT_EVERY = 4
SILENT_AFTER = 2 * 86_400
BUILT_BEFORE = 6 * 86_400


class Edition(NamedTuple):
    """`number` counts the weekly releases since the first, `silent` the changes that kept the version."""

    number: int
    silent: int = 0

    @property
    def released(self) -> int:
        return FIRST_RELEASE + self.number * WEEK

    @property
    def label(self) -> str:
        """`480`, after a silent change `480.1`."""
        return f"{self.number}.{self.silent}" if self.silent else str(self.number)

    @property
    def version(self) -> str:
        """Such as `256373.26.11.11.2000-2-bnet.68302`."""
        built = datetime.fromtimestamp(self.released - BUILT_BEFORE, UTC)
        return f"{533 * self.number}.{built:%y.%m.%d}.2000-{1 + self.number % 4}-bnet.{142 * self.number}"


def edition_at(now: float) -> Edition:
    number = max(int(now - FIRST_RELEASE) // WEEK, 0)
    late = now - Edition(number).released >= SILENT_AFTER
    return Edition(number, int(late and number % SILENT_EVERY == 0))


def last_change(number: int, edition: Edition, period: int) -> str:
    """The edition in which the definition of this number last changed; each changes once in a period."""
    for silent in range(edition.silent, 0, -1):
        if (number - edition.number - silent) % period == period // 2:
            return f"{edition.number}.{silent}"
    return str(edition.number - (edition.number - number) % period)
