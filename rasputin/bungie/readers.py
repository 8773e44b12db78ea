"""How the replies of each of Bungie's operations are read: its type, and what stands for nothing."""

from typing import Any, Final

from rasputin.bungie.types import (
    AccountStats,
    ActivityHistory,
    AggregateActivities,
    CharacterProfile,
    ClanRewardState,
    CoreSettings,
    GlobalAlert,
    Group,
    GroupMember,
    HistoryActivity,
    LinkedProfiles,
    ManifestIndex,
    MemberGroups,
    Memberships,
    MembersPage,
    PostGameReport,
    Profile,
    PublicMilestone,
    SearchPage,
    StatsByMode,
    UniqueWeapons,
    UserInfoCard,
)
from rasputin.bungie.types.common import Hash
from rasputin.bungie.wire import Items, Reader

CARDS: Final[Reader[tuple[UserInfoCard, ...]]] = Reader(
    tuple[UserInfoCard, ...], operation="Destiny2.SearchDestinyPlayerByBungieName", when_empty=()
)
LINKED: Final[Reader[LinkedProfiles]] = Reader(LinkedProfiles, operation="Destiny2.GetLinkedProfiles")
PREFIX_SEARCH: Final[Reader[SearchPage]] = Reader(SearchPage, operation="User.SearchByGlobalNamePost")
MEMBERSHIPS: Final[Reader[Memberships]] = Reader(Memberships, operation="User.GetMembershipDataById")
PROFILE: Final[Reader[Profile]] = Reader(Profile, operation="Destiny2.GetProfile")
CHARACTER: Final[Reader[CharacterProfile]] = Reader(CharacterProfile, operation="Destiny2.GetCharacter")

HISTORY: Final[Reader[ActivityHistory]] = Reader(
    ActivityHistory,
    operation="Destiny2.GetActivityHistory",
    when_empty=ActivityHistory(),
    items=Items("activities", HistoryActivity),
)
REPORT: Final[Reader[PostGameReport]] = Reader(PostGameReport, operation="Destiny2.GetPostGameCarnageReport")

HISTORICAL_STATS: Final[Reader[StatsByMode]] = Reader(
    StatsByMode, operation="Destiny2.GetHistoricalStats", when_empty={}
)
ACCOUNT_STATS: Final[Reader[AccountStats]] = Reader(
    AccountStats, operation="Destiny2.GetHistoricalStatsForAccount"
)
AGGREGATE_STATS: Final[Reader[AggregateActivities]] = Reader(
    AggregateActivities,
    operation="Destiny2.GetDestinyAggregateActivityStats",
    when_empty=AggregateActivities(),
)
UNIQUE_WEAPONS: Final[Reader[UniqueWeapons]] = Reader(
    UniqueWeapons, operation="Destiny2.GetUniqueWeaponHistory", when_empty=UniqueWeapons()
)

GROUP: Final[Reader[Group]] = Reader(Group, operation="GroupV2.GetGroup")
GROUP_BY_NAME: Final[Reader[Group]] = Reader(Group, operation="GroupV2.GetGroupByNameV2")
MEMBERS: Final[Reader[MembersPage]] = Reader(
    MembersPage, operation="GroupV2.GetMembersOfGroup", items=Items("results", GroupMember)
)
ADMINS: Final[Reader[MembersPage]] = Reader(MembersPage, operation="GroupV2.GetAdminsAndFounderOfGroup")
MEMBER_GROUPS: Final[Reader[MemberGroups]] = Reader(MemberGroups, operation="GroupV2.GetGroupsForMember")
WEEKLY_REWARD: Final[Reader[ClanRewardState]] = Reader(
    ClanRewardState, operation="Destiny2.GetClanWeeklyRewardState"
)

MANIFEST: Final[Reader[ManifestIndex]] = Reader(ManifestIndex, operation="Destiny2.GetDestinyManifest")
DEFINITION: Final[Reader[dict[str, Any]]] = Reader(
    dict[str, Any], operation="Destiny2.GetDestinyEntityDefinition"
)

SETTINGS: Final[Reader[CoreSettings]] = Reader(CoreSettings, operation="GetCommonSettings")
ALERTS: Final[Reader[tuple[GlobalAlert, ...]]] = Reader(
    tuple[GlobalAlert, ...], operation="GetGlobalAlerts", when_empty=()
)
MILESTONES: Final[Reader[dict[Hash, PublicMilestone]]] = Reader(
    dict[Hash, PublicMilestone], operation="Destiny2.GetPublicMilestones"
)
