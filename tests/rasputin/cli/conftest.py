"""The command as a person runs it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rasputin.local import locate, running
from rasputin.local.programs import ROOT

Command = Callable[..., "subprocess.CompletedProcess[str]"]
KEPT = ("PATH", "HOME", "LANG")
ELSEWHERE = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "RASPUTIN_CLOCK")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="rasputin-cli-")).resolve()
    path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def settings(folder: Path) -> dict[str, str]:
    ports = {f"RASPUTIN_{name}_PORT": "0" for name in ("WEB", "FLOWER", "SIMULATOR")}
    return {"BUNGIE_API_KEY": "", "RASPUTIN_HOME": str(folder / "home"), **ports}


@pytest.fixture(scope="module")
def services(settings: dict[str, str]) -> Iterator[dict[str, str]]:
    """Those of the demo: commands share them and so need not start their own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ELSEWHERE:
            patch.delenv(name, raising=False)
        for name, value in settings.items():
            patch.setenv(name, value)
        with running(locate(settings), quick=True) as environment:
            yield environment


@pytest.fixture
def rasputin(settings: dict[str, str]) -> Command:
    """Runs it with only the given settings."""

    def run(*arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        command = [sys.executable, "-m", "rasputin.cli", *arguments]
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            env=environment | settings | more,
            cwd=ROOT,
            timeout=120,
        )

    return run
