"""Whether the disk has room to go on: below a share that is free, nothing is crawled."""

import shutil
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

UNITS = {"TB": 1e12, "GB": 1e9, "MB": 1e6, "kB": 1e3}


class Room(NamedTuple):
    """A file system: the one that holds `folder`, or where that is not made yet, its next parent."""

    folder: Path
    size_bytes: int
    free_bytes: int

    @property
    def free_share(self) -> float:
        return self.free_bytes / self.size_bytes if self.size_bytes else 1.0


def room() -> Room:
    """As of now, for who runs this program. OSError where nothing can be seen, not even the root."""
    for folder in (settings.RASPUTIN_DISK_FOLDER, *settings.RASPUTIN_DISK_FOLDER.parents):
        try:
            seen = shutil.disk_usage(folder)
        except OSError:
            continue
        return Room(folder, seen.total, seen.free)
    raise OSError(f"{settings.RASPUTIN_DISK_FOLDER} and what lies above it cannot be looked at.")


def is_low() -> bool:
    """Whether crawling has to wait; a system call, cheap enough for every claim."""
    return room().free_share < settings.RASPUTIN_DISK_FLOOR


def trouble() -> str:
    """A sentence on what waits and what to do; empty while there is room."""
    found = room()
    if found.free_share >= settings.RASPUTIN_DISK_FLOOR:
        return ""
    free = f"{found.free_share:.1%} of the disk is free ({readable(found.free_bytes)})"
    floor = f"{settings.RASPUTIN_DISK_FLOOR:.1%} (RASPUTIN_DISK_FLOOR)"
    return f"Nothing is fetched: {free}, less than {floor}. Make room: it goes on by itself then."


def readable(number: float) -> str:
    """`1.2 GB`, `-340 MB`."""
    for unit, size in UNITS.items():
        if abs(number) >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number:.0f} B"
