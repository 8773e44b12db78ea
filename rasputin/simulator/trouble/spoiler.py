"""What a rule says of a trouble with data."""

from __future__ import annotations

from typing import Protocol


class Spoiler(Protocol):
    """Which trouble, which share of the things it befalls (reports, rows, members ...), for how many minutes
    after the end of what was played (None: always), and how many rows it is about.
    """

    @property
    def trouble(self) -> str | None: ...
    @property
    def share(self) -> float: ...
    @property
    def minutes(self) -> float | None: ...
    @property
    def rows(self) -> int: ...
