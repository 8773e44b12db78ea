"""Look-ups are remembered: ten minutes what was found, one minute who was unknown, one in flight a key."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from rasputin.bungie import Client
from rasputin.bungie.errors import Unavailable
from tests.simulated import World
from tracking.services.lookup import UnknownPlayer, look_up
from tracking.services.remembered import (
    KEPT_SECONDS,
    UNKNOWN_SECONDS,
    _cache_key,
    forget_lookups,
    remembered,
)


def name_of(world: World) -> str:
    told = world.member(world.busiest()[0])
    return f"{told['name']}#{told['code']:04}"


def seconds_kept(what: str) -> int:
    backend = cache._cache.get_client(None)  # type: ignore[attr-defined]  # the only way to ask for the rest
    return int(backend.ttl(cache.make_key(_cache_key(what))))


def test_a_search_is_asked_for_once_in_ten_minutes(world: World, bungie: Client) -> None:
    name = name_of(world)
    found = look_up(bungie, name)
    assert look_up(bungie, name) == found
    assert found.membership_id == world.busiest()[0]
    assert world.asked() == {"search": 1}
    assert KEPT_SECONDS - 60 < seconds_kept(f"player {name}") <= KEPT_SECONDS


def test_who_is_unknown_is_asked_for_again_in_a_minute(world: World, bungie: Client) -> None:
    said = []
    for _ in range(2):
        with pytest.raises(UnknownPlayer) as raised:
            look_up(bungie, "Nobody#1234")
        said.append(str(raised.value))
    assert said == ["Bungie knows nobody named Nobody#1234."] * 2
    assert world.asked() == {"search": 1}
    assert 0 < seconds_kept("player Nobody#1234") <= UNKNOWN_SECONDS


def test_trouble_is_not_remembered(world: World, bungie: Client) -> None:
    world.fails(status=503)
    with pytest.raises(Unavailable):
        look_up(bungie, name_of(world))
    world.recovers()
    assert look_up(bungie, name_of(world)).membership_id == world.busiest()[0]


def test_what_was_remembered_can_be_forgotten(world: World, bungie: Client) -> None:
    look_up(bungie, name_of(world))
    forget_lookups()
    look_up(bungie, name_of(world))
    assert world.asked() == {"search": 2}


def test_one_look_up_is_in_flight_for_all_who_ask_the_same() -> None:
    forget_lookups()
    asked, begun = [], threading.Event()

    def slow() -> int:
        asked.append(1)
        begun.wait(5)
        return 7

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(remembered, "one", int, slow, unknown=UnknownPlayer) for _ in range(4)]
        time.sleep(0.2)
        begun.set()
        assert [answer.result(5) for answer in answers] == [7] * 4
    assert asked == [1]


def test_without_redis_everybody_asks(settings: Settings) -> None:
    asked: list[int] = []

    def ask() -> int:
        asked.append(1)
        return 7

    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert [remembered("two", int, ask, unknown=UnknownPlayer) for _ in range(2)] == [7, 7]
    assert len(asked) == 2
