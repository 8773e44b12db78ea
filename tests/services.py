"""A pytest plugin: real PostgreSQL and Redis for the whole run, before Django reads its settings."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from rasputin.local import running

OURS = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "BUNGIE_API_KEY", "RASPUTIN_CLOCK", "RASPUTIN_HOME")

_services = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """One home for the run: the workers of xdist inherit the environment of the first process."""
    if "RASPUTIN_TEST_HOME" not in os.environ:
        _start()
    return (yield)


def pytest_unconfigure() -> None:
    _services.close()


def _start() -> None:
    folder = Path(_services.enter_context(tempfile.TemporaryDirectory(prefix="rasputin-tests-")))
    folder.chmod(0o711)  # as root the servers run as another user, who must get through
    for name in OURS:
        os.environ.pop(name, None)
    os.environ.update(_services.enter_context(running(folder / "home", simulator=False, quick=True)))
    os.environ["RASPUTIN_TEST_HOME"] = str(folder)
    os.environ["RASPUTIN_DISK_FLOOR"] = "0"  # a full disk is what some tests are about, and no other
    os.environ["BUNGIE_BASE_URL"] = "http://127.0.0.1:9"  # nobody listens: no test meets Bungie by accident
