"""The shapes of Bungie's replies as frozen Structs, by topic."""

from rasputin.bungie.types.activity import ActivityDetails, ActivityHistory, HistoryActivity
from rasputin.bungie.types.clan import (
    Group,
    GroupDetail,
    GroupMember,
    GroupMembership,
    GroupUserInfoCard,
    MemberGroups,
    MembersPage,
    Roster,
)
from rasputin.bungie.types.common import StatValue, UserInfoCard
from rasputin.bungie.types.game import CoreSettings, Destiny2CoreSettings, GlobalAlert
from rasputin.bungie.types.manifest import ManifestIndex
from rasputin.bungie.types.milestone import ClanRewardState, PublicMilestone
from rasputin.bungie.types.players import (
    BungieNetUser,
    FoundPlayer,
    LinkedProfile,
    LinkedProfiles,
    Memberships,
    SearchPage,
)
from rasputin.bungie.types.profile import Character, CharacterProfile, Profile, ProfileData, shown
from rasputin.bungie.types.progressions import (
    CharacterActivities,
    CharacterProgressions,
    ProfileProgression,
)
from rasputin.bungie.types.records import (
    CharacterRecords,
    Metric,
    Metrics,
    Objective,
    PresentationNode,
    PresentationNodes,
    ProfileRecords,
    Record,
)
from rasputin.bungie.types.report import Entry, ExtendedData, Player, PostGameReport, Team, Weapon
from rasputin.bungie.types.statistics import (
    AccountStats,
    ActivityStats,
    AggregateActivities,
    CharacterStats,
    MergedStats,
    PeriodGroup,
    Statistic,
    StatsByMode,
    StatsByPeriod,
    UniqueWeapons,
)

__all__ = [
    "AccountStats",
    "ActivityDetails",
    "ActivityHistory",
    "ActivityStats",
    "AggregateActivities",
    "BungieNetUser",
    "Character",
    "CharacterActivities",
    "CharacterProfile",
    "CharacterProgressions",
    "CharacterRecords",
    "CharacterStats",
    "ClanRewardState",
    "CoreSettings",
    "Destiny2CoreSettings",
    "Entry",
    "ExtendedData",
    "FoundPlayer",
    "GlobalAlert",
    "Group",
    "GroupDetail",
    "GroupMember",
    "GroupMembership",
    "GroupUserInfoCard",
    "HistoryActivity",
    "LinkedProfile",
    "LinkedProfiles",
    "ManifestIndex",
    "MemberGroups",
    "MembersPage",
    "Memberships",
    "MergedStats",
    "Metric",
    "Metrics",
    "Objective",
    "PeriodGroup",
    "Player",
    "PostGameReport",
    "PresentationNode",
    "PresentationNodes",
    "Profile",
    "ProfileData",
    "ProfileProgression",
    "ProfileRecords",
    "PublicMilestone",
    "Record",
    "Roster",
    "SearchPage",
    "StatValue",
    "Statistic",
    "StatsByMode",
    "StatsByPeriod",
    "Team",
    "UniqueWeapons",
    "UserInfoCard",
    "Weapon",
    "shown",
]
