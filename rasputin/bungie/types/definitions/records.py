"""Definitions of triumphs, titles, metrics and the trees that they hang in."""

from msgspec import field

from rasputin.bungie.types.common import Hash, Int32, Int64, Shape
from rasputin.bungie.types.definitions.base import Definition


class TitleInfo(Shape, frozen=True, kw_only=True):
    """The title that a record gives, by the gender's hash; the gilding is counted by another record."""

    has_title: bool = False
    titles_by_gender: dict[str, str] = {}
    titles_by_gender_hash: dict[Hash, str] = {}
    gilding_tracking_record_hash: Hash | None = None


class RecordCompletion(Shape, frozen=True, kw_only=True):
    """`score_value` counts once the record is claimed."""

    score_value: Int32 = field(name="ScoreValue", default=0)
    partial_completion_objective_count_threshold: Int32 = 0
    should_fire_toast: bool = False
    toast_style: Int32 = 0


class RecordState(Shape, frozen=True, kw_only=True):
    """What stands in place of a record's texts while it is a secret."""

    featured_priority: Int32 = 0
    obscured_name: str | None = None
    obscured_description: str | None = None


class RecordExpiration(Shape, frozen=True, kw_only=True):
    has_expiration: bool = False
    description: str | None = None
    icon: str | None = None


class IntervalObjective(Shape, frozen=True, kw_only=True):
    interval_objective_hash: Hash = 0
    interval_score_value: Int32 = 0


class RecordInterval(Shape, frozen=True, kw_only=True):
    """The steps of a record that is done in steps, each worth a score of its own."""

    interval_objectives: tuple[IntervalObjective, ...] = ()


class RecordDefinition(Definition, frozen=True, kw_only=True):
    """A triumph, with `title_info.has_title` it is a title. `scope` is 0 for a profile, 1 for characters."""

    scope: Int32 = 0
    lore_hash: Hash | None = None
    objective_hashes: tuple[Hash, ...] = ()
    record_value_style: Int32 = 0
    for_title_gilding: bool = False
    title_info: TitleInfo = TitleInfo()
    completion_info: RecordCompletion | None = None
    state_info: RecordState | None = None
    expiration_info: RecordExpiration | None = None
    interval_info: RecordInterval = RecordInterval()
    record_type_name: str | None = None
    presentation_node_type: Int32 = 0
    parent_node_hashes: tuple[Hash, ...] = ()
    trait_hashes: tuple[Hash, ...] = ()

    @property
    def title(self) -> str | None:
        """The title that this record gives (the first, where genders differ), None for a mere triumph."""
        names = (*self.title_info.titles_by_gender_hash.values(), *self.title_info.titles_by_gender.values())
        return next(filter(None, names), None) if self.title_info.has_title else None

    @property
    def score(self) -> int:
        """The score when everything about it is claimed, its steps included."""
        own = 0 if self.completion_info is None else self.completion_info.score_value
        return own + sum(step.interval_score_value for step in self.interval_info.interval_objectives)


class NodeChild(Shape, frozen=True, kw_only=True):
    presentation_node_hash: Hash = 0
    node_display_priority: Int64 = 0


class RecordChild(Shape, frozen=True, kw_only=True):
    record_hash: Hash = 0
    node_display_priority: Int64 = 0


class MetricChild(Shape, frozen=True, kw_only=True):
    metric_hash: Hash = 0
    node_display_priority: Int64 = 0


class CollectibleChild(Shape, frozen=True, kw_only=True):
    collectible_hash: Hash = 0
    node_display_priority: Int64 = 0


class NodeChildren(Shape, frozen=True, kw_only=True):
    presentation_nodes: tuple[NodeChild, ...] = ()
    records: tuple[RecordChild, ...] = ()
    metrics: tuple[MetricChild, ...] = ()
    collectibles: tuple[CollectibleChild, ...] = ()


class PresentationNodeDefinition(Definition, frozen=True, kw_only=True):
    """A node of a tree; a seal is one with `completion_record_hash`, the record that gives its title."""

    original_icon: str | None = None
    root_view_icon: str | None = None
    node_type: Int32 = 0
    presentation_node_type: Int32 = 0
    is_seasonal: bool = False
    scope: Int32 = 0
    objective_hash: Hash | None = None
    completion_record_hash: Hash | None = None
    children: NodeChildren = NodeChildren()
    display_style: Int32 = 0
    screen_style: Int32 = 0
    max_category_record_score: Int32 = 0
    parent_node_hashes: tuple[Hash, ...] = ()
    trait_hashes: tuple[Hash, ...] = ()


class MetricDefinition(Definition, frozen=True, kw_only=True):
    tracking_objective_hash: Hash = 0
    lower_value_is_better: bool = False
    parent_node_hashes: tuple[Hash, ...] = ()
    trait_hashes: tuple[Hash, ...] = ()


class ObjectiveDefinition(Definition, frozen=True, kw_only=True):
    """What counts towards a record; the style says how to write the number (a time, a percentage ...)."""

    completion_value: Int32 = 0
    scope: Int32 = 0
    progress_description: str = ""
    allow_overcompletion: bool = False
    is_counting_downward: bool = False
    value_style: Int32 = 0
    completed_value_style: Int32 = 0
    in_progress_value_style: Int32 = 0
