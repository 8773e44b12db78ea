"""A key that Bungie refuses: all waits, nobody is blamed, and it goes on by itself with a good one."""

from datetime import timedelta

import pytest
import redis

from rasputin.budget import STATE
from tests.system.chaos import (
    Crawl,
    answered,
    ask,
    count,
    crawling,
    nobody_is_blamed,
    tell,
)
from tests.system.stack import wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.thorough]

KEY = "simulated"  # pragma: allowlist secret
NIGHT = timedelta(hours=8)
AS_GOOD_AS_REAL = 1.001  # a clock that shows another time cannot run at exactly the pace of the real one
DEAD = """
SELECT (SELECT count(*) FROM tracking_section WHERE due_at IS NULL AND error_kind <> '')
     + (SELECT count(*) FROM tracking_pendingreport WHERE due_at IS NULL)
"""


def test_a_key_that_is_revoked_for_a_night_costs_a_minute_after_it_is_good_again() -> None:
    with crawling(factor=480) as crawl:
        revoke(crawl)
        asked, ends = crawl.stack.control("requests")["total"], crawl.clock.now() + NIGHT
        says_what_to_do(crawl)
        wait_for(lambda: crawl.clock.now() > ends, "end of the night")
        nothing_was_lost(crawl)
        crawl.clock.set(AS_GOOD_AS_REAL)
        assert crawl.stack.control("requests")["total"] - asked <= NIGHT / timedelta(minutes=1)
        before = answered(crawl.stack)
        tell(crawl.stack, "keys", {"accept": [KEY]})
        wait_for(lambda: answered(crawl.stack) > before, "request within a minute of a good key", seconds=60)
        crawl.ends_whole()


def test_a_new_key_goes_on_at_once_when_it_is_set() -> None:
    with crawling(factor=AS_GOOD_AS_REAL) as crawl:
        revoke(crawl)
        nothing_was_lost(crawl)
        before = answered(crawl.stack)
        crawl.starts_again(BUNGIE_API_KEY="another")  # pragma: allowlist secret
        wait_for(lambda: bool(crawl.stack.processes("member,clan,instance")), "crawling workers")
        with redis.Redis.from_url(crawl.stack.redis_url) as connection:
            assert not connection.hexists(STATE, "closed:all"), "nobody waits for a probe"
        wait_for(lambda: answered(crawl.stack) > before, "request with the new key")
        crawl.ends_whole()


def revoke(crawl: Crawl) -> None:
    tell(crawl.stack, "keys", {"revoke": [KEY]})
    wait_for(lambda: "all" in ask(crawl.stack, "status")["requests"]["closed"], "refused key")


def says_what_to_do(crawl: Crawl) -> None:
    (sentence,) = (
        told for told in ask(crawl.stack, "status")["obstacles"] if told.startswith("All requests")
    )
    assert "BUNGIE_API_KEY" in sentence
    assert "restart" in sentence
    assert sentence in crawl.stack.rasputin("status").stdout


def nothing_was_lost(crawl: Crawl) -> None:
    """While it waits: no dead letter, no try and no failure counted."""
    assert nobody_is_blamed(crawl.stack)
    assert count(crawl.stack, DEAD) == 0
