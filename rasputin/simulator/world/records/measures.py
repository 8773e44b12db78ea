"""What moves a record on."""

from __future__ import annotations

from typing import NamedTuple


class Measure(NamedTuple):
    """`counts` of the activities that name `mode` (0: of all): those entered, finished or won, the kills
    in them, or the precision kills.
    """

    mode: int
    counts: str


ALL = Measure(0, "entered")
RAIDS, DUNGEONS, STRIKES = Measure(4, "finished"), Measure(82, "finished"), Measure(18, "finished")
NIGHTFALLS, IRON_BANNER = Measure(46, "finished"), Measure(19, "finished")
CRUCIBLE, WINS = Measure(5, "kills"), Measure(5, "won")
KILLS, HEADSHOTS = Measure(0, "kills"), Measure(0, "precision")
SURVIVAL, GAMBIT = Measure(37, "finished"), Measure(64, "finished")
PATROL, STORY = Measure(6, "entered"), Measure(2, "finished")

MEASURES = (
    ALL, RAIDS, DUNGEONS, STRIKES, NIGHTFALLS, IRON_BANNER, CRUCIBLE, WINS,
    KILLS, HEADSHOTS, SURVIVAL, GAMBIT, PATROL, STORY,
)  # fmt: skip

IN_HUNDREDS = frozenset({"kills", "precision"})
