"""One supervisord a home: started, asked and stopped here."""

import os
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Callable, Iterable
from typing import Any

import psutil

from rasputin.local.home import Home
from rasputin.local.leftovers import gone
from rasputin.local.programs import ROOT
from rasputin.local.trouble import Trouble

START_SECONDS = 30
STOP_SECONDS = 10
ALIVE = {"STARTING", "RUNNING", "BACKOFF", "STOPPING"}
AWAY = (OSError, xmlrpc.client.Error)


def rpc(home: Home) -> Any:
    """The supervisor's own interface; raises one of AWAY when nobody answers."""
    from supervisor.xmlrpc import SupervisorTransport  # here, as it loads half of the supervisor

    transport = SupervisorTransport(None, None, serverurl=f"unix://{home.control}")
    return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor


def alive(home: Home) -> bool:
    try:
        return bool(rpc(home).getState()["statename"] == "RUNNING")
    except AWAY:
        return False


def states(home: Home) -> dict[str, str]:
    """Name of the program -> its state in the supervisor's words; empty when there is no supervisor."""
    try:
        return {program["name"]: program["statename"] for program in rpc(home).getAllProcessInfo()}
    except AWAY:
        return {}


def alive_programs(home: Home) -> set[str]:
    return {name for name, state in states(home).items() if state in ALIVE}


def faltering(home: Home) -> list[str]:
    """A sentence for each program that ended at its start and is being tried again."""
    return [
        f"{name} does not stay up and is tried again; why says {home.log / f'{name}.log'}."
        for name, state in sorted(states(home).items())
        if state == "BACKOFF"
    ]


def launch(home: Home) -> None:
    """The supervisor goes into the background by itself, out of reach of the terminal's Ctrl-C."""
    home.control.unlink(missing_ok=True)
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(home.supervisor_config)]
    started = subprocess.run(
        command, check=False, cwd=ROOT, env=_plain_environment(), capture_output=True, text=True, timeout=60
    )
    if started.returncode != 0:
        raise Trouble(f"The supervisor did not start: {(started.stdout + started.stderr).strip()}")
    deadline = time.monotonic() + START_SECONDS
    while not alive(home):
        if time.monotonic() > deadline:
            raise Trouble(f"The supervisor does not answer: see {home.log / 'supervisord.log'}.")
        time.sleep(0.02)


def _plain_environment() -> dict[str, str]:
    """The servers run in this: nothing secret is in it."""
    names = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")
    return {name: os.environ[name] for name in names if name in os.environ}


def load(home: Home) -> None:
    """Make the supervisor know the configuration as it is now; what runs goes on as it is."""
    supervisor = rpc(home)
    ((added, changed, removed),) = supervisor.reloadConfig()
    running = alive_programs(home)
    for name in {*changed, *removed} - running:
        supervisor.removeProcessGroup(name)
    for name in {*added, *changed} - running:
        supervisor.addProcessGroup(name)


def start(home: Home, name: str) -> None:
    if name not in alive_programs(home):
        rpc(home).startProcess(name, False)


def stop(home: Home, names: Iterable[str]) -> None:
    """Ask all of them to end, and wait until they have: the supervisor kills those that take too long."""
    wanted = alive_programs(home) & set(names)
    for name in wanted:
        try:
            rpc(home).stopProcess(name, False)
        except xmlrpc.client.Fault:
            continue  # it ended by itself in the meantime
    while alive_programs(home) & wanted:
        time.sleep(0.03)


def wait_until(ready: Callable[[], bool], still_starting: Callable[[], None]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        still_starting()
        if time.monotonic() > deadline:
            raise Trouble("A program of this home does not answer in time: see its log.")
        time.sleep(0.05)


def shutdown(home: Home) -> None:
    """Ends a supervisor whose programs have been stopped, by force if it takes long: it holds nothing."""
    try:
        process = psutil.Process(rpc(home).getPID())
        rpc(home).shutdown()
    except (*AWAY, psutil.NoSuchProcess):
        return
    deadline = time.monotonic() + STOP_SECONDS
    while not gone(process) and time.monotonic() < deadline:
        states(home)  # to be asked wakes it: it would sleep for a second otherwise
        time.sleep(0.03)
    if not gone(process):
        process.kill()


def fail_if_dead(home: Home, name: str) -> None:
    """Raise when the supervisor gave the program up, with what it said last."""
    state = states(home).get(name, "gone")
    if state in ("FATAL", "EXITED", "gone", "STOPPED"):
        log = home.log / f"{name}.log"
        raise Trouble(f"{name} does not stay up. The last lines of {log}:\n{last_lines(home, name)}")


def last_lines(home: Home, name: str, *, count: int = 12) -> str:
    try:
        text = (home.log / f"{name}.log").read_text(errors="replace")
    except OSError:
        return "(no log)"
    return "\n".join(text.splitlines()[-count:])
