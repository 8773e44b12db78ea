"""What a player has achieved: records with their objectives, and the presentation nodes that sum them up."""

from rasputin.bungie.enums import RecordState
from rasputin.bungie.types.common import Hash, Int32, Shape


class Objective(Shape, frozen=True, kw_only=True):
    """DestinyObjectiveProgress. `progress` may lie beyond `completion_value`, or be missing."""

    objective_hash: Hash
    destination_hash: Hash | None = None
    activity_hash: Hash | None = None
    progress: Int32 | None = None
    completion_value: Int32 = 0
    complete: bool = False
    visible: bool = False


class Record(Shape, frozen=True, kw_only=True):
    """DestinyRecordComponent: how far somebody is with a triumph, a title or the gilding of one.

    `state` holds the bits of RecordState; a record that came without it counts as open. `completed_count` is
    how often it was completed, such as a title gilded; None for a record that does not count. The spelling of
    `reward_visibilty` is Bungie's.
    """

    state: Int32 = RecordState.OBJECTIVE_NOT_COMPLETED.value
    objectives: tuple[Objective, ...] = ()
    interval_objectives: tuple[Objective, ...] = ()
    intervals_redeemed_count: Int32 = 0
    completed_count: Int32 | None = None
    reward_visibilty: tuple[bool, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it is achieved, claimed or not.

        The bit may stay set on a record of intervals: that one is complete with its last interval
        (Bungie-net/api issue 1985).
        """
        if not self.state & RecordState.OBJECTIVE_NOT_COMPLETED:
            return True
        return bool(self.interval_objectives) and self.interval_objectives[-1].complete

    @property
    def is_redeemed(self) -> bool:
        """Whether it was claimed; only then does it count for the score."""
        return bool(self.state & RecordState.RECORD_REDEEMED)

    @property
    def is_hidden(self) -> bool:
        """Whether the game shows nothing of it, or not what it asks for."""
        return bool(self.state & (RecordState.OBSCURED | RecordState.INVISIBLE))

    @property
    def can_equip_title(self) -> bool:
        return bool(self.state & RecordState.CAN_EQUIP_TITLE)

    @property
    def intervals_completed(self) -> int:
        return sum(objective.complete for objective in self.interval_objectives)


Records = dict[Hash, Record]


class ProfileRecords(Shape, frozen=True, kw_only=True):
    """The profile's part of component 900. `score` is the active one; lifetime = active + legacy.

    Add no scores up: Bungie's own numbers differ from the sums by some points.
    """

    score: Int32 | None = None
    active_score: Int32 | None = None
    legacy_score: Int32 | None = None
    lifetime_score: Int32 | None = None
    tracked_record_hash: Hash | None = None
    records: Records = {}
    record_categories_root_node_hash: Hash | None = None
    record_seals_root_node_hash: Hash | None = None


class CharacterRecords(Shape, frozen=True, kw_only=True):
    """A character's part of component 900: the records whose definition has scope 1."""

    featured_record_hashes: tuple[Hash, ...] = ()
    records: Records = {}
    record_categories_root_node_hash: Hash | None = None
    record_seals_root_node_hash: Hash | None = None


class PresentationNode(Shape, frozen=True, kw_only=True):
    """DestinyPresentationNodeComponent: how much of a branch of records is done.

    Whether a seal is complete says the record that its definition names, not these counts.
    """

    state: Int32 = 0
    objective: Objective | None = None
    progress_value: Int32 = 0
    completion_value: Int32 = 0
    record_category_score: Int32 | None = None


class PresentationNodes(Shape, frozen=True, kw_only=True):
    """Component 700, for a profile or for a character."""

    nodes: dict[Hash, PresentationNode] = {}


class Metric(Shape, frozen=True, kw_only=True):
    """DestinyMetricComponent: a number that an emblem can show; its meaning is in the manifest."""

    invisible: bool = False
    objective_progress: Objective | None = None

    @property
    def progress(self) -> int | None:
        return None if self.objective_progress is None else self.objective_progress.progress


class Metrics(Shape, frozen=True, kw_only=True):
    """Component 1100."""

    metrics: dict[Hash, Metric] = {}
    metrics_root_node_hash: Hash | None = None
