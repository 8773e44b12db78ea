"""Metrics (component 1100)."""

from __future__ import annotations

from typing import Any

import msgspec

from rasputin.simulator.replies.components import Glimpse
from rasputin.simulator.replies.objectives import objective_text
from rasputin.simulator.world.records.branches import METRICS
from rasputin.simulator.world.records.meters import metric_values

INVISIBLE_EACH = 23


def metrics_component(seen: Glimpse) -> dict[str, Any]:
    values = metric_values(seen.world, seen.player, seen.now)
    shown = ",".join(
        [
            f'"{metric.hash}":{{"invisible":{"false" if metric.index % INVISIBLE_EACH else "true"},'
            f'"objectiveProgress":{objective_text(metric.objective, value)}}}'
            for metric, value in values.items()
        ]
    )
    return {"metrics": msgspec.Raw(f"{{{shown}}}".encode()), "metricsRootNodeHash": METRICS}
