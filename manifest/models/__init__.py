"""The manifest as stored: versions, definitions as JSON, and typed projections of what queries join."""

from manifest.models.definitions import Content, Definition, StagedDefinition
from manifest.models.modes import ModeGroup
from manifest.models.projections import (
    PROJECTIONS,
    Activity,
    ActivityMode,
    ActivityType,
    CharacterClass,
    Item,
    Metric,
    PresentationNode,
    Projection,
    Record,
    Season,
    Stat,
)
from manifest.models.versions import TableFile, Version

__all__ = [
    "PROJECTIONS",
    "Activity",
    "ActivityMode",
    "ActivityType",
    "CharacterClass",
    "Content",
    "Definition",
    "Item",
    "Metric",
    "ModeGroup",
    "PresentationNode",
    "Projection",
    "Record",
    "Season",
    "StagedDefinition",
    "Stat",
    "TableFile",
    "Version",
]
