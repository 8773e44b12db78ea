"""The shapes of Bungie's replies as frozen Structs, by topic."""

from rasputin.bungie.types.activity import ActivityDetails, ActivityHistory, HistoryActivity
from rasputin.bungie.types.clan import (
    Group,
    GroupDetail,
    GroupMember,
    GroupUserInfoCard,
    MembersPage,
    Roster,
)
from rasputin.bungie.types.common import StatValue, UserInfoCard
from rasputin.bungie.types.game import CoreSettings, Destiny2CoreSettings, GlobalAlert
from rasputin.bungie.types.profile import (
    Character,
    LinkedProfile,
    LinkedProfiles,
    Profile,
    ProfileData,
)
from rasputin.bungie.types.report import Entry, ExtendedData, Player, PostGameReport, Team, Weapon

__all__ = [
    "ActivityDetails",
    "ActivityHistory",
    "Character",
    "CoreSettings",
    "Destiny2CoreSettings",
    "Entry",
    "ExtendedData",
    "GlobalAlert",
    "Group",
    "GroupDetail",
    "GroupMember",
    "GroupUserInfoCard",
    "HistoryActivity",
    "LinkedProfile",
    "LinkedProfiles",
    "MembersPage",
    "Player",
    "PostGameReport",
    "Profile",
    "ProfileData",
    "Roster",
    "StatValue",
    "Team",
    "UserInfoCard",
    "Weapon",
]
