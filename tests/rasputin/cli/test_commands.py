"""The commands that list and change what is tracked."""

import shutil
from pathlib import Path

import psycopg
import pytest
import redis

from rasputin.budget import STATE
from tests.free_port import free_port
from tests.rasputin.cli.conftest import Command

FAILURE = (
    "INSERT INTO tracking_pendingreport"
    " (instance_id, period, found_at, priority, attempts, failures, incomplete, error_kind, error_message)"
    " VALUES (4711, now(), now(), 0, 0, 1, 0, 'private', '[report: HTTP 500] hidden')"
)

pytestmark = pytest.mark.usefixtures("services")


def test_a_clan_is_added_listed_and_removed(rasputin: Command) -> None:
    assert rasputin("clans", "add", "4711").stdout == "Clan 4711 is tracked.\n"
    assert "4711" in rasputin("clans", "list").stdout
    assert rasputin("clans", "remove", "4711").stdout == "Clan 4711 is tracked no longer.\n"


def test_status_says_what_is_stored_and_what_runs(rasputin: Command) -> None:
    ended = rasputin("status")
    assert ended.returncode == 0
    assert "simulated data" in ended.stdout
    assert "program postgres   running" in ended.stdout


def test_status_says_what_fails_and_why(rasputin: Command, services: dict[str, str]) -> None:
    assert rasputin("clans", "list").returncode == 0  # the first command makes the tables
    with redis.Redis.from_url(services["REDIS_URL"]) as budget:
        budget.hset(STATE, "closed:reports", "maintenance: [report: HTTP 503] closed [for now]")
        with psycopg.connect(services["DATABASE_URL"]) as database:
            database.execute(FAILURE)
        ended = rasputin("status")
        budget.delete(STATE)
    assert "Reports wait: maintenance: [report: HTTP 503] closed [for now]" in ended.stdout
    assert "private 1" in ended.stdout
    assert "private  4711: [report: HTTP 500] hidden" in ended.stdout


def test_an_unknown_action_names_those_that_there_are(rasputin: Command) -> None:
    ended = rasputin("run", "crawl:everything")
    assert ended.returncode == 1
    assert ended.stderr.startswith("rasputin: There is no action 'crawl:everything'. Actions: crawl:clans,")


def test_somebody_unknown_is_one_sentence(rasputin: Command) -> None:
    ended = rasputin("members", "show", "Nobody#0000")
    assert ended.returncode == 1
    assert ended.stderr == "rasputin: Nobody#0000 is not tracked: `rasputin members list` shows who is.\n"


def test_without_a_contact_bungie_is_not_asked(rasputin: Command, services: dict[str, str]) -> None:
    own_servers = {name: services[name] for name in ("DATABASE_URL", "REDIS_URL")}
    ended = rasputin("status", BUNGIE_API_KEY="some-key", **own_servers)
    assert ended.returncode == 1
    assert ended.stderr.startswith("rasputin: BUNGIE_CONTACT is empty.")


def test_the_demo_opens_its_home_on_another_port_and_without_its_run_directory(
    rasputin: Command, folder: Path
) -> None:
    home = folder / "moved"
    for port in (str(free_port()), "0", str(free_port())):
        ended = rasputin("clans", "list", RASPUTIN_HOME=str(home), RASPUTIN_SIMULATOR_PORT=port)
        assert ended.returncode == 0, ended
        shutil.rmtree(home / "demo" / "run")
