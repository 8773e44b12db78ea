"""What GetProfile and GetCharacter answer: the components that were asked for, each shown or hidden."""

from typing import Annotated, Generic, TypeVar

from msgspec import Meta

from rasputin.bungie.enums import Privacy
from rasputin.bungie.names import CharacterId, MembershipId
from rasputin.bungie.types.common import Hash, Int32, Int64, MembershipKey, Shape, Time, UserInfoCard
from rasputin.bungie.types.progressions import CharacterActivities, CharacterProgressions, ProfileProgression
from rasputin.bungie.types.records import CharacterRecords, Metrics, PresentationNodes, ProfileRecords, Record

T = TypeVar("T")

CharacterKey = Annotated[CharacterId, Meta(ge=0, le=2**63 - 1)]


class ComponentOf(Shape, Generic[T], frozen=True, kw_only=True):
    """One component of a profile; `data` is None when the player hides it or Bungie left it out."""

    data: T | None = None
    privacy: Int32 = Privacy.NONE
    disabled: bool = False


def shown(component: ComponentOf[T] | None) -> T | None:
    """What a component holds; None when it was not asked for, left out, or hidden by the player."""
    return None if component is None else component.data


class ProfileData(Shape, frozen=True, kw_only=True):
    """Component 100. `character_ids` is empty for somebody who deleted all characters."""

    user_info: UserInfoCard
    date_last_played: Time | None = None
    versions_owned: Int64 = 0
    character_ids: tuple[CharacterKey, ...] = ()
    season_hashes: tuple[Hash, ...] = ()
    season_pass_hashes: tuple[Hash, ...] = ()
    event_card_hashes_owned: tuple[Hash, ...] = ()
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
    membership_id: MembershipKey = MembershipId(0)
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


ByCharacter = dict[CharacterKey, T]


class Profile(Shape, frozen=True, kw_only=True):
    """DestinyProfileResponse; any component may be missing from a good reply, or be there without data."""

    response_minted_timestamp: Time | None = None
    secondary_components_minted_timestamp: Time | None = None
    profile: ComponentOf[ProfileData] | None = None
    characters: ComponentOf[ByCharacter[Character]] | None = None
    profile_progression: ComponentOf[ProfileProgression] | None = None
    character_progressions: ComponentOf[ByCharacter[CharacterProgressions]] | None = None
    character_activities: ComponentOf[ByCharacter[CharacterActivities]] | None = None
    profile_presentation_nodes: ComponentOf[PresentationNodes] | None = None
    character_presentation_nodes: ComponentOf[ByCharacter[PresentationNodes]] | None = None
    profile_records: ComponentOf[ProfileRecords] | None = None
    character_records: ComponentOf[ByCharacter[CharacterRecords]] | None = None
    metrics: ComponentOf[Metrics] | None = None

    @property
    def data(self) -> ProfileData | None:
        """Component 100, if it came."""
        return shown(self.profile)

    @property
    def character_list(self) -> tuple[Character, ...]:
        """The characters of component 200 in Bungie's order; empty when it did not come."""
        return tuple((shown(self.characters) or {}).values())

    def records_of(self, record_hash: int) -> tuple[Record, ...]:
        """A record as the profile and each character hold it; it is achieved when any of them is complete.

        Empty when component 900 was hidden, not asked for, or does not know the record.
        """
        shared, owned = shown(self.profile_records), shown(self.character_records)
        parts = [*([shared.records] if shared else []), *(each.records for each in (owned or {}).values())]
        return tuple(part[record_hash] for part in parts if record_hash in part)


class CharacterProfile(Shape, frozen=True, kw_only=True):
    """DestinyCharacterResponse: the components of one character, shown or hidden as in a Profile."""

    character: ComponentOf[Character] | None = None
    progressions: ComponentOf[CharacterProgressions] | None = None
    activities: ComponentOf[CharacterActivities] | None = None
    presentation_nodes: ComponentOf[PresentationNodes] | None = None
    records: ComponentOf[CharacterRecords] | None = None

    @property
    def data(self) -> Character | None:
        """Component 200, if it came."""
        return shown(self.character)
