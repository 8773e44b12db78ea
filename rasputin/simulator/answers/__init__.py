"""Answers made from the simulated world, a module for each topic of the API."""

from __future__ import annotations

from rasputin.simulator.answers.activities import WorldActivities
from rasputin.simulator.answers.clans import WorldClans
from rasputin.simulator.answers.game import NO_UPKEEP, Upkeep, WorldGame
from rasputin.simulator.answers.manifest import WorldManifest
from rasputin.simulator.answers.players import WorldPlayers
from rasputin.simulator.answers.statistics import WorldStatistics
from rasputin.simulator.serving.routes import Source
from rasputin.simulator.world.world import World


def world_source(world: World, manifest: WorldManifest, upkeep: Upkeep = NO_UPKEEP) -> Source:
    return Source(
        players=WorldPlayers(world),
        activities=WorldActivities(world),
        clans=WorldClans(world),
        game=WorldGame(upkeep),
        manifest=manifest,
        statistics=WorldStatistics(world),
    )
