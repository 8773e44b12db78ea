"""Homes of one's own, which leave nothing behind."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rasputin.local import Home, leftovers

ELSEWHERE = (
    "DATABASE_URL",
    "REDIS_URL",
    "CELERY_BROKER_URL",
    "BUNGIE_API_KEY",
    "BUNGIE_BASE_URL",
    "RASPUTIN_CLOCK",
)


@pytest.fixture(scope="module", autouse=True)
def nothing_elsewhere() -> Iterator[None]:
    """An environment in which everything is embedded, on any free port."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ELSEWHERE:
            patch.delenv(name, raising=False)
        for name in ("WEB", "FLOWER", "SIMULATOR"):
            patch.setenv(f"RASPUTIN_{name}_PORT", "0")
        yield


@pytest.fixture
def folder() -> Iterator[Path]:
    """A directory that the servers may enter."""
    with new_folder() as path:
        yield path


@contextmanager
def new_folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="rasputin-local-")).resolve()
    path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path)


@pytest.fixture
def home(folder: Path) -> Iterator[Home]:
    home = Home(folder / "home")
    yield home
    leftovers.kill(home)


def program(home: Home, kind: str) -> int:
    """The process number of the postgres, redis or supervisor of a home."""
    (number,) = {process.pid for process, found in leftovers.find(home) if found == kind}
    return number


def left(home: Home) -> list[str]:
    return sorted(kind for process, kind in leftovers.find(home) if not leftovers.gone(process))
