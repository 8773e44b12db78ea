"""Fetches pictures into a folder, each under the name that players know it by; what is there stays."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from manifest.filenames import stems, suffix
from manifest.queries.icons import Icon
from manifest.services.picturefolder import Folder, NoPicture
from rasputin.budget import OutOfBudget
from rasputin.bungie import BungieError, Client
from rasputin.steps import Steps

LARGEST = 32 * 1024 * 1024  # bytes of a picture
MOST_IN_A_ROW = 5  # failures that trying again would mend: the rest waits for another run


class Collected(NamedTuple):
    """How many pictures were written, were there before, and are left to another run: `stopped` says why.

    `failed` is why by file; `in_a_row` how many failed for Bungie's trouble since the last that came.
    """

    left: int
    written: int = 0
    had: int = 0
    failed: Mapping[str, str] = MappingProxyType({})
    in_a_row: int = 0
    stopped: str = ""

    @property
    def is_whole(self) -> bool:
        return not (self.left or self.failed)


def collect(
    bungie: Client, icons: Iterable[Icon], folder: Path, *, tell: Callable[[Collected], None]
) -> Steps[Collected]:
    """Those that the folder lacks, one after another; `tell` hears of each. Raises Unwritable."""
    wanted = file_names(icons)
    done = Collected(left=len(wanted))
    kept = Folder(folder)
    try:
        for file, icon in wanted.items():
            done = yield from _one(bungie, kept, file, icon, done)
            tell(done)
            if done.stopped:
                break
    finally:
        kept.write_index()
    return done


def file_names(icons: Iterable[Icon]) -> dict[str, Icon]:
    """Things without a picture are left out."""
    pictured = {icon.hash: icon for icon in icons if icon.path}
    names = stems({hash_: icon.name for hash_, icon in pictured.items()})
    return {names[hash_] + suffix(icon.path): icon for hash_, icon in pictured.items()}


def _one(bungie: Client, folder: Folder, file: str, icon: Icon, done: Collected) -> Steps[Collected]:
    try:
        written = yield from _get(bungie, folder, file, icon)
    except OutOfBudget as error:
        return done._replace(stopped=str(error))
    except (BungieError, NoPicture) as error:
        return _after_failure(done, file, error)
    return _after(done, written)


def _get(bungie: Client, folder: Folder, file: str, icon: Icon) -> Steps[bool]:
    """Whether it had to be written. What looks the same is fetched once."""
    if folder.has(file, icon):
        return False
    content = folder.picture(icon.path)
    if content is None:
        content = yield partial(_fetch, bungie, icon.path)
    folder.put(file, icon, content)
    return True


def _fetch(bungie: Client, path: str) -> bytes:
    received = bytearray()
    with bungie.content(path) as content:
        for piece in content:
            received += piece
            if len(received) > LARGEST:
                raise NoPicture(f"what came is larger than {LARGEST} bytes")
    return bytes(received)


def _after(done: Collected, written: bool) -> Collected:
    if not written:
        return done._replace(left=done.left - 1, had=done.had + 1)
    return done._replace(left=done.left - 1, written=done.written + 1, in_a_row=0)


def _after_failure(done: Collected, file: str, error: BungieError | NoPicture) -> Collected:
    in_a_row = done.in_a_row + 1 if isinstance(error, BungieError) and error.again else 0
    left = done.left - 1
    stopped = "Bungie does not give pictures now" if left and in_a_row == MOST_IN_A_ROW else ""
    failed = {**done.failed, file: str(error)}
    return done._replace(left=left, failed=failed, in_a_row=in_a_row, stopped=stopped)
