"""What a character has done of this week's milestones, as component 202 tells it."""

from rasputin.bungie.types.common import Hash, Int32, Shape, Time
from rasputin.bungie.types.milestone import MilestoneQuestActivity, RewardCategory
from rasputin.bungie.types.records import Objective


class Challenge(Shape, frozen=True, kw_only=True):
    objective: Objective | None = None


class ActivityPhase(Shape, frozen=True, kw_only=True):
    """An encounter of a raid, and whether the character has done it this week."""

    phase_hash: Hash = 0
    complete: bool = False


class ChallengedActivity(Shape, frozen=True, kw_only=True):
    """DestinyMilestoneChallengeActivity: an activity of a milestone, such as one difficulty of a raid."""

    activity_hash: Hash = 0
    challenges: tuple[Challenge, ...] = ()
    modifier_hashes: tuple[Hash, ...] = ()
    phases: tuple[ActivityPhase, ...] = ()
    loadout_requirement_index: Int32 | None = None


class QuestStatus(Shape, frozen=True, kw_only=True):
    quest_hash: Hash = 0
    step_hash: Hash = 0
    step_objectives: tuple[Objective, ...] = ()
    started: bool = False
    completed: bool = False
    redeemed: bool = False


class CharacterMilestoneQuest(Shape, frozen=True, kw_only=True):
    quest_item_hash: Hash = 0
    status: QuestStatus | None = None
    activity: MilestoneQuestActivity | None = None
    challenges: tuple[Challenge, ...] = ()


class CharacterMilestone(Shape, frozen=True, kw_only=True):
    """DestinyMilestone of a character; one that is done for the week can be missing."""

    milestone_hash: Hash = 0
    activities: tuple[ChallengedActivity, ...] = ()
    available_quests: tuple[CharacterMilestoneQuest, ...] = ()
    rewards: tuple[RewardCategory, ...] = ()
    start_date: Time | None = None
    end_date: Time | None = None
    order: Int32 = 0
