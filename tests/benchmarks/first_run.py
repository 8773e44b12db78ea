"""How long a newcomer waits: a fresh clone with an empty home, until the demo is caught up and right."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import ROOT, Figure
from tests.free_port import free_port


def first_run_seconds() -> Figure:
    with tempfile.TemporaryDirectory(prefix="rasputin-first-run-") as folder:
        Path(folder).chmod(0o711)
        seconds = _first_run(Path(folder))
    said = 'fresh clone, empty HOME, `make up ARGS="--until-caught-up"`: install, start, crawl, summary'
    return Figure(seconds, "s", said, "at most 300")


def _first_run(folder: Path) -> float:
    home = folder / "home"
    home.mkdir(mode=0o755)
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "clone")], check=True)
    environment, clone = _environment(home), folder / "clone"
    began = time.monotonic()
    subprocess.run(["make", "up", "ARGS=--until-caught-up"], cwd=clone, env=environment, check=True)
    seconds = time.monotonic() - began
    subprocess.run([".venv/bin/rasputin", "verify", "--truth"], cwd=clone, env=environment, check=True)
    return seconds


def _environment(home: Path) -> dict[str, str]:
    """That of this process without its own settings, with ports of its own."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("RASPUTIN_", "BUNGIE_", "XDG_"))
    }
    for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"):
        kept.pop(name, None)
    ports = {f"RASPUTIN_{name}_PORT": str(free_port()) for name in ("WEB", "FLOWER", "SIMULATOR")}
    return {**kept, **ports, "HOME": str(home)}
