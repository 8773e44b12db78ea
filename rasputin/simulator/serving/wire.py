"""The socket that is listened on, and the loop that serves it."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from rasputin.simulator.serving.connection import Answering, Connection

BACKLOG = 2_048
# A world is large, and hardly anything in it refers to itself: looking for rings takes a seventh of the
# time of a report at Python's own pace.
RINGS_SOUGHT_AFTER = (100_000, 50, 100)


def serve(answer: Answering, host: str, port: int) -> None:
    """Answers until the process is told to end."""
    gc.set_threshold(*RINGS_SOUGHT_AFTER)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(answer, host, port))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    made: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return made


async def _serve(answer: Answering, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    with suppress(NotImplementedError):  # on Windows, where the process is simply ended
        for told in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(told, ended.set)
    server = await loop.create_server(lambda: Connection(answer), host, port, backlog=BACKLOG)
    await ended.wait()
    server.close()
