"""Starting and stopping a home's programs; its callers hold the start-up lock."""

import json
import os
from collections.abc import Mapping
from functools import partial

from rasputin.local import demo, leftovers, ports, postgres, programs, redis, supervise
from rasputin.local.home import Home
from rasputin.local.passwords import Passwords, passwords

HANDED_ON = (
    "RASPUTIN_",
    "BUNGIE_",
    "CELERY_",
    "DJANGO_",
    "DATABASE_URL",
    "REDIS_URL",
    "SSL_CERT_",
    "REQUESTS_CA_",
)
FLOWER_USER = "rasputin"


def start_services(home: Home, embedded: tuple[str, ...], *, quick: bool) -> dict[str, str]:
    """Start what does not run yet, wait until it answers, and say how to reach it."""
    secrets = passwords(home)
    if not supervise.alive(home):
        leftovers.end(home)
    running = supervise.alive_programs(home)
    missing = [name for name in embedded if name not in running]
    _prepare(home, missing, secrets, quick=quick)
    environment = reach(home, embedded, secrets)
    if running.isdisjoint(programs.APPLICATION):
        _write_environment(home, environment, secrets)
    _configure(home, embedded, application=not running.isdisjoint(programs.APPLICATION))
    for name in (*missing, programs.KEEPER):
        supervise.start(home, name)
    _wait(home, embedded, secrets)
    return environment


def _prepare(home: Home, missing: list[str], secrets: Passwords, *, quick: bool) -> None:
    if "simulator" in missing:
        ports.claim(home, os.environ, "simulator")
        demo.ensure_clock(home)
    if "redis" in missing:
        redis.prepare(home, secrets.redis)
    if "postgres" in missing:
        postgres.prepare(home, secrets.postgres, quick=quick)


def reach(home: Home, embedded: tuple[str, ...], secrets: Passwords) -> dict[str, str]:
    """The settings that this home adds to those that somebody made."""
    settings = {"RASPUTIN_HOME": str(home.path)}
    settings["RASPUTIN_MANIFEST_FOLDER"] = os.environ.get("RASPUTIN_MANIFEST_FOLDER") or str(home.manifest)
    held = home.postgres if "postgres" in embedded else home.path
    settings["RASPUTIN_DISK_FOLDER"] = os.environ.get("RASPUTIN_DISK_FOLDER") or str(held)
    if "postgres" in embedded:
        settings["DATABASE_URL"] = postgres.url(home, secrets.postgres)
    if "redis" in embedded:
        settings["REDIS_URL"] = redis.url(home, secrets.redis)
        settings["CELERY_BROKER_URL"] = os.environ.get("CELERY_BROKER_URL") or redis.url(
            home, secrets.redis, database=1
        )
    if "simulator" in embedded:
        settings |= demo.environment(home)
        settings["RASPUTIN_CLOCK"] = os.environ.get("RASPUTIN_CLOCK") or f"file:{home.clock}"
    settings["RASPUTIN_SECRET_KEY"] = os.environ.get("RASPUTIN_SECRET_KEY") or secrets.secret_key
    return settings


def _write_environment(home: Home, environment: Mapping[str, str], secrets: Passwords) -> None:
    """What launch.py puts in place; the file is removed when everything has stopped."""
    handed_on = {name: value for name, value in os.environ.items() if name.startswith(HANDED_ON)}
    flower = {"FLOWER_BASIC_AUTH": f"{FLOWER_USER}:{secrets.flower}"}
    home.environment.touch(mode=0o600)
    home.environment.write_text(json.dumps({"all": {**handed_on, **environment}, "flower": flower}))


def _configure(home: Home, embedded: tuple[str, ...], *, application: bool) -> None:
    table = programs.services(home, embedded=embedded)
    if application:
        table += programs.application(home, os.environ)
    home.supervisor_config.touch(mode=0o600)
    home.supervisor_config.write_text(programs.supervisor_config(home, table))
    if supervise.alive(home):
        supervise.load(home)
    else:
        supervise.launch(home)


def _wait(home: Home, embedded: tuple[str, ...], secrets: Passwords) -> None:
    if "redis" in embedded:
        redis.wait(home, secrets.redis, partial(supervise.fail_if_dead, home, "redis"))
    if "postgres" in embedded:
        postgres.wait(home, secrets.postgres, partial(supervise.fail_if_dead, home, "postgres"))
    if "simulator" in embedded:
        port = ports.kept(home)["simulator"]
        supervise.wait_until(lambda: ports.answers(port), partial(supervise.fail_if_dead, home, "simulator"))


def start_application(home: Home, environment: Mapping[str, str], names: tuple[str, ...]) -> None:
    """Those of a caller that was killed are stopped first: they may have other settings."""
    supervise.stop(home, programs.APPLICATION)
    for name in {"web", "flower"} & set(names):
        ports.claim(home, os.environ, name)
    ran = tuple(supervise.alive_programs(home))
    _write_environment(home, {**environment, **_chosen_ports(home)}, passwords(home))
    _configure(home, ran, application=True)
    for name in names:
        supervise.start(home, name)


def _chosen_ports(home: Home) -> dict[str, str]:
    return {
        f"RASPUTIN_{name.upper()}_PORT": str(port)
        for name, port in ports.kept(home).items()
        if name != "redis"
    }


def healthy(home: Home) -> bool:
    """False when the supervisor is gone; raises Trouble when it gave a program up."""
    states = supervise.states(home)
    for name, state in states.items():
        if state == "FATAL":
            supervise.fail_if_dead(home, name)
    return bool(states)


def stop_application(home: Home) -> None:
    supervise.stop(home, programs.APPLICATION)


def stop_all(home: Home) -> None:
    """Those that use come before those that are used."""
    if supervise.alive(home):
        stop_application(home)
        for name in reversed(programs.SERVICES):
            supervise.stop(home, [name])
        supervise.shutdown(home)
    else:
        leftovers.end(home)
    home.environment.unlink(missing_ok=True)
