"""What the supervisor runs in a home, and how it is told."""

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from rasputin.local import owner, ports, postgres, redis
from rasputin.local.home import Home
from rasputin.local.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]  # where the Django project lies
KEEPER = "keeper"
SERVICES = ("postgres", "redis", "simulator")
APPLICATION = ("web", "crawl", "house", "beat", "flower")
# Each try comes a second later than the one before. What uses the servers outlasts minutes without them.
SERVICE_RETRIES, APPLICATION_RETRIES = 5, 60
# Workers end what they have claimed; beat holds nothing, and now and then does not hear that it should end.
STOP_SECONDS = {"crawl": 30, "house": 30, "beat": 3}
USUAL_STOP_SECONDS = 15
DEMO_WORLD = ("--seed", "1", "--clans", "2", "--members", "60")


class Program(NamedTuple):
    name: str
    command: list[str]
    priority: int  # the lowest starts first and ends last
    user: str | None = None
    start_seconds: int = 1  # it has started once it has lived as long
    stop_signal: str = "TERM"
    stop_seconds: int = USUAL_STOP_SECONDS  # then it is killed
    start_retries: int = SERVICE_RETRIES  # then it is given up


def services(home: Home, *, embedded: tuple[str, ...]) -> list[Program]:
    servers = owner.server_owner().name
    table = [_keeper(home)]
    if "postgres" in embedded:
        table.append(
            Program("postgres", postgres.command(home), 1, servers, stop_signal="INT", stop_seconds=60)
        )
    if "redis" in embedded:
        table.append(Program("redis", redis.command(home), 2, servers))
    if "simulator" in embedded:
        table.append(
            _python(home, "simulator", "rasputin.simulator", "--port", _port(home, "simulator"), *DEMO_WORLD)
        )
    return table


def application(home: Home, environ: Mapping[str, str]) -> list[Program]:
    celery = ("celery", "-A", "rasputin")
    return [
        _python(home, "web", "gunicorn", "rasputin.wsgi", *_gunicorn(home)),
        _python(
            home,
            "crawl",
            *celery,
            "worker",
            *_worker("crawl", "member,clan,instance", crawl_processes(environ)),
        ),
        _python(home, "house", *celery, "worker", *_worker("house", "db_sync,actions", 1)),
        _python(home, "beat", *celery, "beat", *_beat()),
        _python(home, "flower", *celery, "flower", *_flower(home)),
    ]


def _gunicorn(home: Home) -> list[str]:
    address = f"{ports.LOOPBACK}:{_port(home, 'web')}"
    return ["--bind", address, "--worker-class", "gthread", "--threads", "8", "--no-control-socket"]


def _worker(name: str, queues: str, processes: int) -> list[str]:
    return ["-Q", queues, f"--concurrency={processes}", "-n", f"{name}@%h", "--loglevel=INFO"]


def _beat() -> list[str]:
    return ["--scheduler", "django_celery_beat.schedulers:DatabaseScheduler", "--pidfile=", "--loglevel=INFO"]


def _flower(home: Home) -> list[str]:
    return [f"--address={ports.LOOPBACK}", f"--port={_port(home, 'flower')}", "--persistent=False"]


def check_settings(environ: Mapping[str, str]) -> None:
    """Raises Trouble for what would come to light only after everything else has started."""
    crawl_processes(environ)
    for name in ports.DEFAULTS:
        ports.wanted(environ, name)


def crawl_processes(environ: Mapping[str, str]) -> int:
    said = environ.get("RASPUTIN_CRAWL_PROCESSES") or "2"
    if not said.isdecimal() or not 1 <= int(said) <= 64:
        raise Trouble(f"RASPUTIN_CRAWL_PROCESSES must be a number from 1 to 64, not {said!r}.")
    return int(said)


def _port(home: Home, name: str) -> str:
    return str(ports.kept(home).get(name, ports.DEFAULTS[name]))


def _python(home: Home, name: str, module: str, *arguments: str) -> Program:
    launcher = [sys.executable, "-I", str(Path(__file__).with_name("launch.py"))]
    command = [*launcher, str(home.environment), str(home.path), name, "-m", module, *arguments]
    if name in SERVICES:
        return Program(name, command, priority=3)
    return Program(
        name,
        command,
        priority=4,
        start_seconds=5,
        stop_seconds=STOP_SECONDS.get(name, USUAL_STOP_SECONDS),
        start_retries=APPLICATION_RETRIES,
    )


def _keeper(home: Home) -> Program:
    file = Path(__file__).with_name("keeper.py")
    command = [sys.executable, "-I", "-X", f"rasputin_home={home.path}", str(file), str(home.run)]
    return Program(KEEPER, command, priority=0)


def supervisor_config(home: Home, table: list[Program]) -> str:
    return "\n".join([_head(home), *(_section(home, program) for program in table)])


def _head(home: Home) -> str:
    lines: dict[str, dict[str, object]] = {
        "unix_http_server": {"file": home.control, "chmod": "0700"},
        "supervisord": {
            "logfile": home.log / "supervisord.log",
            "logfile_maxbytes": "5MB",
            "logfile_backups": 2,
            "loglevel": "info",
            "pidfile": home.run / "supervisord.pid",
            "umask": "077",
            "directory": ROOT,
        },
        "rpcinterface:supervisor": {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        },
    }
    if owner.server_owner().name:
        lines["supervisord"]["user"] = "root"  # said on purpose: without it the supervisor warns
    return "\n".join(_ini(name, values) for name, values in lines.items())


def _section(home: Home, program: Program) -> str:
    values = {
        "command": shlex.join(program.command),
        "directory": "/" if program.user else ROOT,
        "priority": program.priority,
        "autostart": "false",
        "autorestart": "true",
        "startsecs": program.start_seconds,
        "startretries": program.start_retries,
        "stopsignal": program.stop_signal,
        "stopwaitsecs": program.stop_seconds,
        "stopasgroup": "false",
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": home.log / f"{program.name}.log",
        "stdout_logfile_maxbytes": "5MB",
        "stdout_logfile_backups": 3,
    }
    if program.user:
        values["user"] = program.user
    return _ini(f"program:{program.name}", values)


def _ini(name: str, values: Mapping[str, object]) -> str:
    """The supervisor reads a per cent sign as the start of a name of its own."""
    return "\n".join(
        [f"[{name}]", *(f"{key} = {str(value).replace('%', '%%')}" for key, value in values.items()), ""]
    )
