"""The records of seals: the triumphs that a title asks for, the title, and what counts its gildings."""

from __future__ import annotations

from rasputin.simulator.world.dice import Dice
from rasputin.simulator.world.records.measures import ALL
from rasputin.simulator.world.records.shapes import PROFILE, Manner, Objective, Record, Title
from rasputin.simulator.world.records.stems import stable_hash, stem
from rasputin.simulator.world.records.titles import Seal
from rasputin.simulator.world.records.triumphs import objectives

POINTS = (0, 10, 15, 20, 25, 25, 30)


def seal_records(seal: Seal, index: int) -> list[Record]:
    """The triumphs of a seal's page: those of the title first, then those of this season's gilding."""
    return [
        _triumph(seal, index + number, number, gilding=number >= seal.size)
        for number in range(seal.size + seal.gilding)
    ]


def title_record(seal: Seal, required: tuple[int, ...], index: int) -> Record:
    return _counting(
        seal,
        seal.record,
        required,
        index,
        name=seal.name,
        title=Title(seal.title, seal.female or seal.title, seal.tracker or None),
    )


def tracker_record(seal: Seal, gilding: tuple[int, ...], index: int) -> Record:
    """It has the title too and no name, as in the real game."""
    return _counting(
        seal,
        seal.tracker,
        gilding,
        index,
        name="",
        title=Title(seal.title, seal.female or seal.title),
        gilding=True,
    )


def _triumph(seal: Seal, index: int, number: int, *, gilding: bool) -> Record:
    dice = Dice(0, "seal", seal.node, number)
    asked = objectives(dice, seal.measure, seal.node, number)
    secret = not gilding and dice.chance(0.05)
    return Record(
        hash=stable_hash("record", seal.node, number),
        index=index,
        name=stem(seal.node, number),
        description=f"{seal.name}: {asked[0].text}.",
        scope=PROFILE,
        parents=(seal.node,),
        objectives=asked,
        intervals=(),
        points=dice.pick(POINTS),
        measure=seal.measure,
        manner=Manner.OBSCURED if secret else Manner.PLAIN,
        rarity=seal.rarity * (0.4 + dice.share() * 0.8),
        legacy=seal.legacy,
        gilding=gilding,
    )


def _counting(
    seal: Seal,
    record: int,
    required: tuple[int, ...],
    index: int,
    *,
    name: str,
    title: Title,
    gilding: bool = False,
) -> Record:
    """A record that counts others, and lies outside the tree: only the seal's node leads to it."""
    counted = Objective(stable_hash("seal", record), "Triumphs completed", len(required))
    return Record(
        hash=record,
        index=index,
        name=name,
        description=f"Complete all triumphs of {seal.name}." if name else "",
        scope=PROFILE,
        parents=(),
        objectives=(counted,),
        intervals=(),
        points=0,
        measure=ALL,
        manner=Manner.PLAIN,
        rarity=seal.rarity,
        legacy=seal.legacy,
        gilding=gilding,
        title=title,
        required=required,
    )
