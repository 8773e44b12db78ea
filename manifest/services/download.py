"""Fetches the files of a manifest; a file that was left in the middle goes on from there."""

import time
from contextlib import suppress
from pathlib import Path

from manifest.models import TableFile
from rasputin.bungie import Client

FILES = "*Definition*"


class Local:
    """Where a file of the manifest lies while it is fetched and after that. Its name is its path's."""

    def __init__(self, folder: Path, path: str) -> None:
        name = path.strip("/").replace("/", "_")
        self.whole = folder / name
        self.part = folder / f"{name}.part"
        self.validator = folder / f"{name}.validator"

    def received(self) -> int:
        for file in (self.whole, self.part):
            with suppress(FileNotFoundError):
                return file.stat().st_size
        return 0

    def drop(self) -> None:
        for file in (self.whole, self.part, self.validator):
            file.unlink(missing_ok=True)


def local(folder: Path, file: TableFile) -> Local:
    folder.mkdir(parents=True, exist_ok=True)
    return Local(folder, file.path)


def fetch(bungie: Client, path: str, place: Local, *, until: float) -> int | None:
    """Goes on with a file up to the moment `until` (time.monotonic).

    The bytes of the whole file once it is there, else None; raises BungieError.
    """
    if place.whole.exists():
        return place.whole.stat().st_size
    offset = place.received()
    with bungie.content(path, offset=offset, validator=_kept_validator(place)) as content:
        place.validator.write_text(content.validator or "")
        with place.part.open("ab" if content.resumed else "wb") as part:
            for piece in content:
                part.write(piece)
                if time.monotonic() > until:
                    return None
    place.part.replace(place.whole)
    return place.whole.stat().st_size


def tidy_up(folder: Path, keep: set[str]) -> None:
    """Removes files of manifests that are no longer wanted."""
    for file in unwanted(folder, keep):
        file.unlink(missing_ok=True)


def unwanted(folder: Path, keep: set[str]) -> list[Path]:
    """Files in the folder but those of these paths, whole or not."""
    kept = {Local(folder, path).whole.name for path in keep}
    names = {file: file.name.removesuffix(".part").removesuffix(".validator") for file in folder.glob(FILES)}
    return sorted(file for file, name in names.items() if name not in kept)


def _kept_validator(place: Local) -> str | None:
    with suppress(FileNotFoundError):
        return place.validator.read_text() or None
    return None
