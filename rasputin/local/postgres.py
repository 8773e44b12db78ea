"""The embedded PostgreSQL: a cluster made once, reached by a socket and a password only."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psutil

from rasputin.local import binaries, owner
from rasputin.local.home import Home
from rasputin.local.trouble import Trouble

NAME = "rasputin"  # of the database and of its user
MAJOR = "18"
START_SECONDS = 600  # after a crash the write-ahead log is replayed first

SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 128MB
effective_cache_size = 512MB
work_mem = 16MB
maintenance_work_mem = 64MB
max_wal_size = 1GB
wal_compression = on
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
log_checkpoints = off
timezone = 'UTC'
log_timezone = 'UTC'
"""
QUICK_SETTINGS = """
fsync = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum_naptime = 5min
"""


def command(home: Home) -> list[str]:
    return [str(binaries.postgres_programs(home) / "postgres"), "-D", str(home.postgres)]


def url(home: Home, password: str) -> str:
    return f"postgresql://{NAME}:{quote(password)}@{quote(str(home.sockets), safe='')}/{NAME}"


def prepare(home: Home, password: str, *, quick: bool) -> None:
    """Everything before the server starts: the cluster, its settings, no lock file of a dead server."""
    if not home.postgres.exists():
        _make_cluster(home, password, quick=quick)
    _check_cluster(home)
    _write_settings(home, quick=quick)
    _remove_stale_locks(home)


def _make_cluster(home: Home, password: str, *, quick: bool) -> None:
    """Made under another name, so that a start that was cut off begins anew."""
    servers = owner.server_owner()
    unfinished = home.path / "postgres.new"
    secret = home.path / "postgres.password"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    owner.hand_over(unfinished, servers)
    try:
        secret.touch(mode=0o600)
        secret.write_text(password)
        owner.hand_over(secret, servers)
        _initdb(home, unfinished, secret, quick=quick)
    finally:
        secret.unlink(missing_ok=True)
    (unfinished / "postgresql.conf").open("a").write("\ninclude 'rasputin.conf'\n")
    unfinished.rename(home.postgres)


def _initdb(home: Home, data: Path, secret: Path, *, quick: bool) -> None:
    made = subprocess.run(
        [
            str(binaries.postgres_programs(home) / "initdb"),
            f"--pgdata={data}",
            f"--username={NAME}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
            *(["--no-sync"] if quick else []),
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=data,
        umask=0o077,
        env={"PATH": os.defpath, "LC_ALL": "C"},
        **owner.run_as(owner.server_owner()),
    )
    if made.returncode != 0:
        raise Trouble(f"PostgreSQL's data could not be made in {home.path}: {_last_line(made.stderr)}")


def _last_line(text: str) -> str:
    lines = (
        [line for line in text.splitlines() if "error" in line] or text.splitlines() or ["no reason given"]
    )
    return lines[0]


def _check_cluster(home: Home) -> None:
    if home.postgres.stat().st_uid != owner.server_owner().uid:
        raise Trouble(
            f"{home.postgres} belongs to another user: start Rasputin as the user who made this home."
        )
    found = (home.postgres / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise Trouble(f"{home.postgres} was made by PostgreSQL {found}, here is {MAJOR}: move it by a dump.")


def _write_settings(home: Home, *, quick: bool) -> None:
    path = home.postgres / "rasputin.conf"
    folder = str(home.sockets).replace("'", "''")
    text = f"unix_socket_directories = '{folder}'\n{SETTINGS}{QUICK_SETTINGS if quick else ''}"
    path.write_text(text)
    path.chmod(0o600)
    owner.hand_over(path, owner.server_owner())


def _remove_stale_locks(home: Home) -> None:
    """A server that died leaves its process number, which another program may have by now."""
    for lock in (home.postgres / "postmaster.pid", home.sockets / ".s.PGSQL.5432.lock"):
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            number = abs(int(lock.read_text().splitlines()[0]))
            if not _is_server(number, home):
                lock.unlink()


def _is_server(number: int, home: Home) -> bool:
    try:
        return str(home.postgres) in psutil.Process(number).cmdline()
    except psutil.Error:
        return False


def wait(home: Home, password: str, still_starting: Callable[[], None]) -> None:
    """Until the server takes connections, then see that the database is there.

    still_starting raises Trouble when there is nothing left to wait for.
    """
    import psycopg  # here, as it takes longer to load than all else that a command without a database needs

    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            _ensure_database(home, password)
            return
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                raise Trouble(
                    f"The database in {home.postgres} refuses the password of {home.passwords}."
                ) from error
            if time.monotonic() > deadline:
                raise Trouble(f"PostgreSQL did not start: see {home.log / 'postgres.log'}.") from error
        still_starting()
        time.sleep(0.05)


def _ensure_database(home: Home, password: str) -> None:
    import psycopg

    with psycopg.connect(
        host=str(home.sockets),
        user=NAME,
        password=password,
        dbname="postgres",
        autocommit=True,
        connect_timeout=10,
    ) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {NAME}")
