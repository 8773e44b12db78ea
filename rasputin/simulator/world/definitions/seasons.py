"""Seasons since launch and their passes; after the last known one a new one begins every half year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rasputin.simulator.clock import stamp
from rasputin.simulator.world.definitions.editions import WEEK, Edition
from rasputin.simulator.world.definitions.shapes import Json, definition, icon

WEEKS_OF_A_SEASON = 26
FIRST_DATED = 8
SHOWN_AHEAD = 1
MOST = 80


class Season(NamedTuple):
    number: int
    hash: int
    name: str
    start: int
    end: int
    pass_hash: int


# number, hash, name, day on which it begins, hash of the pass
KNOWN = (
    (1, 965757574, "", "2017-09-06", 0),
    (2, 2973407602, "Curse of Osiris", "2017-12-05", 0),
    (3, 4033618594, "Resurgence", "2018-05-08", 0),
    (4, 2026773320, "Season of the Outlaw", "2018-09-04", 0),
    (5, 2236269318, "Season of the Forge", "2018-11-27", 0),
    (6, 2891088360, "Season of the Drifter", "2019-03-05", 0),
    (7, 4275747712, "Season of Opulence", "2019-06-04", 0),
    (8, 1743682818, "Season of the Undying", "2019-10-01", 155514181),
    (9, 1743682819, "Season of Dawn", "2019-12-10", 3418508152),
    (10, 2809059425, "Season of the Worthy", "2020-03-10", 297907150),
    (11, 2809059424, "Season of Arrivals", "2020-06-09", 596268371),
    (12, 2809059427, "Season of the Hunt", "2020-11-10", 348169624),
    (13, 2809059426, "Season of the Chosen", "2021-02-09", 2698636901),
    (14, 2809059429, "Season of the Splicer", "2021-05-11", 3730318234),
    (15, 2809059428, "Season of the Lost", "2021-08-24", 3261333423),
    (16, 2809059431, "Season of the Risen", "2022-02-22", 971660532),
    (17, 2809059430, "Season of the Haunted", "2022-05-24", 2654546017),
    (18, 2809059433, "Season of Plunder", "2022-08-23", 1356256726),
    (19, 2809059432, "Season of the Seraph", "2022-12-06", 1649015899),
    (20, 2758726568, "Season of Defiance", "2023-02-28", 3548438811),
    (21, 2758726569, "Season of the Deep", "2023-05-23", 655248278),
    (22, 2758726570, "Season of the Witch", "2023-08-22", 3530720173),
    (23, 2758726571, "Season of the Wish", "2023-11-28", 3624844992),
    (24, 2758726572, "Episode: Echoes", "2024-06-04", 1489798103),
    (25, 2758726573, "Episode: Revenant", "2024-10-08", 1489798104),
    (26, 2758726574, "Episode: Heresy", "2025-02-04", 1489798105),
    (27, 2758726575, "Season: Reclamation", "2025-07-15", 1489798106),
    (28, 2758726576, "Season: Lawless", "2025-12-02", 1489798107),
    (29, 2758726577, "Shadow and Order", "2026-06-09", 1489798108),
)


@lru_cache(maxsize=4)
def seasons(last: int) -> tuple[Season, ...]:
    """All up to the number; 80 reach beyond 2050."""
    begun = [(number, known, name, _reset(day), pass_) for number, known, name, day, pass_ in KNOWN]
    number, known, _, start, pass_hash = begun[-1]
    for more in range(1, last - number + 2):
        first = start + more * WEEKS_OF_A_SEASON * WEEK
        begun.append((number + more, known + more, f"Season {number + more}", first, pass_hash + more))
    return tuple(Season(*told[:4], end=after[3], pass_hash=told[4]) for told, after in pairwise(begun))


def season_at(now: float) -> Season:
    started = [season for season in seasons(MOST) if season.start <= now]
    return started[-1] if started else seasons(MOST)[0]


def seasons_after(season: Season, count: int) -> tuple[Season, ...]:
    return seasons(MOST)[season.number : season.number + count]


def owned_seasons(now: float) -> tuple[Season, ...]:
    """Those with a pass, up to the current one."""
    return seasons(MOST)[FIRST_DATED - 1 : season_at(now).number]


def season_definitions(edition: Edition) -> Iterator[Json]:
    """What has begun, and the next one, whose name and end are not told yet."""
    current = season_at(edition.released)
    for season in seasons(MOST)[: current.number]:
        yield _season(season)
    for season in seasons_after(current, SHOWN_AHEAD):
        yield _next(season)


def season_pass_definitions(edition: Edition) -> Iterator[Json]:
    for index, season in enumerate(owned_seasons(edition.released)):
        yield definition(
            season.pass_hash,
            index,
            season.name,
            "",
            rewardProgressionHash=season.pass_hash % 1_000_000_007 + 10_000_000,
            prestigeProgressionHash=season.pass_hash % 1_000_000_009 + 20_000_000,
        )


def _season(season: Season) -> Json:
    told = _told(season, season.name)
    if season.number < FIRST_DATED:
        return told
    return {
        **told,
        "startDate": stamp(season.start),
        "endDate": stamp(season.end),
        "seasonPassList": [{"seasonPassHash": season.pass_hash}],
    }


def _next(season: Season) -> Json:
    return {**_told(season, "Season: [Redacted]"), "startDate": stamp(season.start)}


def _told(season: Season, name: str) -> Json:
    return definition(
        season.hash,
        season.number - 1,
        name,
        f"The {season.number}. season." if name else "",
        icon("season", season.hash),
        seasonNumber=season.number,
        seasonPassProgressionHash=0,
        startTimeInSeconds="0",
        seasonalChallengesPresentationNodeHash=3443694067,
        seasonPassUnlockHash=0,
    )


def _reset(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T17:00:00").replace(tzinfo=UTC).timestamp())
