"""The branches of the triumphs' tree below its roots: names, sizes and what moves their records on."""

from __future__ import annotations

from typing import NamedTuple

from rasputin.simulator.world.records.measures import (
    ALL,
    CRUCIBLE,
    DUNGEONS,
    GAMBIT,
    HEADSHOTS,
    IRON_BANNER,
    KILLS,
    NIGHTFALLS,
    PATROL,
    RAIDS,
    STORY,
    STRIKES,
    SURVIVAL,
    WINS,
    Measure,
)

TRIUMPHS, SEALS_ROOT = 1866538467, 616318467
LEGACY_TRIUMPHS, LEGACY_SEALS = 3215903653, 1881970629
LORE, CATALYSTS, MEDALS = 1993337477, 2642502414, 3901403713
CHALLENGES, METRICS = 3443694067, 1074663644

ROOTS = {
    TRIUMPHS: "Triumphs",
    SEALS_ROOT: "Seals",
    LEGACY_TRIUMPHS: "Legacy Triumphs",
    LEGACY_SEALS: "Legacy Seals",
    LORE: "Lore",
    CATALYSTS: "Patterns & Catalysts",
    MEDALS: "Medals",
    CHALLENGES: "Seasonal Challenges",
    METRICS: "Metrics",
}


class Branch(NamedTuple):
    """A node under a root, whose leaves hold `size` records each. `bare` records have no objectives."""

    root: int
    name: str
    leaves: tuple[str, ...]
    size: int
    measure: Measure
    bare: float = 0.1
    rarity: float = 0.5


BRANCHES = (
    Branch(TRIUMPHS, "Lifetime", ("Progression", "Combatants", "Gear", "Clans", "Fireteam"), 20, KILLS),
    Branch(TRIUMPHS, "Classes", ("Titan", "Hunter", "Warlock"), 24, HEADSHOTS),
    Branch(TRIUMPHS, "Vanguard", ("Strikes", "Playlists", "Champions"), 14, STRIKES, rarity=0.35),
    Branch(TRIUMPHS, "Nightfalls", ("Legend", "Master", "Grandmaster"), 12, NIGHTFALLS, rarity=0.6),
    Branch(TRIUMPHS, "Raids", ("Encounters", "Challenges", "Flawless", "Gear"), 16, RAIDS, rarity=0.65),
    Branch(TRIUMPHS, "Dungeons", ("Encounters", "Solo", "Gear"), 14, DUNGEONS, rarity=0.6),
    Branch(TRIUMPHS, "Crucible", ("Control", "Rumble", "Medals", "Victories"), 14, WINS),
    Branch(TRIUMPHS, "Competitive", ("Survival", "Ranks"), 14, SURVIVAL, rarity=0.7),
    Branch(TRIUMPHS, "Iron Banner", ("Gameplay", "Gear"), 12, IRON_BANNER),
    Branch(TRIUMPHS, "Gambit", ("Gameplay", "Invaders", "Gear"), 12, GAMBIT),
    Branch(TRIUMPHS, "World", ("Exploration", "Public Events", "Lost Sectors", "Secrets"), 20, PATROL),
    Branch(TRIUMPHS, "Story", ("Campaign", "Legendary", "Quests", "Epilogue"), 12, STORY, rarity=0.3),
    Branch(TRIUMPHS, "Events", ("Dawning", "Solstice", "Guardian Games", "Festival"), 16, ALL, bare=0.3),
    Branch(LEGACY_TRIUMPHS, "First Year", ("Campaign", "Raids", "Crucible", "World"), 30, ALL, rarity=0.6),
    Branch(LEGACY_TRIUMPHS, "Second Year", ("Forges", "Reckoning", "Menagerie", "Raids"), 32, ALL),
    Branch(LEGACY_TRIUMPHS, "Third Year", ("Vex", "Sundial", "Bunkers", "Contact"), 30, ALL, rarity=0.7),
    Branch(LEGACY_TRIUMPHS, "Fourth Year", ("Wrathborn", "Battlegrounds", "Override", "Realm"), 30, ALL),
    Branch(LORE, "The Light", ("Vanguard Files", "Old Cities", "Lost Voices", "Warlords"), 72, PATROL, 0.97),
    Branch(LORE, "Dusk and Dawn", ("Reef Songs", "Armoury Papers", "Sleepers"), 86, STORY, 0.97),
    Branch(LORE, "The Darkness", ("Deep Letters", "Hive Verses", "Pyramids"), 80, RAIDS, 0.97, 0.65),
    Branch(CATALYSTS, "Catalysts", ("Kinetic Weapons", "Energy Weapons", "Power Weapons"), 30, KILLS),
    Branch(CATALYSTS, "Patterns", ("Primary", "Special", "Heavy"), 40, STRIKES, rarity=0.6),
    Branch(MEDALS, "Crucible Medals", ("Streaks", "Weapons", "Class", "Gametypes"), 34, CRUCIBLE, 0.95),
    Branch(MEDALS, "Gambit Medals", ("Prowess", "Invading", "Team"), 20, GAMBIT, 0.95),
    Branch(CHALLENGES, "Weekly", tuple(f"Week {week}" for week in range(1, 11)), 10, ALL),
    Branch(CHALLENGES, "Past Challenges", ("Spring", "Summer", "Autumn", "Winter"), 10, KILLS),
)

METRIC_BRANCHES = (
    ("Seasons", 60, ALL),
    ("Account", 44, KILLS),
    ("Crucible", 32, CRUCIBLE),
    ("Destination", 30, PATROL),
    ("Gambit", 24, GAMBIT),
    ("Raids", 68, RAIDS),
    ("Strikes", 22, STRIKES),
)
