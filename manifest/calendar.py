"""Seasons and expansions since launch, for before the manifest has come and for what it does not date.

Dates of the manifest's own seasons win. All begin at a reset on a Tuesday but the launch of the game,
which was on a Wednesday, and the first two expansions' seasons as they are counted here.
"""

from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from manifest.gametime import reset_on

#: The first moment of which there can be activities.
LAUNCH: Final = datetime(2017, 9, 6, tzinfo=UTC)


class KnownSeason(NamedTuple):
    number: int
    name: str
    begins_on: date


SEASONS: Final = (
    KnownSeason(1, "Red War", date(2017, 9, 6)),
    KnownSeason(2, "Curse of Osiris", date(2017, 12, 5)),
    KnownSeason(3, "Resurgence", date(2018, 5, 8)),
    KnownSeason(4, "Season of the Outlaw", date(2018, 9, 4)),
    KnownSeason(5, "Season of the Forge", date(2018, 12, 4)),
    KnownSeason(6, "Season of the Drifter", date(2019, 3, 5)),
    KnownSeason(7, "Season of Opulence", date(2019, 6, 4)),
    KnownSeason(8, "Season of the Undying", date(2019, 10, 1)),
    KnownSeason(9, "Season of Dawn", date(2019, 12, 10)),
    KnownSeason(10, "Season of the Worthy", date(2020, 3, 10)),
    KnownSeason(11, "Season of Arrivals", date(2020, 6, 9)),
    KnownSeason(12, "Season of the Hunt", date(2020, 11, 10)),
    KnownSeason(13, "Season of the Chosen", date(2021, 2, 9)),
    KnownSeason(14, "Season of the Splicer", date(2021, 5, 11)),
    KnownSeason(15, "Season of the Lost", date(2021, 8, 24)),
    KnownSeason(16, "Season of the Risen", date(2022, 2, 22)),
    KnownSeason(17, "Season of the Haunted", date(2022, 5, 24)),
    KnownSeason(18, "Season of Plunder", date(2022, 8, 23)),
    KnownSeason(19, "Season of the Seraph", date(2022, 12, 6)),
    KnownSeason(20, "Season of Defiance", date(2023, 2, 28)),
    KnownSeason(21, "Season of the Deep", date(2023, 5, 23)),
    KnownSeason(22, "Season of the Witch", date(2023, 8, 22)),
    KnownSeason(23, "Season of the Wish", date(2023, 11, 28)),
    KnownSeason(24, "Episode: Echoes", date(2024, 6, 4)),
    KnownSeason(25, "Episode: Revenant", date(2024, 10, 8)),
    KnownSeason(26, "Episode: Heresy", date(2025, 2, 4)),
    KnownSeason(27, "Season: Reclamation", date(2025, 7, 15)),
    KnownSeason(28, "Season: Lawless", date(2025, 12, 2)),
    KnownSeason(29, "Monument of Triumph", date(2026, 6, 9)),
)

#: Expansions and the like by the name under which people ask for them.
EXPANSIONS: Final = {
    "red_war": date(2017, 9, 6),
    "curse_of_osiris": date(2017, 12, 5),
    "warmind": date(2018, 5, 8),
    "forsaken": date(2018, 9, 4),
    "black_armory": date(2018, 12, 4),
    "shadowkeep": date(2019, 10, 1),
    "beyond_light": date(2020, 11, 10),
    "30th_anniversary": date(2021, 12, 7),
    "witch_queen": date(2022, 2, 22),
    "lightfall": date(2023, 2, 28),
    "into_the_light": date(2024, 4, 9),
    "final_shape": date(2024, 6, 4),
    "edge_of_fate": date(2025, 7, 15),
    "renegades": date(2025, 12, 2),
}


def begins_at(day: date) -> datetime:
    """The moment at which a season or expansion of that date began; the game itself began at midnight."""
    return max(LAUNCH, reset_on(day)) if day > LAUNCH.date() else LAUNCH
