"""What characters are playing at the moment (component 204)."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.clock import stamp
from rasputin.simulator.replies.components import Glimpse
from rasputin.simulator.world.catalogue import KINDS
from rasputin.simulator.world.characters import Character
from rasputin.simulator.world.definitions.modes import HASHES
from rasputin.simulator.world.world import Row

ORBIT, ORBIT_MODE = 82913930, 2166136261
OFFERED = tuple(kind.playlist or kind.references[0] for kind in KINDS)


def character_activities(seen: Glimpse) -> dict[str, Any]:
    active = _active(seen)
    return {
        str(character.character_id): {
            **_current(seen, character, active=character.slot == active),
            "availableActivities": [_offer(place, activity) for place, activity in enumerate(OFFERED)],
            "lastCompletedStoryHash": 0,
        }
        for character in seen.characters
    }


def _active(seen: Glimpse) -> int | None:
    """The slot of the character whose player is online: the one played last, or else the first."""
    session = seen.world.last_session(seen.player, seen.now)
    if session is None or seen.now >= session.end:
        return None
    living = seen.player.living_characters(seen.now)
    begun = {c.slot: seen.world.begun(c.character_id, seen.now) for c in living}
    starts = {slot: _begin(row) for slot, row in begun.items() if row is not None}
    return max(starts, key=starts.__getitem__) if starts else min(begun, default=None)


def _current(seen: Glimpse, character: Character, *, active: bool) -> dict[str, Any]:
    row = seen.world.begun(character.character_id, seen.now)
    if row is None:
        started = seen.world.last_seen_before(seen.player)
    else:
        started = _begin(row) if seen.now < _end(row) else _end(row)
    return {"dateActivityStarted": stamp(started), **_activity(row, seen.now, active=active)}


def _activity(row: Row | None, now: float, *, active: bool) -> dict[str, Any]:
    if row is not None and now < _end(row):
        return _running(row)
    if active:
        return {"currentActivityHash": ORBIT, "currentActivityModeHash": ORBIT_MODE}
    return {"currentActivityHash": 0, "currentActivityModeHash": 0}


def _running(row: Row) -> dict[str, Any]:
    instance, kind = row.instance, row.instance.kind
    shown: dict[str, Any] = {
        "currentActivityHash": instance.reference,
        "currentActivityModeHash": HASHES.get(kind.mode, 0),
        "currentActivityModeType": kind.mode,
        "currentActivityModeHashes": [HASHES[mode] for mode in kind.modes if mode in HASHES],
        "currentActivityModeTypes": list(kind.modes),
    }
    if instance.director != instance.reference:
        shown["currentPlaylistActivityHash"] = instance.director
    return shown


def _begin(row: Row) -> int:
    return row.instance.start + row.part.start


def _end(row: Row) -> int:
    return _begin(row) + row.part.played


def _offer(place: int, activity: int) -> dict[str, Any]:
    return {
        "activityHash": activity,
        "isNew": False,
        "canLead": True,
        "canJoin": True,
        "isCompleted": place % 2 == 0,
        "isVisible": True,
        "displayLevel": 50,
        "recommendedLight": 1_900 + place % 4 * 10,
        "difficultyTier": 2,
    }
