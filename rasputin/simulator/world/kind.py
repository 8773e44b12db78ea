"""What a sort of activity is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of activity. `party` is how many friends may go together, `size` how many play in all.

    Times are minutes; `kills` and `deaths` are ranges of what one player does in ten minutes. `places`
    means that everybody plays for himself, `ranked` that rows say who stood where. `shy` is the share of
    instances that histories list only when asked for just this mode, `hostless` that of instances which
    name no platform, `sideless` that of reports in which the teams are left out.
    """

    name: str
    mode: int
    modes: tuple[int, ...]
    references: tuple[int, ...]
    party: int
    size: int
    minutes: tuple[int, int]
    kills: tuple[int, int]
    deaths: tuple[int, int]
    weight: float
    playlist: int | None = None
    finished: float = 1.0
    teams: int = 0
    scored: bool = False
    matched: bool = True
    private: bool = False
    swaps: float = 0.0
    lasting: bool = False
    places: bool = False
    ranked: bool = True
    tiered: bool = False
    shy: float = 0.0
    hostless: float = 0.0
    sideless: float = 0.0

    @property
    def versus(self) -> bool:
        """Players or teams end in an order, so rows carry a standing."""
        return self.teams > 0 or self.places
