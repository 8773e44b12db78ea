"""The definitions of the manifest that a tracker projects, by topic; all else of them stays raw JSON."""

from collections.abc import Mapping
from typing import Final

from rasputin.bungie.types.definitions.activities import (
    ActivityDefinition,
    ActivityModeDefinition,
    ActivityTypeDefinition,
    DestinationDefinition,
    MilestoneDefinition,
    PlaceDefinition,
)
from rasputin.bungie.types.definitions.base import (
    MISSING_ICON,
    Definition,
    DisplayProperties,
    unsigned,
)
from rasputin.bungie.types.definitions.items import HistoricalStatsDefinition, InventoryItemDefinition
from rasputin.bungie.types.definitions.people import ClassDefinition, GenderDefinition, RaceDefinition
from rasputin.bungie.types.definitions.records import (
    MetricDefinition,
    ObjectiveDefinition,
    PresentationNodeDefinition,
    RecordDefinition,
)
from rasputin.bungie.types.definitions.seasons import SeasonDefinition, SeasonPassDefinition

AnyDefinition = Definition | HistoricalStatsDefinition

#: Bungie's name of a table -> how its entries are read; a table that is not here reads as Definition.
DEFINITIONS: Final[Mapping[str, type[AnyDefinition]]] = {
    "DestinyActivityDefinition": ActivityDefinition,
    "DestinyActivityModeDefinition": ActivityModeDefinition,
    "DestinyActivityTypeDefinition": ActivityTypeDefinition,
    "DestinyClassDefinition": ClassDefinition,
    "DestinyDestinationDefinition": DestinationDefinition,
    "DestinyGenderDefinition": GenderDefinition,
    "DestinyHistoricalStatsDefinition": HistoricalStatsDefinition,
    "DestinyInventoryItemDefinition": InventoryItemDefinition,
    "DestinyMetricDefinition": MetricDefinition,
    "DestinyMilestoneDefinition": MilestoneDefinition,
    "DestinyObjectiveDefinition": ObjectiveDefinition,
    "DestinyPlaceDefinition": PlaceDefinition,
    "DestinyPresentationNodeDefinition": PresentationNodeDefinition,
    "DestinyRaceDefinition": RaceDefinition,
    "DestinyRecordDefinition": RecordDefinition,
    "DestinySeasonDefinition": SeasonDefinition,
    "DestinySeasonPassDefinition": SeasonPassDefinition,
}

__all__ = [
    "DEFINITIONS",
    "MISSING_ICON",
    "ActivityDefinition",
    "ActivityModeDefinition",
    "ActivityTypeDefinition",
    "AnyDefinition",
    "ClassDefinition",
    "Definition",
    "DestinationDefinition",
    "DisplayProperties",
    "GenderDefinition",
    "HistoricalStatsDefinition",
    "InventoryItemDefinition",
    "MetricDefinition",
    "MilestoneDefinition",
    "ObjectiveDefinition",
    "PlaceDefinition",
    "PresentationNodeDefinition",
    "RaceDefinition",
    "RecordDefinition",
    "SeasonDefinition",
    "SeasonPassDefinition",
    "unsigned",
]
