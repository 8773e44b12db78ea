"""What GetProfile and GetLinkedProfiles answer."""

from typing import Annotated, Generic, TypeVar

from msgspec import Meta

from rasputin.bungie.enums import Privacy
from rasputin.bungie.names import CharacterId, MembershipId
from rasputin.bungie.types.common import Hash, Int32, Int64, Shape, Time, UserInfoCard

T = TypeVar("T")

CharacterKey = Annotated[CharacterId, Meta(ge=0, le=2**63 - 1)]


class ComponentOf(Shape, Generic[T], frozen=True, kw_only=True):
    """One component of a profile; `data` is None when the player hides it or Bungie left it out."""

    data: T | None = None
    privacy: Int32 = Privacy.NONE
    disabled: bool = False


class ProfileData(Shape, frozen=True, kw_only=True):
    """Component 100. `character_ids` is empty for somebody who deleted all characters."""

    user_info: UserInfoCard
    date_last_played: Time | None = None
    versions_owned: Int64 = 0
    character_ids: tuple[CharacterKey, ...] = ()
    season_hashes: tuple[Hash, ...] = ()
    season_pass_hashes: tuple[Hash, ...] = ()
    current_season_hash: Hash | None = None
    current_season_pass_hash: Hash | None = None
    current_season_reward_power_cap: Int32 | None = None
    active_event_card_hash: Hash | None = None
    current_guardian_rank: Int32 | None = None
    lifetime_highest_guardian_rank: Int32 | None = None
    renewed_guardian_rank: Int32 | None = None


class Character(Shape, frozen=True, kw_only=True):
    """One character of component 200; the minutes are whole numbers."""

    character_id: CharacterKey
    membership_id: MembershipId = MembershipId(0)
    membership_type: Int32 = 0
    date_last_played: Time | None = None
    minutes_played_this_session: Int64 = 0
    minutes_played_total: Int64 = 0
    light: Int32 = 0
    stats: dict[Hash, Int32] = {}
    class_hash: Hash = 0
    race_hash: Hash = 0
    gender_hash: Hash = 0
    emblem_path: str | None = None
    emblem_background_path: str | None = None
    emblem_hash: Hash = 0
    base_character_level: Int32 = 0
    percent_to_next_level: float = 0.0
    title_record_hash: Hash | None = None


class Profile(Shape, frozen=True, kw_only=True):
    """DestinyProfileResponse with the components 100 and 200; each may be missing from a good reply."""

    response_minted_timestamp: Time | None = None
    secondary_components_minted_timestamp: Time | None = None
    profile: ComponentOf[ProfileData] | None = None
    characters: ComponentOf[dict[CharacterKey, Character]] | None = None

    @property
    def data(self) -> ProfileData | None:
        """Component 100, if it came."""
        return None if self.profile is None else self.profile.data

    @property
    def character_list(self) -> tuple[Character, ...]:
        """The characters of component 200 in Bungie's order; empty when it did not come."""
        if self.characters is None or self.characters.data is None:
            return ()
        return tuple(self.characters.data.values())


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
