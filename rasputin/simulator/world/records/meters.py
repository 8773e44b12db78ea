"""The numbers of a player's metrics."""

from __future__ import annotations

from rasputin.simulator.world.dice import small_draws
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.catalogue import catalogue
from rasputin.simulator.world.records.fates import diligence
from rasputin.simulator.world.records.shapes import Metric
from rasputin.simulator.world.records.tally import Tally
from rasputin.simulator.world.world import World

TOP = 2**16


def metric_values(world: World, player: Player, now: float) -> dict[Metric, int]:
    """They rise with what is played: some as fast as it is, others by a half or a quarter of it."""
    tally = Tally(world, tuple(character.character_id for character in player.characters), now)
    seed, share = world.shape.seed, diligence(world.shape.seed, player)
    values = {}
    for metric in catalogue().metrics.values():
        roll = small_draws(seed, player.index, metric.hash)
        before = int(metric.objective.completion_value * 2 * share * roll[0] / TOP)
        values[metric] = before + tally[metric.measure] // (1, 2, 4)[roll[1] % 3]
    return values
