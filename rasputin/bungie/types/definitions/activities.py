"""Definitions of what is played, and where."""

from msgspec import field

from rasputin.bungie.types.common import Hash, Int32, Shape
from rasputin.bungie.types.definitions.base import Definition, DisplayProperties


class Matchmaking(Shape, frozen=True, kw_only=True):
    is_matchmade: bool = False
    min_party: Int32 = 0
    max_party: Int32 = 0
    max_players: Int32 = 0
    requires_guardian_oath: bool = False


class PlaylistItem(Shape, frozen=True, kw_only=True):
    activity_hash: Hash = 0
    direct_activity_mode_hash: Hash | None = None
    direct_activity_mode_type: Int32 | None = None
    activity_mode_hashes: tuple[Hash, ...] = ()
    activity_mode_types: tuple[Int32, ...] = ()


class ActivityDefinition(Definition, frozen=True, kw_only=True):
    """An activity in one of its difficulties. Every tenth has no modes: trust those of the report."""

    original_display_properties: DisplayProperties | None = None
    selection_screen_display_properties: DisplayProperties | None = None
    release_icon: str | None = None
    activity_light_level: Int32 = 0
    destination_hash: Hash = 0
    place_hash: Hash = 0
    activity_type_hash: Hash = 0
    tier: Int32 = 0
    pgcr_image: str | None = None
    is_playlist: bool = False
    is_pvp: bool = field(name="isPvP", default=False)
    matchmaking: Matchmaking | None = None
    direct_activity_mode_hash: Hash | None = None
    direct_activity_mode_type: Int32 | None = None
    activity_mode_hashes: tuple[Hash, ...] = ()
    activity_mode_types: tuple[Int32, ...] = ()
    playlist_items: tuple[PlaylistItem, ...] = ()
    difficulty_tier_collection_hash: Hash | None = None
    activity_family_hashes: tuple[Hash, ...] = ()
    trait_hashes: tuple[Hash, ...] = ()


class ActivityModeDefinition(Definition, frozen=True, kw_only=True):
    """A mode; `mode_type` is the number that histories and reports carry. Category 1 PvE, 2 PvP, 3 both."""

    mode_type: Int32 = 0
    activity_mode_category: Int32 = 0
    is_team_based: bool = False
    is_aggregate_mode: bool = False
    parent_hashes: tuple[Hash, ...] = ()
    friendly_name: str = ""
    pgcr_image: str | None = None
    display: bool = False
    order: Int32 = 0


class ActivityTypeDefinition(Definition, frozen=True, kw_only=True):
    """A type, coarser than a mode: raid is 2043403989, dungeon 608898761."""


class DestinationDefinition(Definition, frozen=True, kw_only=True):
    place_hash: Hash = 0
    default_freeroam_activity_hash: Hash = 0


class PlaceDefinition(Definition, frozen=True, kw_only=True):
    """A planet or the like; a destination lies in one."""


class MilestoneQuestEntry(Shape, frozen=True, kw_only=True):
    quest_item_hash: Hash = 0
    display_properties: DisplayProperties = DisplayProperties()
    override_image: str | None = None
    destination_hash: Hash | None = None


class MilestoneActivityEntry(Shape, frozen=True, kw_only=True):
    activity_hash: Hash = 0


class MilestoneDefinition(Definition, frozen=True, kw_only=True):
    """A milestone; when it has no name of its own, its only quest may have one."""

    image: str | None = None
    milestone_type: Int32 = 0
    friendly_name: str | None = None
    has_predictable_dates: bool = False
    show_in_milestones: bool = False
    is_in_game_milestone: bool = False
    quests: dict[Hash, MilestoneQuestEntry] = {}
    activities: tuple[MilestoneActivityEntry, ...] = ()
    default_order: Int32 = 0
