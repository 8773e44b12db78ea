"""The keys under which historical statistics tell of modes."""

from __future__ import annotations

ALL_PVP, ALL_PVE = 5, 7

KEYS = {
    2: "story", 3: "strike", 4: "raid", 5: "allPvP", 6: "patrol", 7: "allPvE", 10: "control", 12: "clash",
    16: "nightfall", 18: "allStrikes", 19: "ironBanner", 25: "allMayhem", 31: "supremacy",
    32: "privateMatchesAll", 37: "survival", 40: "social", 43: "ironBannerControl", 46: "scored_nightfall",
    48: "rumble", 58: "heroicAdventure", 61: "scorched", 62: "scorchedTeam", 63: "pvecomp_gambit",
    64: "allPvECompetitive", 66: "blackArmoryRun", 69: "pvpCompetitive", 70: "pvpQuickplay",
    73: "controlQuickplay", 75: "pvecomp_mamba", 76: "enigma", 77: "caluseum", 78: "vexOffensive",
    79: "nightmareHunt", 80: "elimination", 81: "momentum", 82: "dungeon", 83: "sundial",
    84: "trials_of_osiris", 85: "dares", 86: "offensive", 87: "lost_sector", 88: "rift",
    89: "zone_control", 90: "ironBannerRift", 91: "ironBannerZoneControl", 92: "relic",
}  # fmt: skip


def mode_key(mode: int) -> str:
    """Modes without a known key go by their number."""
    return KEYS.get(mode, f"mode{mode}")
