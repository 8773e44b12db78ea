"""The tree in which triumphs and metrics hang, and the metrics themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rasputin.simulator.world.definitions.shapes import Json, definition, icon
from rasputin.simulator.world.records.catalogue import CATEGORY, catalogue
from rasputin.simulator.world.records.shapes import PROFILE, Metric, Node

BARE_ROOTS = {
    3790247699: "Collections",
    498211331: "Badges",
    3937826784: "Patterns",
    3741753466: "Guardian Ranks",
}


def node_definitions() -> Iterator[Json]:
    """The tree of records and metrics, and the roots of trees that the world has not."""
    nodes = catalogue().nodes
    yield from map(_node, nodes.values())
    for index, (number, name) in enumerate(BARE_ROOTS.items(), start=len(nodes)):
        yield _node(Node(number, index, name, "", CATEGORY, PROFILE, (), (), (), (), 0))


def metric_definitions() -> Iterator[Json]:
    return map(_metric, catalogue().metrics.values())


def _node(node: Node) -> Json:
    return definition(
        node.hash,
        node.index,
        node.name,
        node.description,
        icon("node", node.hash),
        originalIcon=icon("seal", node.hash),
        rootViewIcon=icon("root", node.hash),
        nodeType=node.node_type,
        isSeasonal=False,
        scope=node.scope,
        children={
            "presentationNodes": _children("presentationNodeHash", node.nodes),
            "collectibles": [],
            "records": _children("recordHash", node.records),
            "metrics": _children("metricHash", node.metrics),
            "craftables": [],
        },
        displayStyle=0,
        screenStyle=1 if node.completion_record else 0,
        maxCategoryRecordScore=node.most_points,
        disableChildSubscreenNavigation=False,
        requirements={"entitlementUnavailableMessage": ""},
        presentationNodeType=1,
        traitIds=[],
        traitHashes=[],
        parentNodeHashes=list(node.parents),
        **({"completionRecordHash": node.completion_record} if node.completion_record else {}),
    )


def _metric(metric: Metric) -> Json:
    return definition(
        metric.hash,
        metric.index,
        metric.name,
        metric.description,
        icon("metric", metric.hash),
        trackingObjectiveHash=metric.objective.hash,
        lowerValueIsBetter=False,
        presentationNodeType=4,
        traitIds=[],
        traitHashes=[],
        parentNodeHashes=[metric.parent],
    )


def _children(name: str, hashes: Iterable[int]) -> list[Json]:
    return [{name: number, "nodeDisplayPriority": 0} for number in hashes]
