"""The embedded Redis: loopback and a password, cache bounded, snapshots on disk."""

import time
from collections.abc import Callable

from rasputin.local import binaries, owner, ports
from rasputin.local.home import Home
from rasputin.local.trouble import Trouble

SETTINGS = """
protected-mode yes
daemonize no
supervised no
set-proc-title no
maxmemory 128mb
maxmemory-policy volatile-lru
appendonly no
save 300 1
stop-writes-on-bgsave-error no
loglevel warning
"""
START_SECONDS = 60


def command(home: Home) -> list[str]:
    return [str(binaries.redis_server(home)), str(home.redis / "redis.conf")]


def url(home: Home, password: str, *, database: int = 0) -> str:
    return f"redis://:{password}@{ports.LOOPBACK}:{ports.kept(home)['redis']}/{database}"


def prepare(home: Home, password: str) -> None:
    """Before the server starts: a free port, and the settings, which name the password."""
    port = ports.choose(home, "redis")
    ports.keep(home, "redis", port)
    config = home.redis / "redis.conf"
    config.touch(mode=0o600)
    config.write_text(
        f'bind {ports.LOOPBACK}\nport {port}\ndir "{home.redis}"\nrequirepass {password}\n{SETTINGS}'
    )
    owner.hand_over(config, owner.server_owner())


def wait(home: Home, password: str, still_starting: Callable[[], None]) -> None:
    """Until it answers; loading a snapshot comes first."""
    import redis  # here, as many a command needs none, and it takes long to load

    deadline = time.monotonic() + START_SECONDS
    with redis.Redis.from_url(url(home, password)) as client:
        while True:
            try:
                client.ping()
                return
            except redis.AuthenticationError as error:
                raise Trouble("Another Redis took the port of this home's: start again.") from error
            except redis.ConnectionError as error:
                if time.monotonic() > deadline:
                    raise Trouble(f"Redis did not start: see {home.log / 'redis.log'}.") from error
            still_starting()
            time.sleep(0.03)
