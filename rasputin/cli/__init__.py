"""The `rasputin` console command: trouble becomes one sentence and an exit code that is not 0."""

import gc
import signal
import sys
from types import FrameType

OBJECTS = 100_000  # that a command's start makes and keeps: no use in looking for garbage among them


def main() -> None:
    gc.set_threshold(OBJECTS)
    from rasputin.cli.commands import app
    from rasputin.cli.trouble import sentence

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        said = sentence(error)
        if said is None:
            raise
        print(f"rasputin: {said}", file=sys.stderr)
        sys.exit(1)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Whoever started services stops them on its way out."""
    raise KeyboardInterrupt
