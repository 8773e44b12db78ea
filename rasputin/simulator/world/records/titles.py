"""The seals and their titles, under the names and hashes that the real game uses for them."""

from __future__ import annotations

from typing import NamedTuple

from rasputin.simulator.world.records.measures import (
    ALL,
    CRUCIBLE,
    DUNGEONS,
    GAMBIT,
    IRON_BANNER,
    NIGHTFALLS,
    PATROL,
    RAIDS,
    STORY,
    STRIKES,
    SURVIVAL,
    Measure,
)


class Seal(NamedTuple):
    """`record` is the title's, `node` the seal's, `tracker` counts gildings (0: none).

    `size` is how many triumphs the title asks for, `gilding` how many gild it in a season. `female` is
    set where women bear it under another name.
    """

    title: str
    name: str
    record: int
    node: int
    size: int
    measure: Measure
    rarity: float
    tracker: int = 0
    gilding: int = 0
    legacy: bool = False
    female: str = ""


SEALS = (
    Seal("Conqueror", "Conqueror", 3464275895, 3776992251, 10, NIGHTFALLS, 0.75, 1715149073, 5),
    Seal("Flawless", "Flawless", 3298130972, 1733555826, 10, SURVIVAL, 0.85, 2506618338, 4),
    Seal("Dredgen", "Gambit", 1556658903, 3665267419, 16, GAMBIT, 0.55, 1249847601, 5),
    Seal("Unbroken", "Crucible", 1343839969, 2107507397, 10, SURVIVAL, 0.8, 2843544039, 4, legacy=True),
    Seal("Glorious", "Crucible", 969142496, 475207334, 9, SURVIVAL, 0.7, 2228586830, 4),
    Seal(
        "Iron Lord",
        "Iron Banner",
        1564001702,
        2161171268,
        12,
        IRON_BANNER,
        0.6,
        2561695992,
        5,
        female="Iron Lady",
    ),
    Seal("Deadeye", "Deadeye", 1438167672, 361765966, 36, CRUCIBLE, 0.8, 4141599814, 4),
    Seal("Reveler", "Reveler", 1228693527, 2594486939, 5, STRIKES, 0.4, 493710961, 3),
    Seal("Ghost Writer", "Ghost Writer", 1089543274, 2592822840, 20, ALL, 0.6, 2981294724, 4),
    Seal("Star Baker", "Star Baker", 2126152885, 3896035657, 20, ALL, 0.55, 908738851, 4),
    Seal("Flamekeeper", "Flamekeeper", 3056675381, 3598951881, 28, STRIKES, 0.65, 3417514659, 4),
    Seal("Kingslayer", "King's Fall", 3910736783, 2613142083, 21, RAIDS, 0.8),
    Seal("Disciple-Slayer", "Vow of the Disciple", 1971228746, 2886738008, 19, RAIDS, 0.8),
    Seal("Fatebreaker", "Vault of Glass", 4141971983, 3734352323, 23, RAIDS, 0.82),
    Seal("Descendant", "Deep Stone Crypt", 540377256, 2960810718, 19, RAIDS, 0.75),
    Seal("Enlightened", "Garden of Salvation", 2909250963, 1827854727, 16, RAIDS, 0.75),
    Seal("Rivensbane", "Last Wish", 1384029371, 1486062207, 16, RAIDS, 0.65),
    Seal("WANTED", "Spire of the Watcher", 2302993504, 4183969062, 10, DUNGEONS, 0.7),
    Seal("Discerptor", "Duality", 3097916612, 854126634, 11, DUNGEONS, 0.72),
    Seal("Vidmaster", "30th Anniversary", 3588818798, 2185719388, 10, DUNGEONS, 0.65),
    Seal("Gumshoe", "The Witch Queen", 2489106733, 3061040177, 9, STORY, 0.5),
    Seal("Splintered", "Beyond Light", 2482004751, 79180995, 11, STORY, 0.6),
    Seal("Harbinger", "Shadowkeep", 2584970263, 379405979, 10, STORY, 0.65),
    Seal("Cursebreaker", "The Dreaming City", 3214425110, 560097044, 11, PATROL, 0.6),
    Seal("Wayfarer", "Destinations", 758645239, 1106177979, 22, PATROL, 0.6),
    Seal("Chronicler", "Lore", 3766199186, 3680676656, 10, PATROL, 0.85),
    Seal("MMXXII", "Moments of Triumph 2022", 3249408038, 1210906308, 30, ALL, 0.55),
    Seal("Seraph", "Seraph", 4250626982, 1321008452, 10, ALL, 0.45),
    Seal("Scallywag", "Scallywag", 4176879201, 1321008453, 9, ALL, 0.5),
    Seal("Reaper", "Haunted", 3947410852, 1321008458, 10, ALL, 0.55),
    Seal("Risen", "Risen", 1710217127, 1321008459, 10, ALL, 0.5),
    Seal("Realmwalker", "Realmwalker", 2991743002, 1321008456, 10, ALL, 0.7, legacy=True),
    Seal("Splicer", "Splicer", 2796658869, 1321008457, 10, ALL, 0.65, legacy=True),
    Seal("Chosen", "Chosen", 1087927672, 1321008462, 10, ALL, 0.65, legacy=True),
    Seal("Warden", "Warden", 1561715947, 1321008463, 11, ALL, 0.75, legacy=True),
    Seal("Forerunner", "Arrivals", 3169895614, 1321008460, 15, ALL, 0.7, legacy=True),
    Seal("Almighty", "Almighty", 2499679097, 1321008461, 7, ALL, 0.8, legacy=True),
    Seal("Savior", "Dawn", 1185680627, 955166375, 16, ALL, 0.8, legacy=True),
    Seal("Undying", "Undying", 1866578144, 955166374, 14, ALL, 0.75, legacy=True),
    Seal("MMXIX", "Moments of Triumph: MMXIX", 966207508, 1194128730, 24, ALL, 0.75, legacy=True),
    Seal("MMXX", "Moments of Triumph 2020", 1109459264, 1210906310, 30, ALL, 0.7, legacy=True),
    Seal("MMXXI", "Moments of Triumph 2021", 1284946259, 1210906311, 30, ALL, 0.65, legacy=True),
    Seal("Shadow", "A Shadow Rises", 2056461735, 717225803, 23, RAIDS, 0.85, legacy=True),
    Seal("Blacksmith", "Black Armory", 317521250, 450166688, 17, RAIDS, 0.85, legacy=True),
    Seal("Reckoner", "Reckoner", 2472740040, 2978379966, 13, GAMBIT, 0.85, legacy=True),
    Seal("Conqueror", "Conqueror", 2226626398, 1376640684, 6, NIGHTFALLS, 0.9, legacy=True),
    Seal("Conqueror", "Conqueror", 2980266417, 3212358005, 6, NIGHTFALLS, 0.88, legacy=True),
    Seal("Conqueror", "Conqueror", 4167244320, 581214566, 6, NIGHTFALLS, 0.86, legacy=True),
    Seal("Flawless", "Flawless", 2072890963, 2086100423, 5, SURVIVAL, 0.93, legacy=True),
    Seal("Flawless", "Flawless", 2126548397, 1276693937, 5, SURVIVAL, 0.92, legacy=True),
    Seal("Flawless", "Flawless", 2284880502, 3251218484, 5, SURVIVAL, 0.9, legacy=True),
)
