"""How the replies of each of Bungie's operations are read: its type, and what stands for nothing."""

from typing import Final

from rasputin.bungie.types import (
    ActivityHistory,
    CoreSettings,
    Group,
    LinkedProfiles,
    MembersPage,
    PostGameReport,
    Profile,
    UserInfoCard,
)
from rasputin.bungie.wire import Reader

CARDS: Final[Reader[tuple[UserInfoCard, ...]]] = Reader(
    tuple[UserInfoCard, ...], operation="Destiny2.SearchDestinyPlayerByBungieName", when_empty=()
)
LINKED: Final[Reader[LinkedProfiles]] = Reader(LinkedProfiles, operation="Destiny2.GetLinkedProfiles")
PROFILE: Final[Reader[Profile]] = Reader(Profile, operation="Destiny2.GetProfile")

HISTORY: Final[Reader[ActivityHistory]] = Reader(
    ActivityHistory, operation="Destiny2.GetActivityHistory", when_empty=ActivityHistory()
)
REPORT: Final[Reader[PostGameReport]] = Reader(PostGameReport, operation="Destiny2.GetPostGameCarnageReport")

GROUP: Final[Reader[Group]] = Reader(Group, operation="GroupV2.GetGroup")
MEMBERS: Final[Reader[MembersPage]] = Reader(MembersPage, operation="GroupV2.GetMembersOfGroup")

SETTINGS: Final[Reader[CoreSettings]] = Reader(CoreSettings, operation="GetCommonSettings")
