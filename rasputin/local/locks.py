"""File locks between the commands of one home."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rasputin.local.trouble import Trouble


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """The file to lock; closing it lets go of every lock, as the death of the process does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def try_exclusive(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def share(descriptor: int) -> None:
    fcntl.flock(descriptor, fcntl.LOCK_SH)


@contextmanager
def alone(path: Path, *, seconds: float = 180) -> Iterator[None]:
    """Hold the lock exclusively, waiting for whoever has it."""
    deadline = time.monotonic() + seconds
    with opened(path) as descriptor:
        while not try_exclusive(descriptor):
            if time.monotonic() > deadline:
                raise Trouble(
                    f"Another command has been starting or stopping {path.parent.parent} for too long."
                )
            time.sleep(0.05)
        yield
