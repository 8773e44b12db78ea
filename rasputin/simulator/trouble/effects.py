"""All troubles by name, each with the endpoints that it can befall."""

from __future__ import annotations

from typing import NamedTuple

from rasputin.simulator.trouble import anything, histories, profiles, reports, rosters
from rasputin.simulator.trouble.case import Effect


class Trouble(NamedTuple):
    """`endpoints` by the names of their routes; none means all."""

    endpoints: frozenset[str]
    effect: Effect


def _of(effects: dict[str, Effect], *endpoints: str) -> dict[str, Trouble]:
    return {name: Trouble(frozenset(endpoints), effect) for name, effect in effects.items()}


TROUBLES: dict[str, Trouble] = {
    **_of(reports.EFFECTS, "report"),
    **_of(histories.EFFECTS, "history"),
    **_of(rosters.EFFECTS, "members"),
    **_of(profiles.PROFILE_EFFECTS, "profile"),
    **_of(profiles.LINKED_EFFECTS, "linked"),
    **_of(anything.EFFECTS),
}


def can_befall(name: str | None, endpoint: str) -> bool:
    trouble = TROUBLES.get(name or "")
    return trouble is not None and (not trouble.endpoints or endpoint in trouble.endpoints)
