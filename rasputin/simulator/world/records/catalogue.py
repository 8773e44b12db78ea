"""The catalogue of records: the tree of nodes and what hangs in it, the same in every world."""

from __future__ import annotations

from functools import lru_cache

from rasputin.simulator.world.records.branches import (
    BRANCHES,
    LEGACY_SEALS,
    LEGACY_TRIUMPHS,
    METRIC_BRANCHES,
    METRICS,
    ROOTS,
    SEALS_ROOT,
    Branch,
)
from rasputin.simulator.world.records.metrics import leaf_metrics
from rasputin.simulator.world.records.seals import seal_records, title_record, tracker_record
from rasputin.simulator.world.records.shapes import CHARACTER, PROFILE, Catalogue, Metric, Node, Record
from rasputin.simulator.world.records.stems import stable_hash
from rasputin.simulator.world.records.titles import SEALS, Seal
from rasputin.simulator.world.records.triumphs import leaf_records

CATEGORY, SEAL, METRIC_NODE = 1, 3, 4


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """3,300 records, 62 of them titles or their gildings, 740 of them lore entries, and 280 metrics."""
    return _Builder().catalogue()


class _Builder:
    def __init__(self) -> None:
        self._records: dict[int, Record] = {}
        self._nodes: dict[int, Node] = {}
        self._metrics: dict[int, Metric] = {}

    def catalogue(self) -> Catalogue:
        branches: dict[int, list[int]] = {root: [] for root in ROOTS}
        for branch in BRANCHES:
            branches[branch.root].append(self._branch(branch))
        for seal in SEALS:
            branches[LEGACY_SEALS if seal.legacy else SEALS_ROOT].append(self._seal(seal))
        for place, (name, size, measure) in enumerate(METRIC_BRANCHES):
            node = stable_hash("metric node", place)
            found = leaf_metrics(name, size, measure, node, len(self._metrics))
            self._metrics |= {metric.hash: metric for metric in found}
            self._node(node, name, METRIC_NODE, (METRICS,), metrics=tuple(m.hash for m in found))
            branches[METRICS].append(node)
        for root, name in ROOTS.items():
            self._node(root, name, CATEGORY, (), nodes=tuple(branches[root]))
        return Catalogue(self._records, self._nodes, self._metrics)

    def _branch(self, branch: Branch) -> int:
        node = stable_hash("branch", branch.root, branch.name)
        leaves = tuple(self._leaf(branch, node, leaf) for leaf in branch.leaves)
        self._node(node, branch.name, CATEGORY, (branch.root,), nodes=leaves)
        return node

    def _leaf(self, branch: Branch, parent: int, leaf: str) -> int:
        node = stable_hash("leaf", branch.root, branch.name, leaf)
        legacy = branch.root == LEGACY_TRIUMPHS
        records = self._add(leaf_records(branch, leaf, node, len(self._records), legacy=legacy))
        scope = CHARACTER if branch.name == "Classes" else PROFILE
        self._node(node, leaf, CATEGORY, (parent,), records=records, scope=scope)
        return node

    def _seal(self, seal: Seal) -> int:
        children = seal_records(seal, len(self._records))
        records = self._add(children)
        required = tuple(record.hash for record in children if not record.gilding)
        self._add([title_record(seal, required, len(self._records))])
        if seal.tracker:
            gilding = tuple(record.hash for record in children if record.gilding)
            self._add([tracker_record(seal, gilding, len(self._records))])
        root = LEGACY_SEALS if seal.legacy else SEALS_ROOT
        self._node(seal.node, seal.name, SEAL, (root,), records=records, completion_record=seal.record)
        return seal.node

    def _add(self, records: list[Record]) -> tuple[int, ...]:
        for record in records:
            self._records[record.hash] = record
        return tuple(record.hash for record in records)

    def _node(
        self,
        node: int,
        name: str,
        node_type: int,
        parents: tuple[int, ...],
        *,
        nodes: tuple[int, ...] = (),
        records: tuple[int, ...] = (),
        metrics: tuple[int, ...] = (),
        completion_record: int | None = None,
        scope: int = PROFILE,
    ) -> None:
        points = sum(self._nodes[child].most_points for child in nodes)
        self._nodes[node] = Node(
            hash=node,
            index=len(self._nodes),
            name=name,
            description="" if completion_record is None else f"Complete all triumphs of {name}.",
            node_type=node_type,
            scope=scope,
            parents=parents,
            nodes=nodes,
            records=records,
            metrics=metrics,
            most_points=points + sum(_points(self._records[record]) for record in records),
            completion_record=completion_record,
        )


def _points(record: Record) -> int:
    return record.points + sum(interval.points for interval in record.intervals)
