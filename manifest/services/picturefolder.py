"""A folder of pictures, and beside them an index that says what they are."""

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from manifest.queries.icons import Icon

INDEX: Final = "index.json"
ABANDONED_SECONDS = 3600  # after which what another run left unfinished is removed

#: How files of the known kinds begin, and what stands near their end.
KINDS: Final = ((b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"), (b"\xff\xd8\xff", b"\xff\xd9"), (b"GIF8", b"\x3b"))
BEGINNING, ENDING = 8, 64  # bytes


class Unwritable(Exception):
    """The folder cannot be used; the message says why."""


class NoPicture(ValueError):
    """What came is no picture, or only the beginning of one."""


class Folder:
    """Made if need be. Raises Unwritable, here and wherever it writes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._whole: dict[str, Path] = {}  # by Bungie's path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._remove_abandoned()
        except OSError as error:
            raise _unwritable(path, error) from error
        self._index = _read_index(path / INDEX)

    def has(self, file: str, icon: Icon) -> bool:
        """Whether the file is there, is whole, and is this picture as far as the index knows."""
        told = self._index.get(file, {}).get("path", icon.path)
        if told != icon.path or not _is_whole_file(self._path / file):
            return False
        self._remember(file, icon)
        return True

    def picture(self, path: str) -> bytes | None:
        """The same picture, where this run has seen it under another name."""
        with suppress(KeyError, OSError):
            return self._whole[path].read_bytes()
        return None

    def put(self, file: str, icon: Icon, content: bytes) -> None:
        """All of it or nothing. Raises NoPicture."""
        if not is_whole(content[:BEGINNING], content[-ENDING:]):
            raise NoPicture(
                f"what came is no whole picture: {len(content)} bytes that begin {content[:12]!r}"
            )
        self._write(file, content)
        self._remember(file, icon)

    def write_index(self) -> None:
        there = {file: told for file, told in self._index.items() if (self._path / file).exists()}
        self._write(INDEX, json.dumps(there, indent=1, sort_keys=True, ensure_ascii=False).encode())

    def _remember(self, file: str, icon: Icon) -> None:
        self._index[file] = icon._asdict()
        self._whole[icon.path] = self._path / file

    def _write(self, file: str, content: bytes) -> None:
        part = self._path / f"{file}.{os.getpid()}.part"
        try:
            part.write_bytes(content)
            part.replace(self._path / file)
        except OSError as error:
            raise _unwritable(self._path / file, error) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _remove_abandoned(self) -> None:
        for part in self._path.glob("*.part"):
            if time.time() - part.stat().st_mtime > ABANDONED_SECONDS:
                part.unlink()


def is_whole(beginning: bytes, ending: bytes) -> bool:
    return any(beginning.startswith(start) and end in ending for start, end in KINDS)


def _is_whole_file(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
            file.seek(max(0, path.stat().st_size - ENDING))
            return is_whole(beginning, file.read())
    except OSError:
        return False


def _read_index(path: Path) -> dict[str, dict[str, Any]]:
    """Without one, or with a spoilt one, whatever is there is believed to be what its name says."""
    with suppress(OSError, ValueError):
        read = json.loads(path.read_bytes())
        if isinstance(read, dict) and all(isinstance(told, dict) for told in read.values()):
            return read
    return {}


def _unwritable(path: Path, error: OSError) -> Unwritable:
    return Unwritable(f"{path} cannot be written: {error.strerror or error}.")
