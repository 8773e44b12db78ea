"""Ordinary triumphs of the tree's leaves, made from a branch's traits."""

from __future__ import annotations

from rasputin.simulator.world.dice import Dice
from rasputin.simulator.world.records.branches import CATALYSTS, CHALLENGES, LORE, MEDALS, Branch
from rasputin.simulator.world.records.measures import IN_HUNDREDS, Measure
from rasputin.simulator.world.records.shapes import CHARACTER, PROFILE, Manner, Objective, Record
from rasputin.simulator.world.records.stems import stable_hash, stem

POINTS = (0, 5, 5, 10, 10, 15, 20, 25, 25, 30, 50, 100)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
WITHOUT_POINTS = {LORE, CATALYSTS, MEDALS, CHALLENGES}
WITHOUT_INTERVALS = {LORE, MEDALS, CHALLENGES}
STEPS = (2, 3, 3, 3, 4, 4, 4, 5, 7)
SECRET, HIDDEN, ENTITLED, STUCK = 0.06, 0.03, 0.05, 0.2
CHARACTER_SHARE = 0.08


def leaf_records(branch: Branch, leaf: str, node: int, index: int, *, legacy: bool) -> list[Record]:
    return [
        _record(branch, leaf, node, index + number, number, legacy=legacy) for number in range(branch.size)
    ]


def _record(branch: Branch, leaf: str, node: int, index: int, number: int, *, legacy: bool) -> Record:
    dice = Dice(0, "record", node, number)
    bare = dice.chance(branch.bare)
    intervals = not bare and branch.root not in WITHOUT_INTERVALS and dice.chance(0.3)
    pointless = branch.root in WITHOUT_POINTS or intervals
    name = f"{leaf} {_numeral(number)}" if branch.root == LORE else stem(node, number)
    return Record(
        hash=stable_hash("record", node, number),
        index=index,
        name=name,
        description="" if branch.root == LORE else f"{branch.name}, {leaf.lower()}: {_task(branch.measure)}.",
        scope=CHARACTER if branch.root != LORE and dice.chance(CHARACTER_SHARE) else PROFILE,
        parents=(node,),
        objectives=() if bare or intervals else objectives(dice, branch.measure, node, number),
        intervals=_intervals(dice, branch.measure, node, number) if intervals else (),
        points=0 if pointless else dice.pick(POINTS),
        measure=branch.measure,
        manner=_manner(dice, intervals=intervals),
        rarity=min(0.97, max(0.03, branch.rarity + dice.share() * 0.7 - 0.35)),
        legacy=legacy,
        lore=stable_hash("lore", node, number) if branch.root == LORE else None,
    )


def objectives(dice: Dice, measure: Measure, node: int, number: int) -> tuple[Objective, ...]:
    """Mostly one; what comes after the first asks for single deeds."""
    first = Objective(stable_hash("objective", node, number, 0), _task(measure), target(dice, measure))
    deeds = range(1, 1 + dice.weighted((0, 1, 2, 3, 5), (86, 5, 4, 3, 2)))
    others = (
        Objective(stable_hash("objective", node, number, deed), stem(node, number, deed), 1) for deed in deeds
    )
    return (first, *others)


def target(dice: Dice, measure: Measure) -> int:
    """How much an objective asks for."""
    if measure.counts in IN_HUNDREDS:
        return dice.pick((50, 100, 100, 250, 500, 1_000, 2_500))
    return dice.pick((1, 1, 1, 2, 3, 5, 5, 8, 10, 15, 20, 25, 50))


def _intervals(dice: Dice, measure: Measure, node: int, number: int) -> tuple[Objective, ...]:
    step, value = target(dice, measure), 0
    found = []
    for place in range(dice.pick(STEPS)):
        value += max(2, step) * (place + 1)
        text = f"{_task(measure)} ({_numeral(place)})"
        found.append(Objective(stable_hash("interval", node, number, place), text, value, 5 * (place + 1)))
    return tuple(found)


def _manner(dice: Dice, *, intervals: bool) -> Manner:
    if intervals:
        return Manner.STUCK if dice.chance(STUCK) else Manner.PLAIN
    share = dice.share()
    if share < SECRET:
        return Manner.OBSCURED
    if share < SECRET + HIDDEN:
        return Manner.INVISIBLE
    return Manner.ENTITLED if share < SECRET + HIDDEN + ENTITLED else Manner.PLAIN


def _task(measure: Measure) -> str:
    return {
        "entered": "Activities entered",
        "finished": "Activities finished",
        "won": "Matches won",
        "kills": "Opponents defeated",
        "precision": "Precision final blows",
    }[measure.counts]


def _numeral(number: int) -> str:
    return ROMAN[number] if number < len(ROMAN) else str(number + 1)
