"""Loopback ports: which are free, and which this home uses."""

import json
import socket
from collections.abc import Mapping

from rasputin.local.home import Home
from rasputin.local.trouble import Trouble

LOOPBACK = "127.0.0.1"
DEFAULTS = {"web": 8000, "flower": 5555, "simulator": 8780}


def wanted(environ: Mapping[str, str], name: str) -> int:
    """What the setting says; 0 stands for any free port."""
    setting = _setting(name)
    said = environ.get(setting) or str(DEFAULTS[name])
    if not said.isdecimal() or int(said) > 65535:
        raise Trouble(f"{setting} must be a port number from 0 (any free one) to 65535, not {said!r}.")
    return int(said)


def claim(home: Home, environ: Mapping[str, str], name: str) -> int:
    """The port for a program about to start; refuses one that is taken."""
    port = wanted(environ, name) or choose(home, name)
    if not free(port):
        raise Trouble(f"Port {port} is taken by another program: set {_setting(name)} to a free one.")
    keep(home, name, port)
    return port


def choose(home: Home, name: str) -> int:
    """The port this home used last, or any free one."""
    last = kept(home).get(name)
    if last and free(last):
        return last
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError as error:
            raise Trouble(f"Port {port} needs rights that you lack: choose one above 1023.") from error
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def kept(home: Home) -> dict[str, int]:
    try:
        ports: dict[str, int] = json.loads((home.run / "ports.json").read_text())
    except (OSError, ValueError):
        return {}
    return ports


def keep(home: Home, name: str, port: int) -> None:
    (home.run / "ports.json").write_text(json.dumps(kept(home) | {name: port}))


def _setting(name: str) -> str:
    return f"RASPUTIN_{name.upper()}_PORT"
