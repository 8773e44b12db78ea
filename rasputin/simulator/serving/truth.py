"""The world's own numbers of activities in plain shapes, for checking what a tracker made of the replies.

Nothing here passes through the rendering of replies.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from rasputin.simulator.clock import stamp
from rasputin.simulator.world.plan import Instance, Part
from rasputin.simulator.world.world import Row, World


def activities(world: World, character_id: int, now: float, *, hidden: bool) -> list[dict[str, Any]]:
    """What a character's history lists by now without a mode, newest first; with `hidden` also what only
    a mode of its own lists.
    """
    rows = world.played(character_id, now) if hidden else world.history(character_id, now)
    return [_activity(world, row) for row in rows]


def instance(world: World, instance_id: int, now: float) -> dict[str, Any] | None:
    found = world.instance(instance_id, now)
    return _instance(world, found) if found else None


def ended(world: World, since: float, until: float) -> list[dict[str, Any]]:
    """What ended between two moments, with the members in it, by the first character of each."""
    return [
        {
            **_head(instance),
            "members": [
                {
                    "membership_id": str(player.membership_id),
                    "character_id": str(part.character_id),
                    "private": player.private,
                }
                for part in sorted(instance.parts, key=attrgetter("start"))
                if world.people.is_member(part.player)
                for player in [world.people.player(part.player)]
            ],
        }
        for instance in world.ended(since, until)
    ]


def _activity(world: World, row: Row) -> dict[str, Any]:
    score = world.scores.score(row.instance, row.part)
    return {
        **_head(row.instance),
        "kills": score.kills,
        "deaths": score.deaths,
        "assists": score.assists,
        "score": score.score,
        "completed": score.completed,
        "completion_reason": score.completion_reason,
        "duration_seconds": row.instance.duration,
        "time_played_seconds": score.time_played_seconds,
        "start_seconds": score.start_seconds,
        "standing": score.standing,
        "team": score.team,
        "player_count": score.player_count,
        "team_score": score.team_score,
        "fireteam_id": str(score.fireteam_id),
    }


def _head(instance: Instance) -> dict[str, Any]:
    return {
        "instance_id": str(instance.instance_id),
        "period": stamp(instance.start),
        "ended_at": stamp(instance.end),
        "visible_at": stamp(instance.listed_at),
        "mode": instance.kind.mode,
        "modes": instance.kind.modes,
        "activity_hash": instance.reference,
        "director_hash": instance.director,
        "is_private": instance.kind.private,
        "only_mode": instance.kind.mode if instance.shy else None,
    }


def _instance(world: World, instance: Instance) -> dict[str, Any]:
    return {
        **_head(instance),
        "duration_seconds": instance.duration,
        "fresh": instance.begun.fresh,
        "started_from_beginning": instance.begun.from_beginning,
        "starting_phase_index": instance.begun.phase,
        "teams": [
            {"team_id": team.team_id, "standing": team.standing, "score": team.score}
            for team in world.scores.told_teams(instance)
        ],
        "entries": [_entry(world, instance, part) for part in instance.parts],
    }


def _entry(world: World, instance: Instance, part: Part) -> dict[str, Any]:
    player = world.people.player(part.player)
    score, detail = world.scores.entry(instance, part)
    return {
        "membership_id": str(player.membership_id),
        "character_id": str(part.character_id),
        "class_hash": 0 if player.stripped else player.characters[part.slot].class_hash,
        "light_level": detail.light,
        "stripped": player.stripped,
        "completed": score.completed,
        "completion_reason": score.completion_reason,
        "kills": score.kills,
        "deaths": score.deaths,
        "assists": score.assists,
        "score": score.score,
        "time_played_seconds": score.time_played_seconds,
        "start_seconds": score.start_seconds,
        "standing": score.standing or 0,
        "team": score.team,
        "team_score": score.team_score,
        "player_count": score.player_count,
        "fireteam_id": str(score.fireteam_id),
        "precision_kills": detail.precision_kills,
        "grenade_kills": detail.grenade_kills,
        "melee_kills": detail.melee_kills,
        "super_kills": detail.super_kills,
        "ability_kills": detail.ability_kills,
        "weapons": {str(weapon): [kills, precision] for weapon, kills, precision in detail.weapons},
        "extended": dict(detail.extended),
    }
