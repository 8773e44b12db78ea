"""The world: the same for everybody who asks, and only ever growing."""

from functools import cache
from itertools import pairwise

import pytest

from rasputin.simulator.clock import seconds
from rasputin.simulator.world.ids import Ids, InstanceIds
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import Row, World

NOW = seconds("2026-11-22T13:00:00Z")
DAY = 86_400


def small_world(seed: int = 3) -> World:
    return World(Shape(seed, clans=2, members=20), NOW - 5 * DAY)


@cache
def shared_world() -> World:
    """For tests that ask at NOW only."""
    return small_world()


def rows(world: World, now: float) -> dict[int, list[Row]]:
    return {
        character.character_id: world.history(character.character_id, now)
        for player in world.members()
        for character in player.characters
    }


def keys(world: World, now: float) -> set[tuple[int, int]]:
    return {
        (row.instance.instance_id, row.part.character_id)
        for found in rows(world, now).values()
        for row in found
    }


def test_the_same_seed_is_the_same_world_whatever_is_asked_first() -> None:
    one, other = small_world(), small_world()
    other.history(next(other.members()).characters[0].character_id, NOW + 3 * DAY)
    assert keys(one, NOW) == keys(other, NOW)
    assert {row.part for found in rows(one, NOW).values() for row in found} == {
        row.part for found in rows(other, NOW).values() for row in found
    }


def test_another_seed_is_another_world() -> None:
    assert not keys(small_world(3), NOW) & keys(small_world(4), NOW)


def test_time_only_adds() -> None:
    world = small_world()
    seen: set[tuple[int, int]] = set()
    for hours in range(0, 72, 12):
        grown = keys(world, NOW + hours * 3_600)
        assert seen <= grown
        seen = grown
    assert len(seen) > len(keys(world, NOW))


def test_histories_run_from_new_to_old_and_ids_rise_with_time() -> None:
    for found in rows(shared_world(), NOW).values():
        for newer, older in pairwise(found):
            assert newer.instance.start >= older.instance.start
            assert newer.instance.instance_id > older.instance.instance_id


def test_nobody_is_in_two_activities_at_once() -> None:
    world = shared_world()
    for player in world.members():
        spans = sorted(
            (row.instance.start + row.part.start, row.instance.start + row.part.start + row.part.played)
            for character in player.characters
            for row in world.history(character.character_id, NOW)
        )
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_clan_members_share_fireteams_and_instances() -> None:
    world = shared_world()
    together = [
        row.instance
        for found in rows(world, NOW).values()
        for row in found
        if sum(world.people.is_member(part.player) for part in row.instance.parts) > 1
    ]
    assert len(together) > 50
    shared = together[0]
    fireteams = [part.fireteam for part in shared.parts if world.people.is_member(part.player)]
    assert len(set(fireteams)) == 1


def test_a_stranger_has_a_history_too() -> None:
    world = shared_world()
    part, instance = next(
        (part, row.instance)
        for found in rows(world, NOW).values()
        for row in found
        for part in row.instance.parts
        if not world.people.is_member(part.player)
    )
    assert instance in [row.instance for row in world.history(part.character_id, NOW)]


def test_the_oddities_of_the_real_game_occur() -> None:
    world = World(Shape(seed=1, clans=2, members=100), NOW - 14 * DAY)
    instances = {row.instance for found in rows(world, NOW).values() for row in found}
    parts = [part for instance in instances for part in instance.parts]
    assert {instance.kind.name for instance in instances} >= {"raid", "control", "gambit", "private_match"}
    assert any(part.start > 32_767 for part in parts)
    assert any(not instance.counted for instance in instances)
    assert any(not instance.finished for instance in instances if instance.kind.name == "raid")
    assert any(world.people.player(part.player).stripped for part in parts)
    assert any(
        len({part.player for part in i.parts}) < len(i.parts) for i in instances if i.kind.name == "raid"
    )
    assert any(len(instance.parts) == 12 and instance.kind.teams for instance in instances)


def test_the_demo_holds_1500_to_1800_activities() -> None:
    world = World(Shape(seed=1, clans=2, members=60), NOW - 14 * DAY)
    instances = {row.instance.instance_id for found in rows(world, NOW).values() for row in found}
    assert 1_500 <= len(instances) <= 1_800


def test_ids_look_like_bungies_and_lead_back() -> None:
    ids = Ids(seed=9)
    for index in (0, 1, 59, 4_000):
        assert len(str(ids.player(index))) == len(str(ids.character(index, 2))) == 19
        assert ids.player_index(ids.player(index)) == index
        assert ids.character_owner(ids.character(index, 2)) == (index, 2)
        assert 5 <= len(str(ids.group(index))) <= 7


def test_an_instance_id_tells_its_start_and_circle() -> None:
    ids = InstanceIds(circles=3)
    assert ids.start_and_circle(ids.make(1_795_310_558, 2, 3)) == (1_795_310_558, 2)


@pytest.mark.parametrize(("clans", "members"), [(1, 101), (0, 5), (3, 2)])
def test_impossible_sizes_are_refused_in_a_sentence(clans: int, members: int) -> None:
    with pytest.raises(ValueError, match=r"clan.*\.$"):
        Shape(1, clans=clans, members=members)
