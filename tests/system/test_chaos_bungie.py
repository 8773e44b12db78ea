"""What Bungie does to its guests, done to a whole crawl: it waits, blames nobody, and ends whole."""

from datetime import timedelta
from typing import Any

import pytest

from tests.system.chaos import answered, ask, crawling, hits, nobody_is_blamed, strike
from tests.system.stack import wait_for

pytestmark = pytest.mark.chaos

THROTTLES = (31, 35, 36, 37, 51, 1672)
STORM = (0, 10)  # real seconds since the rules were given


@pytest.mark.thorough
def test_a_throttle_storm_holds_everybody_and_blames_nobody() -> None:
    with crawling(factor=10) as crawl:
        bare = [{"name": f"{code}", "code": code, "rate": 0.06, "window": STORM} for code in THROTTLES]
        timed = [{**rule, "name": f"{rule['name']} for 3 s", "throttle_seconds": 3} for rule in bare]
        strike(crawl.stack, *bare, *timed)
        wait_for(lambda: sum(hits(crawl.stack).values()) >= 6, "throttles")
        assert ask(crawl.stack, "status")["requests"]["throttled"] >= 1
        assert nobody_is_blamed(crawl.stack)
        crawl.ends_whole()


@pytest.mark.thorough
def test_an_hour_of_maintenance_is_waited_for_with_a_probe_a_minute() -> None:
    with crawling(factor=120) as crawl:
        begins = crawl.clock.now()
        ends = begins + timedelta(hours=1)
        strike(crawl.stack, {"name": "hour", "maintenance": ["all"], "until": ends.isoformat()})
        wait_for(lambda: hits(crawl.stack)["hour"] >= 10, "maintenance")
        closed = ask(crawl.stack, "status")["requests"]["closed"]
        assert {"destiny"} <= closed.keys()
        assert all("maintenance" in reason for reason in closed.values())
        assert nobody_is_blamed(crawl.stack)
        wait_for(lambda: crawl.clock.now() > ends, "end of the hour")
        assert hits(crawl.stack)["hour"] <= 4 * 60 + 4 * 16, (
            "four classes, a probe a minute, and what was under way"
        )
        crawl.ends_whole()


@pytest.mark.thorough
def test_pages_of_html_are_neither_stored_nor_held_against_a_row_for_good() -> None:
    with crawling(factor=10) as crawl:
        pages: list[dict[str, Any]] = [
            {"name": f"{status}", "status": status, "rate": 0.08} for status in (403, 500, 502, 503, 520)
        ]
        pages += [
            {"name": "bot", "status": 403, "title": "Just a moment...", "times": 2},
            {"name": "welcome", "status": 200, "title": "Bungie.net", "rate": 0.05},
        ]
        strike(crawl.stack, *({**page, "window": STORM} for page in pages))
        wait_for(lambda: sum(hits(crawl.stack).values()) >= 10, "pages")
        crawl.ends_whole()


@pytest.mark.thorough
def test_bodies_that_are_cut_off_or_trickle_are_asked_for_again() -> None:
    with crawling(factor=10) as crawl:
        ways: dict[str, dict[str, Any]] = {
            "shorter than said": {"cut": 900, "length": "whole"},
            "half a zip": {"cut": 500},
            "of no length": {"cut": 700, "length": "none"},
            "lost in the middle": {"cut": 300, "reset": True},
            "lost": {"reset": True},
            "never": {"hang": 1},
            "empty": {"body": ""},
            "no zip": {"garbled": True},
            "late": {"delay": 2},
            "drop by drop": {"drip": 3000, "hosts": ["www", "stats"]},
        }
        strike(
            crawl.stack, *({"name": name, "rate": 0.04, "window": STORM, **way} for name, way in ways.items())
        )
        wait_for(lambda: sum(hits(crawl.stack).values()) >= 15, "spoilt bodies")
        crawl.ends_whole()


@pytest.mark.thorough
def test_one_request_in_twenty_fails_for_the_whole_crawl() -> None:
    with crawling(factor=30) as crawl:
        ways: dict[str, dict[str, Any]] = {
            "throttled": {"code": 1672, "throttle_seconds": 2},
            "maintenance": {"code": 5},
            "inside Bungie": {"code": 3},
            "unexpected": {"code": 1618},
            "no such report yet": {"code": 1653, "endpoints": ["report"]},
            "bad gateway": {"status": 502},
            "lost": {"reset": True},
            "cut off": {"cut": 600, "length": "whole"},
            "empty": {"body": ""},
            "nothing": {"response": None},
        }
        share = 0.05 / len(ways)
        strike(crawl.stack, *({"name": name, "rate": share, **way} for name, way in ways.items()))
        wait_for(lambda: sum(hits(crawl.stack).values()) >= 10 and answered(crawl.stack) >= 400, "failures")
        crawl.ends_whole()
