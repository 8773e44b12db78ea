"""What milestones look like: those that are on for everybody, and a clan's of the week."""

from rasputin.bungie.types.common import Hash, Int32, Shape, Time


class MilestoneActivity(Shape, frozen=True, kw_only=True):
    activity_hash: Hash = 0
    challenge_objective_hashes: tuple[Hash, ...] = ()
    modifier_hashes: tuple[Hash, ...] = ()
    phase_hashes: tuple[Hash, ...] = ()
    loadout_requirement_index: Int32 | None = None


class MilestoneQuestActivity(Shape, frozen=True, kw_only=True):
    activity_hash: Hash = 0
    modifier_hashes: tuple[Hash, ...] = ()
    activity_mode_hash: Hash | None = None
    activity_mode_type: Int32 | None = None


class MilestoneQuest(Shape, frozen=True, kw_only=True):
    quest_item_hash: Hash = 0
    activity: MilestoneQuestActivity | None = None


class MilestoneVendor(Shape, frozen=True, kw_only=True):
    vendor_hash: Hash = 0
    preview_item_hash: Hash | None = None


class PublicMilestone(Shape, frozen=True, kw_only=True):
    """DestinyPublicMilestone; without dates it is there for good."""

    milestone_hash: Hash = 0
    activities: tuple[MilestoneActivity, ...] = ()
    available_quests: tuple[MilestoneQuest, ...] = ()
    vendors: tuple[MilestoneVendor, ...] = ()
    vendor_hashes: tuple[Hash, ...] = ()
    start_date: Time | None = None
    end_date: Time | None = None
    order: Int32 = 0


class RewardEntry(Shape, frozen=True, kw_only=True):
    """`redeemed` is always false where a whole clan is asked for."""

    reward_entry_hash: Hash = 0
    earned: bool = False
    redeemed: bool = False


class RewardCategory(Shape, frozen=True, kw_only=True):
    reward_category_hash: Hash = 0
    entries: tuple[RewardEntry, ...] = ()


class ClanRewardState(Shape, frozen=True, kw_only=True):
    """DestinyMilestone of a clan: what it has earned in the week from `start_date` to `end_date`."""

    milestone_hash: Hash = 0
    rewards: tuple[RewardCategory, ...] = ()
    start_date: Time | None = None
    end_date: Time | None = None
    order: Int32 = 0

    @property
    def earned(self) -> frozenset[Hash]:
        """The entries that the clan has earned."""
        entries = (entry for category in self.rewards for entry in category.entries)
        return frozenset(entry.reward_entry_hash for entry in entries if entry.earned)
