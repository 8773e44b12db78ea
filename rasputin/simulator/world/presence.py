"""Who is said to be online: minutes late, and for some plainly wrong."""

from __future__ import annotations

from dataclasses import dataclass

from rasputin.simulator.world.dice import between, chance, draws
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.world import World

HOUR = 3_600
LEAST_LATE, MOST_LATE = 60, 600


@dataclass(frozen=True, slots=True)
class Presence:
    online: bool
    changed_at: int


def presence(world: World, player: Player, now: float) -> Presence:
    """The hint that a roster gives at a time; a steady world's is always right."""
    if world.shape.steady:
        return true_presence(world, player, now)
    hour = int(now) // HOUR
    roll = draws(world.shape.seed, "hint", player.index, hour)
    told = true_presence(world, player, now - between(roll[0], LEAST_LATE, MOST_LATE))
    if chance(roll[1], world.wrong_hints):
        stale = hour * HOUR - between(roll[2], MOST_LATE, 5 * HOUR)
        return Presence(online=not told.online, changed_at=stale)
    return told


def true_presence(world: World, player: Player, now: float) -> Presence:
    session = world.last_session(player, now)
    if session is None:
        return Presence(online=False, changed_at=world.last_seen_before(player))
    if now < session.end:
        return Presence(online=True, changed_at=session.start)
    return Presence(online=False, changed_at=session.end)
