"""Ctrl-C: the first ends cleanly, the second at once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rasputin.local import Home, leftovers

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """Somebody wants it to end."""


@contextmanager
def ending_twice(home: Home) -> Iterator[None]:
    """A second signal kills every program of the home: leases and the write-ahead log lose nothing by it."""
    seen = 0

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal seen
        seen += 1
        if seen > 1:
            leftovers.kill(home)
            os._exit(130)
        print("\nStopping; once more ends everything at once.", flush=True)
        raise Interrupted

    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
