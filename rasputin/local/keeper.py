"""Runs under the supervisor: ends everything when the last command that needed it died without a word.

Imports nothing but the standard library, as it stays as long as the services do.
Usage: python -I keeper.py RUN_DIRECTORY
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path

LOOK_SECONDS = 2


def main() -> None:
    run = Path(sys.argv[1])
    supervisor = os.getppid()
    # In the order in which commands take them: the second says that nobody needs the services any more.
    with (run / "start.lock").open("a") as starting, (run / "users.lock").open("a") as users:
        while not (locked(starting.fileno()) and locked(users.fileno())):
            fcntl.flock(starting.fileno(), fcntl.LOCK_UN)
            time.sleep(LOOK_SECONDS)
        os.kill(supervisor, signal.SIGTERM)
        while True:  # keeps new commands waiting until the supervisor ends this too, as the last
            time.sleep(LOOK_SECONDS)


def locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    main()
