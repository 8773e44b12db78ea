"""Bungie's numbers by name; replies keep plain ints, so a number that is not listed here breaks nothing."""

from enum import IntEnum, IntFlag
from typing import Final


class MembershipType(IntEnum):
    ALL = -1
    NONE = 0
    XBOX = 1
    PSN = 2
    STEAM = 3
    BLIZZARD = 4
    STADIA = 5
    EGS = 6
    DEMON = 10
    GOLIATH_GAME = 20
    BUNGIE_NEXT = 254


#: The names that Bungie writes in messages and silver balances.
MEMBERSHIP_TYPE_BY_NAME: Final[dict[str, MembershipType]] = {
    "All": MembershipType.ALL,
    "None": MembershipType.NONE,
    "TigerXbox": MembershipType.XBOX,
    "TigerPsn": MembershipType.PSN,
    "TigerSteam": MembershipType.STEAM,
    "TigerBlizzard": MembershipType.BLIZZARD,
    "TigerStadia": MembershipType.STADIA,
    "TigerEgs": MembershipType.EGS,
    "TigerDemon": MembershipType.DEMON,
    "GoliathGame": MembershipType.GOLIATH_GAME,
    "BungieNext": MembershipType.BUNGIE_NEXT,
}

#: Types under which a Destiny profile can live; the others are no answer to "where is this player".
GAME_MEMBERSHIP_TYPES: Final = frozenset(
    {
        MembershipType.XBOX,
        MembershipType.PSN,
        MembershipType.STEAM,
        MembershipType.BLIZZARD,
        MembershipType.STADIA,
        MembershipType.EGS,
        MembershipType.DEMON,
        MembershipType.GOLIATH_GAME,
    }
)


class MemberType(IntEnum):
    """The role of somebody in a clan."""

    NONE = 0
    BEGINNER = 1
    MEMBER = 2
    ADMIN = 3
    ACTING_FOUNDER = 4
    FOUNDER = 5


class CompletionReason(IntEnum):
    """Why an activity ended for a player; only 0 and 255 were seen with their texts."""

    OBJECTIVE_COMPLETED = 0
    TIMER_FINISHED = 1
    FAILED = 2
    NO_OPPONENTS = 3
    MERCY = 4
    UNKNOWN = 255


class Privacy(IntEnum):
    """The class of a profile component; a private class may come with data all the same."""

    NONE = 0
    PUBLIC = 1
    PRIVATE = 2


class Component(IntEnum):
    """Components of a profile that a reader without a player's own login can use."""

    PROFILES = 100
    PROFILE_PROGRESSION = 104
    CHARACTERS = 200
    CHARACTER_PROGRESSIONS = 202
    CHARACTER_ACTIVITIES = 204
    PRESENTATION_NODES = 700
    RECORDS = 900
    METRICS = 1100


class RecordState(IntFlag):
    """The bits of a record's state; none of them is an achieved record that was not claimed."""

    RECORD_REDEEMED = 1
    REWARD_UNAVAILABLE = 2
    OBJECTIVE_NOT_COMPLETED = 4
    OBSCURED = 8
    INVISIBLE = 16
    ENTITLEMENT_UNOWNED = 32
    CAN_EQUIP_TITLE = 64


class PresentationNodeState(IntFlag):
    """The bits of a presentation node's state."""

    INVISIBLE = 1
    OBSCURED = 2


class ProgressionRewardState(IntFlag):
    """The bits of each of a progression's rewards."""

    INVISIBLE = 1
    EARNED = 2
    CLAIMED = 4
    CLAIM_ALLOWED = 8


class GameVersions(IntFlag):
    """The bits of what somebody bought, on the platform last played on."""

    DESTINY2 = 1
    DLC1 = 2
    DLC2 = 4
    FORSAKEN = 8
    YEAR_TWO_ANNUAL_PASS = 16
    SHADOWKEEP = 32
    BEYOND_LIGHT = 64
    ANNIVERSARY_30TH = 128
    THE_WITCH_QUEEN = 256
    LIGHTFALL = 512
    THE_FINAL_SHAPE = 1024
    EDGE_OF_FATE = 2048
    RENEGADES = 4096


class PeriodType(IntEnum):
    """Over which time statistics are summed up."""

    NONE = 0
    DAILY = 1
    ALL_TIME = 2
    ACTIVITY = 3


class StatsGroup(IntEnum):
    """Groups of statistics that can be asked for."""

    NONE = 0
    GENERAL = 1
    WEAPONS = 2
    MEDALS = 3


class DifficultyTier(IntEnum):
    TRIVIAL = 0
    EASY = 1
    NORMAL = 2
    CHALLENGING = 3
    HARD = 4
    BRAVE = 5
    ALMOST_IMPOSSIBLE = 6
    IMPOSSIBLE = 7


TITAN: Final = 3655393761
HUNTER: Final = 671679327
WARLOCK: Final = 2271682572
CLASS_NAMES: Final[dict[int, str]] = {TITAN: "Titan", HUNTER: "Hunter", WARLOCK: "Warlock"}
RACE_NAMES: Final[dict[int, str]] = {3887404748: "Human", 2803282938: "Awoken", 898834093: "Exo"}
GENDER_NAMES: Final[dict[int, str]] = {3111576190: "Male", 2204441813: "Female"}

#: The common activity modes; 0 asks a history for everything.
MODE_NAMES: Final[dict[int, str]] = {
    0: "None",
    2: "Story",
    3: "Strike",
    4: "Raid",
    5: "AllPvP",
    6: "Patrol",
    7: "AllPvE",
    10: "Control",
    12: "Clash",
    16: "Nightfall",
    18: "AllStrikes",
    19: "IronBanner",
    25: "AllMayhem",
    31: "Supremacy",
    32: "PrivateMatchesAll",
    37: "Survival",
    40: "Social",
    43: "IronBannerControl",
    46: "ScoredNightfall",
    48: "Rumble",
    58: "HeroicAdventure",
    61: "Scorched",
    62: "ScorchedTeam",
    63: "Gambit",
    64: "AllPvECompetitive",
    66: "BlackArmoryRun",
    69: "PvPCompetitive",
    70: "PvPQuickplay",
    73: "ControlQuickplay",
    75: "GambitPrime",
    76: "Reckoning",
    77: "Menagerie",
    78: "VexOffensive",
    79: "NightmareHunt",
    80: "Elimination",
    81: "Momentum",
    82: "Dungeon",
    83: "Sundial",
    84: "TrialsOfOsiris",
    85: "Dares",
    86: "Offensive",
    87: "LostSector",
    88: "Rift",
    89: "ZoneControl",
    90: "IronBannerRift",
    91: "IronBannerZoneControl",
    92: "Relic",
}


def mode_name(mode: int) -> str:
    """Bungie's name of an activity mode, or the number itself for one that is not listed."""
    return MODE_NAMES.get(mode, str(mode))


def class_name(class_hash: int) -> str | None:
    """The class in English, None for a player whose class was stripped or is new."""
    return CLASS_NAMES.get(class_hash)
