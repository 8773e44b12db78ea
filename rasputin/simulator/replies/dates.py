"""When a player or a character was last seen to play.

Nobody knows whether `dateLastPlayed` moves while somebody plays, so the world has both ways: with the end of
every activity, or only when a session begins.
"""

from __future__ import annotations

from rasputin.simulator.replies.components import Glimpse
from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.world import Row

DAY = 86_400


def character_played(seen: Glimpse, character: Character) -> int:
    before = seen.world.last_seen_before(seen.player) - character.slot * DAY
    return _played(seen, character.character_id) or before


def player_played(seen: Glimpse) -> int:
    last = max((_played(seen, character_id) for character_id in seen.histories), default=0)
    if seen.world.dated_by_session:
        last = max(last, _session_start(seen, seen.now))
    return last or seen.world.last_seen_before(seen.player)


def _played(seen: Glimpse, character_id: int) -> int:
    """0 for a character that has not played since the world began."""
    if not seen.world.dated_by_session:
        return max(map(_end, seen.histories[character_id]), default=0)
    row = seen.world.begun(character_id, seen.now)
    if row is None:
        return 0
    joined = row.instance.start + row.part.start
    return _session_start(seen, joined) or joined


def _session_start(seen: Glimpse, moment: float) -> int:
    """Of the session that had begun by then; strangers have none."""
    session = seen.world.last_session(seen.player, moment)
    return session.start if session else 0


def _end(row: Row) -> int:
    return row.instance.start + row.part.start + row.part.played
