"""From typed definitions to rows of the projections; pure."""

from collections.abc import Callable
from typing import Any, Final

from manifest import models
from rasputin.bungie.types import definitions as bungie
from rasputin.bungie.types.definitions.activities import Matchmaking

MOST_SMALL = 2**15 - 1
LONGEST_TITLE, LONGEST_PATH, LONGEST_STAT = 200, 300, 100


def projected(table: str, definition: Any) -> Any | None:
    """The row of a definition, or None for one that is not projected."""
    make = MAKERS.get(table)
    return None if make is None else make(definition)


def activity_row(definition: bungie.ActivityDefinition) -> models.Activity:
    matchmaking = definition.matchmaking or Matchmaking()
    return models.Activity(
        **_shared(definition),
        mode=_small(definition.direct_activity_mode_type),
        modes=_smalls(definition.activity_mode_types),
        activity_type_hash=definition.activity_type_hash,
        destination_hash=definition.destination_hash,
        place_hash=definition.place_hash,
        image_path=_path(definition.pgcr_image),
        is_pvp=definition.is_pvp,
        is_playlist=definition.is_playlist,
        is_matchmade=matchmaking.is_matchmade,
        min_party=_small(matchmaking.min_party) or None,
        max_party=_small(matchmaking.max_party) or None,
        max_players=_small(matchmaking.max_players) or None,
        tier=_small(definition.tier) or 0,
        light=definition.activity_light_level,
    )


def mode_row(definition: bungie.ActivityModeDefinition) -> models.ActivityMode:
    return models.ActivityMode(
        **_shared(definition),
        mode=_small(definition.mode_type) or 0,
        category=_small(definition.activity_mode_category) or 0,
        is_team_based=definition.is_team_based,
        is_aggregate=definition.is_aggregate_mode,
        parent_hashes=list(definition.parent_hashes),
        friendly_name=definition.friendly_name[:100],
    )


def activity_type_row(definition: bungie.ActivityTypeDefinition) -> models.ActivityType:
    return models.ActivityType(**_shared(definition))


def class_row(definition: bungie.ClassDefinition) -> models.CharacterClass:
    return models.CharacterClass(**_shared(definition), class_type=_small(definition.class_type) or 0)


def season_row(definition: bungie.SeasonDefinition) -> models.Season:
    return models.Season(
        **_shared(definition),
        number=_small(definition.season_number) or 0,
        starts_at=definition.start_date,
        ends_at=definition.end_date,
    )


def record_row(definition: bungie.RecordDefinition) -> models.Record:
    title = definition.title_info
    names = title.titles_by_gender
    return models.Record(
        **_shared(definition),
        title=names.get("Male", definition.title or "")[:LONGEST_TITLE],
        title_female=names.get("Female", definition.title or "")[:LONGEST_TITLE],
        has_title=title.has_title,
        gilding_hash=title.gilding_tracking_record_hash,
        for_gilding=definition.for_title_gilding,
        is_character_scoped=definition.scope == 1,
        score=definition.score,
    )


def node_row(definition: bungie.PresentationNodeDefinition) -> models.PresentationNode:
    children = definition.children
    return models.PresentationNode(
        **_shared(definition),
        parent_hashes=list(definition.parent_node_hashes),
        node_hashes=[child.presentation_node_hash for child in children.presentation_nodes],
        record_hashes=[child.record_hash for child in children.records],
        metric_hashes=[child.metric_hash for child in children.metrics],
        completion_record_hash=definition.completion_record_hash,
    )


def item_row(definition: bungie.InventoryItemDefinition) -> models.Item | None:
    """Weapons and emblems only."""
    if not (definition.is_weapon or definition.is_emblem):
        return None
    inventory = definition.inventory
    image = definition.screenshot if definition.is_weapon else definition.secondary_icon
    return models.Item(
        **_shared(definition),
        item_type=_small(definition.item_type) or 0,
        item_sub_type=_small(definition.item_sub_type) or 0,
        type_name=(definition.item_type_display_name or "")[:100],
        tier=0 if inventory is None else _small(inventory.tier_type) or 0,
        bucket_hash=0 if inventory is None else inventory.bucket_type_hash,
        damage_type=_small(definition.default_damage_type) or 0,
        image_path=_path(image),
    )


def stat_row(definition: bungie.HistoricalStatsDefinition) -> models.Stat | None:
    """None for one whose name no column holds."""
    if len(definition.stat_id) > LONGEST_STAT:
        return None
    return models.Stat(
        stat_id=definition.stat_id,
        name=definition.name,
        description=definition.stat_description,
        icon_path=_path(definition.icon),
        group=_small(definition.group) or 0,
        category=_small(definition.category) or 0,
        unit=_small(definition.unit_type) or 0,
        modes=_smalls(definition.modes),
        weight=definition.weight,
        medal_tier_hash=definition.medal_tier_hash,
    )


def metric_row(definition: bungie.MetricDefinition) -> models.Metric:
    return models.Metric(**_shared(definition), parent_hashes=list(definition.parent_node_hashes))


def _shared(definition: bungie.Definition) -> dict[str, Any]:
    return {
        "hash": definition.hash,
        "name": definition.name,
        "description": definition.display_properties.description,
        "icon_path": _path(definition.icon),
        "redacted": definition.redacted,
    }


def _path(path: str | None) -> str:
    """Empty also for one that no column holds: a part of it leads nowhere."""
    return path if path and len(path) <= LONGEST_PATH else ""


def _small(number: int | None) -> int | None:
    """A number that a small column holds; Bungie's enumerations all fit, a mangled one must not stop all."""
    return number if number is None or -MOST_SMALL <= number <= MOST_SMALL else 0


def _smalls(numbers: tuple[int, ...]) -> list[int]:
    return [number for number in numbers if -MOST_SMALL <= number <= MOST_SMALL]


MAKERS: Final[dict[str, Callable[[Any], Any]]] = {
    "Activity": activity_row,
    "ActivityMode": mode_row,
    "ActivityType": activity_type_row,
    "Class": class_row,
    "Season": season_row,
    "Record": record_row,
    "PresentationNode": node_row,
    "InventoryItem": item_row,
    "HistoricalStats": stat_row,
    "Metric": metric_row,
}
