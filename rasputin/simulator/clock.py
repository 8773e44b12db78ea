"""The simulator's own reading of RASPUTIN_CLOCK, as `origin@factor` or `file:` with one such line."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

RE_READ_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    origin: float
    factor: float

    def at(self, real: float) -> float:
        return self.origin + (real - self.origin) * self.factor


class Clock:
    """Simulated time in seconds since 1970; real time when nothing is set."""

    def __init__(self, setting: str, real: Callable[[], float] = time.time) -> None:
        self._real = real
        self._file = Path(setting.removeprefix("file:")) if setting.startswith("file:") else None
        self._read_at = real()
        self._reading = self._read_file() if self._file else parse(setting, self._read_at)

    @classmethod
    def from_environment(cls) -> Clock:
        return cls(os.environ.get("RASPUTIN_CLOCK", ""))

    def now(self) -> float:
        return self._fresh().at(self._real())

    def origin(self) -> float:
        return self._fresh().origin

    def pace(self) -> float:
        """How many simulated seconds a waiting client packs into a real one: never less than 1."""
        return max(self._fresh().factor, 1.0)

    def _fresh(self) -> Reading:
        real = self._real()
        if self._file and real - self._read_at >= RE_READ_SECONDS:
            self._read_at = real
            self._reading = self._read_file()
        return self._reading

    def _read_file(self) -> Reading:
        assert self._file is not None  # noqa: S101 - only called when a file is set
        return parse(self._file.read_text().strip(), self._read_at)


def parse(setting: str, real: float) -> Reading:
    if not setting:
        return Reading(origin=real, factor=1.0)
    origin, _, factor = setting.partition("@")
    return Reading(origin=seconds(origin), factor=float(factor or 1))


def seconds(moment: str) -> float:
    """Seconds since 1970 of an ISO time; without a zone it is UTC."""
    parsed = datetime.fromisoformat(moment)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()


def stamp(moment: float) -> str:
    """`2026-11-22T13:00:00Z`, cut to whole seconds as Bungie does."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(moment)))


def stamp_milliseconds(moment: float) -> str:
    text = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return text[:-3] + "Z"
