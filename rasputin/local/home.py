"""Where Rasputin keeps its data: which directory, and what lies where in it."""

import hashlib
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import platformdirs

from rasputin.local import owner
from rasputin.local.trouble import Trouble

LONGEST_SOCKET_PATH = 100  # bytes; macOS allows 103, Linux 107
LEAST_FREE_BYTES = 300 * 1024 * 1024  # a new database cluster with its first write-ahead log is 80 MB
MARK = ".rasputin-home"  # the file by which a directory is known as a home


class Home(NamedTuple):
    path: Path

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def binaries(self) -> Path:
        return self.path / "bin"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def redis(self) -> Path:
        return self.path / "redis"

    @property
    def manifest(self) -> Path:
        """Files of the manifest, only while they are being loaded."""
        return self.path / "manifest"

    @property
    def mark(self) -> Path:
        return self.path / MARK

    @property
    def passwords(self) -> Path:
        return self.path / "passwords.json"

    @property
    def clock(self) -> Path:
        return self.path / "clock"

    @property
    def supervisor_config(self) -> Path:
        return self.run / "supervisord.conf"

    @property
    def environment(self) -> Path:
        return self.run / "environment.json"

    @property
    def sockets(self) -> Path:
        """Where PostgreSQL's socket lies: the servers' own directory."""
        return self._short("sockets", longest_name=".s.PGSQL.5432.lock")

    @property
    def control(self) -> Path:
        """The supervisor's socket, in a directory that only the caller may enter."""
        return self._short("run", longest_name="supervisord.sock.123456") / "supervisord.sock"

    def _short(self, name: str, *, longest_name: str) -> Path:
        wanted = self.path / name
        if len(os.fsencode(wanted / longest_name)) <= LONGEST_SOCKET_PATH:
            return wanted
        # Not tempfile.gettempdir(): commands with another TMPDIR must find the same socket.
        return Path("/tmp") / f"rasputin-{short_hash(self.path)}-{name}"  # noqa: S108 - made 0700, owner checked


class Place(NamedTuple):
    home: Home
    base: Path  # RASPUTIN_HOME itself; the demo lives in a folder of it
    embedded: tuple[str, ...]  # which services run here; the others are elsewhere
    notice: str = ""  # a line to print

    @property
    def simulated(self) -> bool:
        return "simulator" in self.embedded


def short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def locate(environ: Mapping[str, str]) -> Place:
    """Which home a command is about: with a key of Bungie's the home itself, without one the demo in it."""
    base, notice = _base(environ)
    simulated = not environ.get("BUNGIE_API_KEY")
    if simulated and environ.get("BUNGIE_BASE_URL"):
        raise Trouble("BUNGIE_BASE_URL is set but BUNGIE_API_KEY is not: set both, or neither for the demo.")
    home = Home(base / "demo" if simulated else base)
    return Place(home, base, _embedded(environ, simulated=simulated), notice)


def place_at(path: Path, environ: Mapping[str, str], *, simulated: bool) -> Place:
    """A home in exactly this directory."""
    home = Home(path.resolve())
    return Place(home, home.path, _embedded(environ, simulated=simulated))


def _embedded(environ: Mapping[str, str], *, simulated: bool) -> tuple[str, ...]:
    """Not those that the environment says to be elsewhere."""
    wanted = {
        "postgres": not environ.get("DATABASE_URL"),
        "redis": not environ.get("REDIS_URL"),
        "simulator": simulated,
    }
    return tuple(name for name, here in wanted.items() if here)


def _base(environ: Mapping[str, str]) -> tuple[Path, str]:
    if explicit := environ.get("RASPUTIN_HOME"):
        base = Path(explicit).expanduser().resolve()
        if not _servers_can_enter(base):
            raise Trouble(
                f"RASPUTIN_HOME={base} cannot be entered by the user nobody, as whom root's servers run:"
                " choose a directory below one that everybody may enter."
            )
        return base, ""
    default = Path(platformdirs.user_data_dir("rasputin", appauthor=False)).resolve()
    if _servers_can_enter(default):
        return default, ""
    instead = Path("/var/lib/rasputin") / short_hash(default)
    return (
        instead,
        f"Home is {instead}, as {default} cannot be entered by the user nobody that runs the servers.",
    )


def _servers_can_enter(base: Path) -> bool:
    """A home that is new or ours is opened when it is made; what lies above it must be open already."""
    above = base.parent
    while not above.is_dir():
        above = above.parent
    if not owner.reachable(above):
        return False
    return not base.exists() or _is_ours(base) or owner.reachable(base)


def make(home: Home, base: Path | None = None) -> None:
    """Make the home's directories; nothing outside it changes but for missing parents, which are made."""
    try:
        for path in (base, home.path) if base else (home.path,):
            _make_root(path)
        _make_inside(home)
    except OSError as error:
        raise Trouble(
            f"The home {home.path} cannot be written: {error.strerror} ({error.filename})."
        ) from error
    _check_space(home)


def _make_root(path: Path) -> None:
    """The home for its owner alone; as root others may pass through it, as the servers must."""
    before = os.umask(0o022)
    try:
        path.mkdir(parents=True, exist_ok=True)
    finally:
        os.umask(before)
    if _is_ours(path):
        _set_mode(path, 0o711 if os.geteuid() == 0 else 0o700)
        Home(path).mark.touch(mode=0o644)
    if not owner.reachable(path):
        raise Trouble(f"The home {path} cannot be entered by the user that runs the servers.")


def _is_ours(path: Path) -> bool:
    """Whether a directory is a home of the caller's, or empty and about to become one."""
    try:
        if path.stat().st_uid != os.geteuid():
            return False
        return (path / MARK).exists() or not any(path.iterdir())
    except OSError:
        return False


def _make_inside(home: Home) -> None:
    servers = owner.server_owner()
    for path in (home.run, home.log, home.control.parent):
        _make_private(path, os.geteuid())
    home.binaries.mkdir(exist_ok=True)
    _set_mode(home.binaries, 0o755 if servers.name else 0o700)
    for path in (home.redis, home.sockets):
        _make_private(path, servers.uid)


def _make_private(path: Path, uid: int) -> None:
    """Refuses a directory that somebody else put there: a socket in it could be theirs."""
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.geteuid()):
        raise Trouble(
            f"{path} belongs to another user: use the home as that user, or choose another RASPUTIN_HOME."
        )
    _set_mode(path, 0o700)
    if found.st_uid != uid:
        os.chown(path, uid, -1)


def _set_mode(path: Path, mode: int) -> None:
    if stat.S_IMODE(path.stat().st_mode) != mode:
        path.chmod(mode)


def _check_space(home: Home) -> None:
    free = shutil.disk_usage(home.path).free
    if free < LEAST_FREE_BYTES:
        raise Trouble(
            f"Only {free >> 20} MB are free for {home.path}: at least {LEAST_FREE_BYTES >> 20} MB are needed."
        )
