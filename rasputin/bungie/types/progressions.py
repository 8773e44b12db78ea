"""Where a player stands: levels and reputations, checklists, the artifact, what a character does now."""

from rasputin.bungie.types.common import Hash, Int32, Shape, Time
from rasputin.bungie.types.week import Challenge, CharacterMilestone

#: Checklist -> entry -> whether it was found.
Checklists = dict[Hash, dict[Hash, bool]]


class ProgressionReset(Shape, frozen=True, kw_only=True):
    """How often a progression was reset in a season, by the season's number."""

    season: Int32 = 0
    resets: Int32 = 0


class Progression(Shape, frozen=True, kw_only=True):
    """DestinyProgression. `level_cap` is -1 where there is none; a limit of 0 is none either."""

    progression_hash: Hash = 0
    daily_progress: Int32 = 0
    daily_limit: Int32 = 0
    weekly_progress: Int32 = 0
    weekly_limit: Int32 = 0
    current_progress: Int32 = 0
    level: Int32 = 0
    level_cap: Int32 = 0
    step_index: Int32 = 0
    progress_to_next_level: Int32 = 0
    next_level_at: Int32 = 0
    current_reset_count: Int32 | None = None
    season_resets: tuple[ProgressionReset, ...] = ()
    reward_item_states: tuple[Int32, ...] = ()


class FactionProgression(Progression, frozen=True, kw_only=True):
    """DestinyFactionProgression; `faction_vendor_index` is -1 when no vendor is there."""

    faction_hash: Hash = 0
    faction_vendor_index: Int32 = -1


class ProfileArtifact(Shape, frozen=True, kw_only=True):
    """The season's artifact as all characters share it."""

    artifact_hash: Hash = 0
    point_progression: Progression | None = None
    points_acquired: Int32 = 0
    power_bonus_progression: Progression | None = None
    power_bonus: Int32 = 0


class CharacterArtifact(Shape, frozen=True, kw_only=True):
    """What a character made of the season's artifact."""

    artifact_hash: Hash = 0
    points_used: Int32 = 0
    reset_count: Int32 = 0


class ProfileProgression(Shape, frozen=True, kw_only=True):
    """Component 104."""

    checklists: Checklists = {}
    seasonal_artifact: ProfileArtifact | None = None


class CharacterProgressions(Shape, frozen=True, kw_only=True):
    """One character of component 202, without quests and items."""

    progressions: dict[Hash, Progression] = {}
    factions: dict[Hash, FactionProgression] = {}
    milestones: dict[Hash, CharacterMilestone] = {}
    checklists: Checklists = {}
    seasonal_artifact: CharacterArtifact | None = None


class AvailableActivity(Shape, frozen=True, kw_only=True):
    """DestinyActivity: something that the character could play now. Level and light may be missing."""

    activity_hash: Hash
    is_new: bool = False
    can_lead: bool = False
    can_join: bool = False
    is_completed: bool = False
    is_visible: bool = False
    display_level: Int32 | None = None
    recommended_light: Int32 | None = None
    difficulty_tier: Int32 = 0
    challenges: tuple[Challenge, ...] = ()
    modifier_hashes: tuple[Hash, ...] = ()


class CharacterActivities(Shape, frozen=True, kw_only=True):
    """One character of component 204.

    `current_activity_hash` is 0 for somebody who does not play, and a hash without a definition in orbit.
    """

    date_activity_started: Time | None = None
    available_activities: tuple[AvailableActivity, ...] = ()
    current_activity_hash: Hash = 0
    current_activity_mode_hash: Hash = 0
    current_activity_mode_type: Int32 | None = None
    current_activity_mode_hashes: tuple[Hash, ...] = ()
    current_activity_mode_types: tuple[Int32, ...] = ()
    current_playlist_activity_hash: Hash | None = None
    last_completed_story_hash: Hash = 0

    @property
    def is_playing(self) -> bool:
        return self.current_activity_hash != 0
