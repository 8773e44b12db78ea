"""The tables of the manifest: who defines what is in them, and how much else is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from rasputin.simulator.world.definitions import (
    activities,
    counters,
    items,
    milestones,
    modes,
    people,
    places,
    progressions,
    seasons,
    traits,
    trees,
    triumphs,
)
from rasputin.simulator.world.definitions.bulk import BULK
from rasputin.simulator.world.definitions.editions import Edition
from rasputin.simulator.world.definitions.fillers import Filler, filler
from rasputin.simulator.world.definitions.shapes import Json
from rasputin.simulator.world.definitions.sizes import Sizes

STEADY: dict[str, Callable[[], Iterable[Json]]] = {
    "DestinyActivityDefinition": activities.activity_definitions,
    "DestinyActivityModeDefinition": modes.mode_definitions,
    "DestinyActivityModifierDefinition": traits.modifier_definitions,
    "DestinyActivityTypeDefinition": activities.activity_type_definitions,
    "DestinyArtifactDefinition": progressions.artifact_definitions,
    "DestinyChecklistDefinition": progressions.checklist_definitions,
    "DestinyClassDefinition": people.class_definitions,
    "DestinyDamageTypeDefinition": traits.damage_definitions,
    "DestinyDestinationDefinition": places.destination_definitions,
    "DestinyFactionDefinition": progressions.faction_definitions,
    "DestinyGenderDefinition": people.gender_definitions,
    "DestinyHistoricalStatsDefinition": counters.counter_definitions,
    "DestinyInventoryBucketDefinition": items.bucket_definitions,
    "DestinyInventoryItemDefinition": items.item_definitions,
    "DestinyItemTierTypeDefinition": items.tier_definitions,
    "DestinyLoreDefinition": triumphs.lore_definitions,
    "DestinyMedalTierDefinition": counters.tier_definitions,
    "DestinyMetricDefinition": trees.metric_definitions,
    "DestinyMilestoneDefinition": milestones.milestone_definitions,
    "DestinyObjectiveDefinition": triumphs.objective_definitions,
    "DestinyPlaceDefinition": places.place_definitions,
    "DestinyPresentationNodeDefinition": trees.node_definitions,
    "DestinyProgressionDefinition": progressions.progression_definitions,
    "DestinyRaceDefinition": people.race_definitions,
    "DestinyRecordDefinition": triumphs.record_definitions,
    "DestinyStatDefinition": traits.stat_definitions,
}
TIMED: dict[str, Callable[[Edition], Iterable[Json]]] = {
    "DestinySeasonDefinition": seasons.season_definitions,
    "DestinySeasonPassDefinition": seasons.season_pass_definitions,
}
# Tables that are not in every edition.
PASSING = ("DestinyEventCardDefinition", "DestinyTalentGridDefinition")
PASSING_WEEKS = 3


class Table(NamedTuple):
    """`steady` and `timed` tell what the world refers to, the latter by edition."""

    name: str
    filler: Filler
    steady: Callable[[], Iterable[Json]] | None = None
    timed: Callable[[Edition], Iterable[Json]] | None = None

    def there(self, edition: Edition) -> bool:
        turn = PASSING.index(self.name) if self.name in PASSING else None
        return turn is None or (edition.number // PASSING_WEEKS + turn) % 2 == 0


def tables(sizes: Sizes) -> dict[str, Table]:
    names = sorted({*STEADY, *TIMED, *sizes})
    return {
        name: Table(
            name, filler(name, sizes.get(name, 0), BULK.get(name, {})), STEADY.get(name), TIMED.get(name)
        )
        for name in names
    }


def key_of(definition: Json) -> str:
    """Statistics are known by a text, everything else by its hash."""
    return str(definition["statId"] if "statId" in definition else definition["hash"])
