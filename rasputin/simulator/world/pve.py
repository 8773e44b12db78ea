"""What is played against the game itself, under the hashes that the real game uses."""

from __future__ import annotations

from dataclasses import replace

from rasputin.simulator.world.kind import Kind

STRIKES = (442671778, 661855681, 376759502, 3597990372, 969982762, 546528643, 896593727, 224295651)

RAID = Kind(
    name="raid",
    mode=4,
    modes=(7, 4),
    references=(4179289725, 2381413764, 1374392663, 3881495763, 3458480158, 2122313384, 910380154),
    party=6,
    size=6,
    minutes=(24, 115),
    kills=(18, 70),
    deaths=(0, 4),
    weight=2.2,
    finished=0.7,
    swaps=0.05,
    lasting=True,
)
DUNGEON = Kind(
    name="dungeon",
    mode=82,
    modes=(7, 82),
    references=(1375089621, 1077850348, 2823159265, 4078656646, 1262462921),
    party=3,
    size=3,
    minutes=(14, 70),
    kills=(35, 110),
    deaths=(0, 4),
    weight=2.4,
    finished=0.75,
    matched=False,
    lasting=True,
    tiered=True,
)
# As some dungeons were filed for months of 2021.
DUNGEON_AS_STORY = replace(
    DUNGEON, name="dungeon_as_story", mode=2, modes=(2, 7), references=(2582501063, 785700678), weight=0.3
)
STRIKE = Kind(
    name="strike",
    mode=3,
    modes=(7, 3, 18),
    references=STRIKES,
    party=3,
    size=3,
    minutes=(7, 19),
    kills=(40, 130),
    deaths=(0, 2),
    weight=4.0,
    playlist=4252456044,
    finished=0.9,
    tiered=True,
)
NIGHTFALL = Kind(
    name="nightfall",
    mode=46,
    modes=(7, 46, 18),
    references=(13813394, 45113325, 89113250, 68611398, 68611399),
    party=3,
    size=3,
    minutes=(11, 38),
    kills=(30, 100),
    deaths=(0, 3),
    weight=2.0,
    finished=0.8,
    scored=True,
    tiered=True,
)
PATROL = Kind(
    name="patrol",
    mode=6,
    modes=(7, 6),
    references=(4159221189, 2503939905, 1233767907, 4166562681, 3143798436),
    party=3,
    size=1,
    minutes=(2, 26),
    kills=(5, 60),
    deaths=(0, 1),
    weight=3.2,
    finished=0.0,
    matched=False,
    hostless=0.2,
)
STORY = Kind(
    name="story",
    mode=2,
    modes=(7, 2),
    references=(2660895412, 3083820154, 1199493030, 921878495, 2446907856),
    party=3,
    size=1,
    minutes=(6, 28),
    kills=(40, 110),
    deaths=(0, 2),
    weight=2.2,
    finished=0.85,
    matched=False,
)
LOST_SECTOR = Kind(
    name="lost_sector",
    mode=87,
    modes=(7, 87),
    references=(55186256, 55186263, 144485114, 144485117, 145221019, 184186578, 480864726, 548616650),
    party=3,
    size=1,
    minutes=(4, 14),
    kills=(50, 110),
    deaths=(0, 2),
    weight=0.9,
    finished=0.85,
    matched=False,
    tiered=True,
)
OFFENSIVE = Kind(
    name="offensive",
    mode=86,
    modes=(7, 86),
    references=(3594496514, 287709797, 54269080, 2948928434, 2598159342, 2025320010),
    party=6,
    size=6,
    minutes=(9, 24),
    kills=(30, 110),
    deaths=(0, 3),
    weight=0.7,
    finished=0.9,
)
MENAGERIE = Kind(
    name="menagerie",
    mode=77,
    modes=(7, 77),
    references=(1831470693, 3107795800, 3115455134),
    party=6,
    size=6,
    minutes=(12, 27),
    kills=(30, 100),
    deaths=(0, 3),
    weight=0.4,
    finished=0.9,
)
DARES = Kind(
    name="dares",
    mode=85,
    modes=(7, 85),
    references=(265600452, 1699058902),
    party=6,
    size=6,
    minutes=(12, 26),
    kills=(40, 120),
    deaths=(0, 3),
    weight=0.8,
    finished=0.92,
    scored=True,
)
NIGHTMARE_HUNT = Kind(
    name="nightmare_hunt",
    mode=79,
    modes=(7, 79),
    references=(571058904, 571058905, 571058910, 1188363426, 1188363427, 1342492674),
    party=3,
    size=1,
    minutes=(6, 18),
    kills=(35, 100),
    deaths=(0, 3),
    weight=0.4,
    finished=0.8,
    matched=False,
)
FORGE = Kind(
    name="forge",
    mode=66,
    modes=(7, 66),
    references=(1878615566, 10898844, 1019949956, 1483179969),
    party=3,
    size=3,
    minutes=(7, 13),
    kills=(40, 100),
    deaths=(0, 2),
    weight=0.3,
    playlist=2656947700,
    finished=0.9,
)
# New activities have no mode for some weeks.
UNFILED = Kind(
    name="unfiled",
    mode=0,
    modes=(),
    references=(192312245, 1358982784),
    party=3,
    size=1,
    minutes=(8, 22),
    kills=(40, 110),
    deaths=(0, 2),
    weight=0.4,
    finished=0.85,
    matched=False,
)

PVE = (
    RAID,
    DUNGEON,
    DUNGEON_AS_STORY,
    STRIKE,
    NIGHTFALL,
    PATROL,
    STORY,
    LOST_SECTOR,
    OFFENSIVE,
    MENAGERIE,
    DARES,
    NIGHTMARE_HUNT,
    FORGE,
    UNFILED,
)
