"""The shapes of the records' catalogue. Hashes are unsigned 32-bit numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from rasputin.simulator.world.records.measures import Measure

PROFILE, CHARACTER = 0, 1


class Manner(Enum):
    """How a record shows itself. A STUCK one has intervals, and is said to be open when all are done."""

    PLAIN = "plain"
    OBSCURED = "obscured"
    INVISIBLE = "invisible"
    ENTITLED = "entitled"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """`points` are those of an interval; objectives that are no intervals have none of their own."""

    hash: int
    text: str
    completion_value: int
    points: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Title:
    """`tracker` is the record that counts gildings, None where a title cannot be gilded."""

    male: str
    female: str
    tracker: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A triumph. `title` is set on a seal's title record, and on the tracker of its gildings as well.

    `required` are the records that a title or a tracker counts; its objective asks for all of them.
    `gilding` marks the tracker and the triumphs that gild. `rarity` is the share of players who lack it.
    """

    hash: int
    index: int
    name: str
    description: str
    scope: int
    parents: tuple[int, ...]
    objectives: tuple[Objective, ...]
    intervals: tuple[Objective, ...]
    points: int
    measure: Measure
    manner: Manner
    rarity: float
    legacy: bool = False
    gilding: bool = False
    title: Title | None = None
    required: tuple[int, ...] = ()
    lore: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Metric:
    """A number that only rises, counted over a life or from the season's start."""

    hash: int
    index: int
    name: str
    description: str
    parent: int
    objective: Objective
    measure: Measure
    seasonal: bool


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A place in the tree of presentation. `completion_record` is the title record of a seal."""

    hash: int
    index: int
    name: str
    description: str
    node_type: int
    scope: int
    parents: tuple[int, ...]
    nodes: tuple[int, ...]
    records: tuple[int, ...]
    metrics: tuple[int, ...]
    most_points: int
    completion_record: int | None = None


class Catalogue(NamedTuple):
    """Everything by hash, in the order of its index."""

    records: dict[int, Record]
    nodes: dict[int, Node]
    metrics: dict[int, Metric]
