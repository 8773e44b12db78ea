"""The one source of now: real time, or a simulated time that product and simulator share.

`RASPUTIN_CLOCK` is `origin@factor` (`2026-11-22T13:00:00Z@60`) or `file:/path` of a file whose one line
is that. Simulated now = origin + (real now - origin) * factor, so that everybody who knows origin and
factor agrees without talking; factor 0 stands still at the origin. Waits are divided by the factor.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

REREAD_SECONDS = 1.0


class BadClock(ValueError):
    """RASPUTIN_CLOCK cannot be read; the message says what it should look like."""


class Pace(NamedTuple):
    """Where simulated and real time meet, and how many simulated seconds pass in a real one."""

    origin: datetime
    factor: float


def parse_pace(text: str) -> Pace:
    origin, at, factor = text.strip().partition("@")
    try:
        moment = datetime.fromisoformat(origin)
        pace = Pace(moment, float(factor if at else "1"))
    except ValueError as error:
        raise BadClock(f"RASPUTIN_CLOCK should look like 2026-11-22T13:00:00Z@60, not {text!r}.") from error
    if moment.tzinfo is None or not 0 <= pace.factor <= 100_000:
        raise BadClock("RASPUTIN_CLOCK needs an origin with a time zone and a factor from 0 to 100000.")
    return pace


class Clock:
    """Tells the time and waits; reads its setting from the environment unless one is given."""

    def __init__(self, setting: str | None = None) -> None:
        self._setting = os.environ.get("RASPUTIN_CLOCK", "") if setting is None else setting
        self._pace: Pace | None = None
        self._read_at = float("-inf")

    @property
    def simulated(self) -> bool:
        return bool(self._setting)

    def now(self) -> datetime:
        """Aware UTC."""
        real = datetime.now(UTC)
        pace = self._current_pace()
        try:
            return real if pace is None else pace.origin + (real - pace.origin) * pace.factor
        except OverflowError:
            raise BadClock("RASPUTIN_CLOCK left the calendar: its origin must lie nearer to now.") from None

    def real_seconds(self, seconds: float) -> float:
        """How long `seconds` of this clock last on the wall; a clock at rest does not stretch waits."""
        pace = self._current_pace()
        return seconds if pace is None or pace.factor == 0 else seconds / pace.factor

    def speed(self) -> float:
        """Simulated seconds a real second; 1 where the clock stands still, so that rates stay finite."""
        return 1 / self.real_seconds(1)

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, self.real_seconds(seconds)))

    def _current_pace(self) -> Pace | None:
        if not self._setting:
            return None
        if not self._setting.startswith("file:"):
            self._pace = self._pace or parse_pace(self._setting)
        elif time.monotonic() - self._read_at >= REREAD_SECONDS:
            self._pace = parse_pace(Path(self._setting.removeprefix("file:")).read_text())
            self._read_at = time.monotonic()
        return self._pace


clock = Clock()


def now() -> datetime:
    return clock.now()


def ago(seconds: float) -> datetime:
    return clock.now() - timedelta(seconds=seconds)
