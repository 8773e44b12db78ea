"""Files of content: made once, kept out of memory, and given whole or in part."""

from __future__ import annotations

import os
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import IO

KEPT = 150
PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A file without a name, which ends with the last one who reads it. `sha256` is that of its content."""

    file: IO[bytes]
    length: int
    sha256: str

    def part(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from start up to, not including, end."""
        while start < end:
            piece = os.pread(self.file.fileno(), min(PIECE_BYTES, end - start), start)
            start += len(piece)
            yield piece

    def cut(self, length: int) -> Document:
        """The first part of it as if it were all."""
        return replace(self, length=length)


class Documents:
    """The documents made last; older ones are made anew when they are asked for again."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Document] = OrderedDict()

    def get(self, key: Hashable, pieces: Callable[[], Iterable[bytes]]) -> Document:
        if key not in self._kept:
            self._kept[key] = written(pieces())
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return self._kept[key]


def written(pieces: Iterable[bytes]) -> Document:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it ends with the document
    digest = sha256()
    for piece in pieces:
        file.write(piece)
        digest.update(piece)
    file.flush()
    return Document(file, file.tell(), digest.hexdigest())
