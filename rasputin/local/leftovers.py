"""Processes of a home whose supervisor is gone: found by their command lines, and ended."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from rasputin.local import owner
from rasputin.local.home import Home

PATIENCE = 20  # seconds before a left-over is killed; PostgreSQL recovers from that too


def end(home: Home) -> None:
    """Supervisor first, or it would start again what ends; the servers last."""
    for stage in ("supervisor", "python", "redis", "postgres"):
        _end([process for process, kind in find(home) if kind == stage], stage)


def kill(home: Home) -> None:
    """At once, in the same order."""
    found = list(find(home))
    for stage in ("supervisor", "python", "redis", "postgres"):
        for process, kind in found:
            if kind == stage:
                _send(process, signal.SIGQUIT if stage == "postgres" else signal.SIGKILL)


def find(home: Home) -> Iterator[tuple[psutil.Process, str]]:
    ours = {owner.server_owner().uid, psutil.Process().uids().effective}
    for process in psutil.process_iter():
        try:
            if process.uids().effective in ours and (kind := of_home(process.cmdline(), home)):
                yield process, kind
        except psutil.Error:
            continue


def of_home(command_line: list[str], home: Home) -> str | None:
    """What a command line shows to be a program of exactly this home, not of the demo inside it."""
    if not command_line:
        return None
    program, arguments = Path(command_line[0]).name, command_line[1:]
    if program == "postgres" and arguments == ["-D", str(home.postgres)]:
        return "postgres"
    if program == "redis-server" and arguments == [str(home.redis / "redis.conf")]:
        return "redis"
    if not program.lower().startswith("python"):
        return None
    if "supervisor.supervisord" in arguments and str(home.supervisor_config) in arguments:
        return "supervisor"
    if f"rasputin_home={home.path}" in arguments or str(home.environment) in arguments:
        return "python"
    return None


def _end(processes: list[psutil.Process], stage: str) -> None:
    for process in processes:
        _send(process, signal.SIGINT if stage == "postgres" else signal.SIGTERM)
    for process in _wait(processes, PATIENCE):
        _send(process, signal.SIGKILL)
    _wait(processes, 5)


def _wait(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that are still there at the end."""
    deadline = time.monotonic() + seconds
    while (left := [process for process in processes if not gone(process)]) and time.monotonic() < deadline:
        time.sleep(0.03)
    return left


def gone(process: psutil.Process) -> bool:
    """Also when it is dead and nobody has asked for its exit code, as in a container without an init."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _send(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
