"""A world of evenings: who plays when and how long, and what the truth says of what ended."""

import pytest

from rasputin.simulator.clock import seconds
from rasputin.simulator.serving import truth
from rasputin.simulator.world.presence import true_presence
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import World

PEAK = seconds("2026-11-22T20:00:00Z")
HOUR = 3_600


@pytest.fixture(scope="module")
def world() -> World:
    return World(Shape(3, clans=4, members=400, evenings=True), PEAK - 24 * HOUR)


def test_some_12_in_a_hundred_are_online_at_the_peak_and_few_at_night(world: World) -> None:
    def online(hours: int) -> float:
        members = list(world.members())
        return sum(true_presence(world, one, PEAK + hours * HOUR).online for one in members) / len(members)

    assert 0.08 < online(0) < 0.16
    assert online(-10) < 0.03


def test_activities_take_5_to_40_minutes_and_many_are_played_alone(world: World) -> None:
    instances = list(world.ended(PEAK - 3 * HOUR, PEAK + 3 * HOUR))
    usual = [one.duration for one in instances if one.duration < 2 * HOUR]  # a raid can have been joined late
    assert len(usual) > 0.98 * len(instances)
    assert 5 * 60 <= min(usual) <= max(usual) <= 40 * 60
    alone = sum(sum(world.people.is_member(part.player) for part in one.parts) == 1 for one in instances)
    assert 0.5 < alone / len(instances) < 0.85


def test_the_truth_tells_what_ended_and_who_was_in_it(world: World) -> None:
    told = truth.ended(world, PEAK - HOUR, PEAK)
    assert told == [row for row in truth.ended(world, PEAK - 2 * HOUR, PEAK) if row in told]
    assert all(row["members"] for row in told)
    one = told[0]
    shown = truth.instance(world, int(one["instance_id"]), PEAK)
    assert shown
    entries = {row["character_id"] for row in shown["entries"]}
    assert {row["character_id"] for row in one["members"]} <= entries
