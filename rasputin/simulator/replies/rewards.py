"""What a clan has earned for its members in the week."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.clock import stamp
from rasputin.simulator.world.clans import Clan
from rasputin.simulator.world.world import World

WEEK = 7 * 86_400
FIRST_RESET = 1_504_630_800  # Tuesday, 2017-09-05 17:00 UTC
MILESTONE, CATEGORY = 4253138191, 1064137897
# What has to be finished for each reward: the mode of nightfalls, Gambit, raids, the Crucible.
ENTRIES = {3789021730: 46, 248695599: 63, 2043403989: 4, 964120289: 5}


def rewards_reply(world: World, clan: Clan, now: float) -> dict[str, Any]:
    """The milestone of the week; nobody is ever said to have fetched a reward."""
    return _milestone(_finished_modes(world, clan, _week_begin(now), now), now)


def no_rewards_reply(now: float) -> dict[str, Any]:
    """Of a clan of which nobody knows what it did."""
    return _milestone(set(), now)


def _milestone(done: set[int], now: float) -> dict[str, Any]:
    begin = _week_begin(now)
    entries = [
        {"rewardEntryHash": entry, "earned": mode in done, "redeemed": False}
        for entry, mode in ENTRIES.items()
    ]
    return {
        "milestoneHash": MILESTONE,
        "rewards": [{"rewardCategoryHash": CATEGORY, "entries": entries}],
        "startDate": stamp(begin),
        "endDate": stamp(begin + WEEK),
        "order": 9_100,
    }


def _week_begin(now: float) -> int:
    return FIRST_RESET + int(now - FIRST_RESET) // WEEK * WEEK


def _finished_modes(world: World, clan: Clan, begin: int, now: float) -> set[int]:
    """Modes of all that members have finished since the week began."""
    members = (world.people.player(stint.who.player) for stint in world.rosters.roster(clan.number, now))
    characters = [character for player in members for character in player.characters]
    return {
        mode
        for character in characters
        for row in world.played_since(character.character_id, begin, now)
        if row.part.completed
        for mode in row.instance.kind.modes
    }
