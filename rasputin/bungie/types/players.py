"""Who somebody is: linked accounts, the memberships of a user, the finds of a search."""

from typing import Annotated

from msgspec import Meta

from rasputin.bungie.names import BungieName, BungieNetId
from rasputin.bungie.types.clan import GroupUserInfoCard
from rasputin.bungie.types.common import Int32, MembershipKey, Shape, Time, UserInfoCard

BungieNetKey = Annotated[BungieNetId, Meta(ge=0, le=2**63 - 1)]


class LinkedProfile(UserInfoCard, frozen=True, kw_only=True):
    date_last_played: Time | None = None
    is_overridden: bool = False
    is_cross_save_primary: bool = False


class ProfileWithError(Shape, frozen=True, kw_only=True):
    """A linked account of which Bungie could not say more than its card, and why."""

    error_code: Int32 = 0
    info_card: UserInfoCard


class LinkedProfiles(Shape, frozen=True, kw_only=True):
    """DestinyLinkedProfilesResponse. A missing profile proves nothing: linking may be private,
    and during maintenance every profile moves to `profiles_with_errors`."""

    profiles: tuple[LinkedProfile, ...] = ()
    bnet_membership: UserInfoCard | None = None
    profiles_with_errors: tuple[ProfileWithError, ...] = ()


class BungieNetUser(Shape, frozen=True, kw_only=True):
    """User.GeneralUser: an account on Bungie's site, with the names it has on each platform."""

    membership_id: BungieNetKey = BungieNetId(0)
    unique_name: str | None = None
    display_name: str | None = None
    is_deleted: bool = False
    first_access: Time | None = None
    last_update: Time | None = None
    locale: str | None = None
    profile_picture_path: str | None = None
    xbox_display_name: str | None = None
    psn_display_name: str | None = None
    steam_display_name: str | None = None
    egs_display_name: str | None = None
    stadia_display_name: str | None = None
    blizzard_display_name: str | None = None
    twitch_display_name: str | None = None
    cached_bungie_global_display_name: str | None = None
    cached_bungie_global_display_name_code: Int32 | None = None


class Memberships(Shape, frozen=True, kw_only=True):
    """User.UserMembershipData: the Destiny accounts of a user, whether or not they ever played.

    `primary_membership_id` is the one that cross save made the primary, None without cross save.
    """

    destiny_memberships: tuple[GroupUserInfoCard, ...] = ()
    primary_membership_id: MembershipKey | None = None
    bungie_net_user: BungieNetUser | None = None

    @property
    def primary(self) -> GroupUserInfoCard | None:
        """The account to track: the primary one, or the only one; None when Bungie does not say."""
        chosen = [
            card for card in self.destiny_memberships if card.membership_id == self.primary_membership_id
        ]
        found = chosen or self.destiny_memberships
        return found[0] if len(found) == 1 else None


class FoundPlayer(Shape, frozen=True, kw_only=True):
    """User.UserSearchResponseDetail: somebody whose global name begins as was asked."""

    bungie_global_display_name: str | None = None
    bungie_global_display_name_code: Int32 | None = None
    bungie_net_membership_id: BungieNetKey | None = None
    destiny_memberships: tuple[UserInfoCard, ...] = ()

    @property
    def bungie_name(self) -> BungieName | None:
        if not self.bungie_global_display_name or self.bungie_global_display_name_code is None:
            return None
        return BungieName(self.bungie_global_display_name, self.bungie_global_display_name_code)


class SearchPage(Shape, frozen=True, kw_only=True):
    """User.UserSearchResponse: one page of finds; `has_more` says whether another follows."""

    search_results: tuple[FoundPlayer, ...] = ()
    page: Int32 = 0
    has_more: bool = False
