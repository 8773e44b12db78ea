"""PostgreSQL and Redis for the time of a command."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from rasputin.local import Home, Trouble, application, owner, programs, running, watch
from rasputin.local import home as home_module
from tests.rasputin.local.conftest import left, new_folder, program

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as somebody else")


def ask(environment: dict[str, str], question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        return connection.execute(question).fetchall()


def make_table(environment: dict[str, str]) -> None:
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")


@pytest.fixture(scope="module")
def up() -> Iterator[tuple[Home, dict[str, str]]]:
    """Services for the tests that only look."""
    with new_folder() as path, running(path / "home", quick=True) as environment:
        yield Home(path / "home"), environment


def test_services_answer(up: tuple[Home, dict[str, str]]) -> None:
    home, environment = up
    assert ask(environment, "SHOW server_encoding") == [("UTF8",)]
    assert ask(environment, "SHOW listen_addresses") == [("",)]
    with redis.Redis.from_url(environment["CELERY_BROKER_URL"]) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "volatile-lru"}
    assert left(home) == ["postgres", "python", "redis", "supervisor"]


def test_neither_server_lets_anybody_in_without_the_password(up: tuple[Home, dict[str, str]]) -> None:
    _, environment = up
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(environment["DATABASE_URL"], password="guessed")
    open_door = environment["REDIS_URL"].split("@")[1]
    with redis.Redis.from_url(f"redis://{open_door}") as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_no_password_is_on_a_command_line_or_readable_for_others(up: tuple[Home, dict[str, str]]) -> None:
    home, environment = up
    secrets = {environment["RASPUTIN_SECRET_KEY"], environment["REDIS_URL"].split("@")[0].rsplit(":")[-1]}
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        assert not any(secret in line for secret in secrets)
    holding = [path for path in home.path.rglob("*") if path.is_file() and _holds(path, secrets)]
    assert home.passwords in holding
    assert {path.stat().st_mode & 0o077 for path in holding} == {0}


@as_root
def test_for_root_the_servers_run_as_nobody(up: tuple[Home, dict[str, str]]) -> None:
    home, _ = up
    for kind in ("postgres", "redis"):
        assert psutil.Process(program(home, kind)).username() == "nobody"


def _holds(path: Path, secrets: set[str]) -> bool:
    text = path.read_bytes() if path.stat().st_size < 100_000 else b""
    return any(secret.encode() in text for secret in secrets)


def test_commands_side_by_side_share_and_the_last_one_stops(home: Home) -> None:
    with running(home.path, quick=True) as first:
        server = program(home, "postgres")
        with running(home.path, quick=True) as second:
            assert second == first
        assert program(home, "postgres") == server
        assert ask(first, "SELECT 1") == [(1,)]
    assert left(home) == []


def test_after_everything_was_killed_the_next_start_goes_on(home: Home) -> None:
    with running(home.path, quick=True) as environment:
        make_table(environment)
        for kind in ("supervisor", "postgres"):  # Redis and the keeper are left over
            os.kill(program(home, kind), signal.SIGKILL)
        orphan = program(home, "redis")
        with running(home.path, quick=True) as again:
            assert ask(again, "SELECT number FROM kept") == [(7,)]
            assert program(home, "redis") != orphan
    assert left(home) == []


def test_a_killed_server_is_started_again_at_once(home: Home) -> None:
    with running(home.path, quick=True) as environment:
        os.kill(program(home, "redis"), signal.SIGKILL)
        deadline = time.monotonic() + 10
        with redis.Redis.from_url(environment["REDIS_URL"]) as client:
            while time.monotonic() < deadline:
                try:
                    assert client.ping()
                    return
                except redis.ConnectionError:
                    time.sleep(0.1)
    pytest.fail("Redis did not come back")


def test_a_process_number_used_anew_does_not_keep_the_server_from_starting(home: Home) -> None:
    with running(home.path, quick=True) as environment:
        make_table(environment)
    stale = home.postgres / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{home.postgres}\n")
    owner.hand_over(stale, owner.server_owner())
    with running(home.path, quick=True) as environment:
        assert ask(environment, "SELECT number FROM kept") == [(7,)]


def test_a_program_that_does_not_stay_up_is_named_with_its_last_lines(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    says_why = ["sh", "-c", "echo no luck; exit 3"]
    broken = programs.Program("crawl", says_why, priority=4, start_seconds=5, start_retries=1)
    monkeypatch.setattr(programs, "application", lambda *_: [broken])
    place = home_module.place_at(home.path, {}, simulated=False)
    said = r"crawl does not stay up\. The last lines of .*crawl\.log:\nno luck"
    with (
        pytest.raises(Trouble, match=said),
        running(place, quick=True) as environment,
        application(home, environment, ("crawl",)),
    ):
        _watch_for_ever(place, environment)
    assert left(home) == []


def _watch_for_ever(place: home_module.Place, environment: dict[str, str]) -> None:
    while True:
        watch(place, environment, ("crawl",))
        time.sleep(0.1)


def test_only_one_of_a_home_is_up(home: Home) -> None:
    with (
        running(home.path, quick=True) as environment,
        application(home, environment, ()),
        pytest.raises(Trouble, match=r"is up in .* already"),
        application(home, environment, ()),
    ):
        pass


def test_services_end_after_the_last_command_was_killed(home: Home) -> None:
    script = (
        "import sys, time, pathlib; from rasputin.local import running\n"
        "with running(pathlib.Path(sys.argv[1]), quick=True):\n"
        "    print('ready', flush=True); time.sleep(60)"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", script, str(home.path)], stdout=subprocess.PIPE, cwd=programs.ROOT
    )
    assert command.stdout is not None
    assert command.stdout.readline() == b"ready\n"
    command.kill()
    command.wait()
    deadline = time.monotonic() + 30
    while left(home) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert left(home) == []


def test_servers_of_ones_own_are_used_and_none_is_started(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(home.path, quick=True) as environment:
        monkeypatch.setenv("DATABASE_URL", environment["DATABASE_URL"])
        other = Home(home.path.parent / "other")
        with running(other.path, quick=True) as second:
            assert "DATABASE_URL" not in second
            assert left(other) == ["python", "redis", "supervisor"]


def test_a_lost_password_file_is_said_and_nothing_is_lost(home: Home) -> None:
    with running(home.path, quick=True):
        pass
    kept = home.passwords.read_bytes()
    home.passwords.unlink()
    with (
        pytest.raises(Trouble, match=r"passwords\.json is missing: bring it back"),
        running(home.path, quick=True),
    ):
        pass
    home.passwords.write_bytes(kept)
    with running(home.path, quick=True) as environment:
        assert ask(environment, "SELECT 1") == [(1,)]


def test_a_long_path_is_no_trouble_for_sockets(folder: Path) -> None:
    home = Home(folder / ("long-" * 20))
    try:
        with running(home.path, quick=True) as environment:
            assert ask(environment, "SELECT 1") == [(1,)]
            assert home.sockets.stat().st_mode & 0o777 == 0o700
    finally:
        for path in (home.sockets, home.control.parent):
            shutil.rmtree(path)


@as_root
def test_for_root_the_servers_run_from_copies_where_the_installed_ones_are_out_of_reach(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reachable = owner.reachable
    monkeypatch.setattr(owner, "reachable", lambda path: "site-packages" not in str(path) and reachable(path))
    with running(home.path, quick=True) as environment:
        assert ask(environment, "SELECT 1") == [(1,)]
        for kind in ("postgres", "redis"):
            assert Path(psutil.Process(program(home, kind)).exe()).is_relative_to(home.binaries)


def test_no_mode_outside_the_home_changes(home: Home) -> None:
    around = [*home.path.parents, Path(sys.prefix), Path("/tmp"), Path.home()]
    before = [path.stat().st_mode for path in around]
    with running(home.path, quick=True):
        pass
    assert [path.stat().st_mode for path in around] == before
