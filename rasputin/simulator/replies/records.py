"""Triumphs of profiles and characters (component 900)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec

from rasputin.simulator.replies.components import Glimpse
from rasputin.simulator.replies.objectives import objective_text
from rasputin.simulator.world.dice import chance, draws, pick
from rasputin.simulator.world.records.book import books_of
from rasputin.simulator.world.records.branches import SEALS_ROOT, TRIUMPHS
from rasputin.simulator.world.records.score import triumph_score
from rasputin.simulator.world.records.standing import OBSCURED, OPEN, Standing

ROOTS = {"recordCategoriesRootNodeHash": TRIUMPHS, "recordSealsRootNodeHash": SEALS_ROOT}
TRACKING = 0.4
TEXTS_KEPT = 40_000
FEATURED = 3


def profile_records(seen: Glimpse) -> dict[str, Any]:
    book = books_of(seen.world).at(seen.player, seen.now)
    standings = book.of_profile()
    score = triumph_score(seen.world, seen.player, book)
    return {
        "score": score.active,
        "activeScore": score.active,
        "legacyScore": score.legacy,
        "lifetimeScore": score.active + score.legacy,
        **_tracked(seen, standings),
        "records": records_text(standings),
        **ROOTS,
    }


def character_records(seen: Glimpse) -> dict[str, Any]:
    book = books_of(seen.world).at(seen.player, seen.now)
    shown = ((character, book.of_character(character)) for character in seen.characters)
    return {
        str(character.character_id): {
            "featuredRecordHashes": [standing.record.hash for standing in standings[:FEATURED]],
            "records": records_text(standings),
            **ROOTS,
        }
        for character, standings in shown
    }


def records_text(standings: Iterable[Standing]) -> msgspec.Raw:
    """All of them by hash; as text, since there are thousands."""
    return msgspec.Raw(f"{{{','.join([_record(standing) for standing in standings])}}}".encode())


@lru_cache(maxsize=TEXTS_KEPT)
def _record(standing: Standing) -> str:
    """Most triumphs stand with many players as they stand with others."""
    record, _, state, progress, redeemed, times = standing
    hidden = state & OBSCURED != 0
    objectives = ",".join(
        [objective_text(o, p, hidden=hidden) for o, p in zip(record.objectives, progress, strict=False)]
    )
    shown = f'"objectives":[{objectives}],' if objectives else ""
    if record.intervals:
        value = progress[0]
        intervals = ",".join([objective_text(interval, value) for interval in record.intervals])
        shown = f'"intervalObjectives":[{intervals}],'
    count = "" if times is None else f',"completedCount":{times}'
    return f'"{record.hash}":{{"state":{state},{shown}"intervalsRedeemedCount":{redeemed}{count}}}'


def _tracked(seen: Glimpse, standings: list[Standing]) -> dict[str, int]:
    """The triumph that some players keep before their eyes."""
    roll = draws(seen.world.shape.seed, "tracked", seen.player.index)
    undone = [s for s in standings if s.state in (OPEN, OPEN | 2) and s.record.objectives]
    if not undone or not chance(roll[0], TRACKING):
        return {}
    return {"trackedRecordHash": pick(roll[1], undone).record.hash}
