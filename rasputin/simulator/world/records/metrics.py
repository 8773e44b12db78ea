"""Metrics: numbers of a life or a season that a player can show on an emblem."""

from __future__ import annotations

from rasputin.simulator.world.dice import Dice
from rasputin.simulator.world.records.measures import Measure
from rasputin.simulator.world.records.shapes import Metric, Objective
from rasputin.simulator.world.records.stems import stable_hash, stem

TARGETS = (1, 10, 100, 1_000, 10_000)


def leaf_metrics(name: str, size: int, measure: Measure, node: int, index: int) -> list[Metric]:
    return [_metric(name, measure, node, index + number, number) for number in range(size)]


def _metric(name: str, measure: Measure, node: int, index: int, number: int) -> Metric:
    dice = Dice(0, "metric", node, number)
    seasonal = dice.chance(0.3)
    span = "this season" if seasonal else "over a life"
    return Metric(
        hash=stable_hash("metric", node, number),
        index=index,
        name=stem(node, "metric", number),
        description=f"{name}: {measure.counts} {span}.",
        parent=node,
        objective=Objective(stable_hash("metric objective", node, number), "", dice.pick(TARGETS)),
        measure=measure,
        seasonal=seasonal,
    )
