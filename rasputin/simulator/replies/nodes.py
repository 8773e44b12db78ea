"""Presentation nodes with how much of what lies below them is done (component 700)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from rasputin.simulator.replies.components import Glimpse
from rasputin.simulator.world.records.book import books_of
from rasputin.simulator.world.records.catalogue import catalogue
from rasputin.simulator.world.records.shapes import CHARACTER, Node
from rasputin.simulator.world.records.standing import INVISIBLE, Standing


class Sum(NamedTuple):
    """Of the records below a node: those complete, all of them, the points claimed, and the invisible."""

    complete: int
    listed: int
    points: int
    invisible: int


def profile_nodes(seen: Glimpse) -> dict[str, Any]:
    book = books_of(seen.world).at(seen.player, seen.now)
    standings = [*book.of_profile(), *(s for c in seen.characters[:1] for s in book.of_character(c))]
    return {"nodes": _nodes(standings, of_characters=False)}


def character_nodes(seen: Glimpse) -> dict[str, Any]:
    book = books_of(seen.world).at(seen.player, seen.now)
    return {
        str(character.character_id): {
            "nodes": _nodes([*book.of_profile(), *book.of_character(character)], of_characters=True)
        }
        for character in seen.characters
    }


def _nodes(standings: Iterable[Standing], *, of_characters: bool) -> msgspec.Raw:
    known = {standing.record.hash: standing for standing in standings}
    sums: dict[int, Sum] = {}
    shown = [
        _text(node, _sum(node, known, sums))
        for node in catalogue().nodes.values()
        if (node.scope == CHARACTER) == of_characters
    ]
    return msgspec.Raw(f"{{{','.join(shown)}}}".encode())


def _sum(node: Node, known: dict[int, Standing], sums: dict[int, Sum]) -> Sum:
    if node.hash not in sums:
        own = [known[record] for record in node.records if record in known]
        below = [_sum(catalogue().nodes[child], known, sums) for child in node.nodes]
        sums[node.hash] = Sum(
            complete=sum(s.complete for s in own) + sum(s.complete for s in below),
            listed=len(own) + sum(s.listed for s in below),
            points=sum(s.points for s in own) + sum(s.points for s in below),
            invisible=sum(s.state & INVISIBLE != 0 for s in own) + sum(s.invisible for s in below),
        )
    return sums[node.hash]


def _text(node: Node, below: Sum) -> str:
    """A node of which nothing is to be seen is invisible (1)."""
    unseen = int(0 < below.listed == below.invisible)
    return (
        f'"{node.hash}":{{"state":{unseen},"progressValue":{below.complete},'
        f'"completionValue":{below.listed},"recordCategoryScore":{below.points}}}'
    )
