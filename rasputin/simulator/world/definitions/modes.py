"""Activity modes, all that the real game has, under their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rasputin.simulator.world.definitions.shapes import Json, banner, definition, icon


class Mode(NamedTuple):
    """Category 1 is against the game, 2 against players, 3 both; `parent` is another mode's hash or 0."""

    number: int
    hash: int
    name: str
    category: int
    parent: int
    aggregate: bool = False
    team: bool = False


MODES = (
    Mode(0, 748895195, "All", 0, 0, aggregate=True),
    Mode(2, 1686739444, "Story", 1, 1164760493),
    Mode(3, 4110605575, "Strike", 1, 2394616003),
    Mode(4, 2043403989, "Raid", 1, 1164760493),
    Mode(5, 1164760504, "Crucible", 2, 0, aggregate=True),
    Mode(6, 3497767639, "Explore", 1, 1164760493),
    Mode(7, 1164760493, "PvE", 1, 0, aggregate=True),
    Mode(10, 3199098480, "Control", 2, 1164760504, aggregate=True, team=True),
    Mode(12, 1585787840, "Clash", 2, 1164760504, aggregate=True, team=True),
    Mode(15, 946648766, "Crimson Doubles", 2, 1703282980, team=True),
    Mode(16, 3789021730, "Nightfall Strikes", 1, 2394616003),
    Mode(17, 1350109474, "Prestige Nightfall", 1, 2394616003),
    Mode(18, 2394616003, "Strikes", 1, 1164760493, aggregate=True),
    Mode(19, 1826469369, "Iron Banner", 2, 1164760504, aggregate=True),
    Mode(25, 1264443021, "Mayhem", 2, 1164760504, team=True),
    Mode(31, 910991990, "Supremacy", 2, 1164760504, team=True),
    Mode(32, 122250361, "Private Matches", 2, 0, aggregate=True),
    Mode(37, 2239249083, "Survival", 2, 1164760504, team=True),
    Mode(38, 1505888634, "Countdown", 2, 1164760504, team=True),
    Mode(39, 1370326378, "Trials of the Nine", 2, 1164760504, aggregate=True),
    Mode(40, 1589650888, "Social", 0, 0),
    Mode(41, 2263766091, "Trials of the Nine Countdown", 2, 1370326378, team=True),
    Mode(42, 470484296, "Trials of the Nine Survival", 2, 1370326378, team=True),
    Mode(43, 2843684868, "Iron Banner Control", 2, 1826469369, team=True),
    Mode(44, 3479216388, "Iron Banner Clash", 2, 1826469369, team=True),
    Mode(45, 4212882650, "Iron Banner Supremacy", 2, 1826469369, team=True),
    Mode(46, 547513715, "Scored Nightfall Strikes", 1, 2394616003),
    Mode(47, 532484583, "Scored Prestige Nightfall", 1, 2394616003),
    Mode(48, 157639802, "Rumble", 2, 1164760504),
    Mode(49, 1703282980, "All Doubles", 2, 1164760504, aggregate=True, team=True),
    Mode(50, 3821502017, "Doubles", 2, 1703282980, team=True),
    Mode(51, 575409284, "Private Matches Clash", 2, 1164760504, team=True),
    Mode(52, 3024701316, "Private Matches Control", 2, 1164760504, team=True),
    Mode(53, 3862044762, "Private Matches Supremacy", 2, 1164760504, team=True),
    Mode(54, 152599670, "Private Matches Countdown", 2, 1164760504, team=True),
    Mode(55, 3780759439, "Private Matches Survival", 2, 1164760504, team=True),
    Mode(56, 116827562, "Private Matches Mayhem", 2, 1164760504, team=True),
    Mode(57, 2553544158, "Private Matches Rumble", 2, 1164760504),
    Mode(58, 175275639, "Heroic Adventure", 1, 1164760493),
    Mode(59, 2546784302, "Showdown", 2, 1164760504, team=True),
    Mode(60, 2096553452, "Lockdown", 2, 1164760504, team=True),
    Mode(61, 1668923154, "Scorched", 2, 1164760504, team=True),
    Mode(62, 1372032677, "Team Scorched", 2, 1164760504, team=True),
    Mode(63, 1848252830, "Gambit", 3, 2449176354, team=True),
    Mode(64, 2449176354, "Competitive Co-Op", 3, 0, aggregate=True),
    Mode(65, 4033000329, "Breakthrough", 2, 1164760504, team=True),
    Mode(66, 803838459, "Forge", 1, 1164760493),
    Mode(67, 3904624892, "Salvage", 2, 1164760504, team=True),
    Mode(68, 1317961215, "Iron Banner Salvage", 2, 1826469369, team=True),
    Mode(69, 2486723318, "Competitive PvP", 2, 1164760504, aggregate=True),
    Mode(70, 3425110680, "Quickplay PvP", 2, 1164760504, aggregate=True),
    Mode(71, 244324567, "Clash: Quickplay", 2, 1585787840, team=True),
    Mode(72, 4052075509, "Clash: Competitive", 2, 1585787840, team=True),
    Mode(73, 3673334631, "Control: Quickplay", 2, 3199098480, team=True),
    Mode(74, 1340118533, "Control: Competitive", 2, 3199098480, team=True),
    Mode(75, 1418469392, "Gambit Prime", 3, 2449176354, team=True),
    Mode(76, 3894474826, "The Reckoning", 1, 1164760493),
    Mode(77, 400075666, "The Menagerie", 1, 1164760493),
    Mode(78, 1963485238, "Vex Offensive", 1, 1164760493),
    Mode(79, 332181804, "Nightmare Hunt", 1, 1164760493),
    Mode(80, 4078439804, "Elimination", 2, 1164760504, team=True),
    Mode(81, 2913538899, "Momentum", 2, 1164760504, team=True),
    Mode(82, 608898761, "Dungeon", 1, 1164760493),
    Mode(83, 2319502047, "The Sundial", 1, 1164760493),
    Mode(84, 1673724806, "Trials of Osiris", 2, 1164760504, team=True),
    Mode(85, 2294590554, "Dares of Eternity", 1, 1164760493),
    Mode(86, 992499158, "Offensive", 1, 1164760493),
    Mode(87, 103143560, "Lost Sector", 1, 1164760493),
    Mode(88, 2732566144, "Rift", 2, 1164760504, team=True),
    Mode(89, 3484731833, "Zone Control", 2, 1164760504, team=True),
    Mode(90, 2151631892, "Iron Banner Rift", 2, 1826469369, team=True),
    Mode(91, 1639772990, "Iron Banner Zone Control", 2, 1826469369, team=True),
    Mode(92, 3416859494, "Relic", 2, 1164760504, team=True),
)
HASHES = {mode.number: mode.hash for mode in MODES}


def mode_definitions() -> Iterator[Json]:
    for index, mode in enumerate(MODES):
        yield definition(
            mode.hash,
            index,
            mode.name,
            f"Everything played as {mode.name}.",
            icon("mode", mode.hash),
            modeType=mode.number,
            activityModeCategory=mode.category,
            isTeamBased=mode.team,
            isAggregateMode=mode.aggregate,
            parentHashes=[mode.parent] if mode.parent else [],
            friendlyName="-".join(mode.name.lower().split()),
            pgcrImage=banner(mode.number),
            tier=0,
            supportsFeedFiltering=mode.aggregate,
            display=not mode.name.startswith("Private Matches "),
            order=mode.number * 10,
        )
