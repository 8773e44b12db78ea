"""The folder of recorded replies, and which of its files were read."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

Json = dict[str, Any]


class Folder:
    """Files by name, which is their path in the folder; what is zipped is unpacked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.read: set[str] = set()

    def body(self, name: str) -> bytes:
        self.read.add(name)
        content = (self.root / name).read_bytes()
        if name.endswith(".gz"):
            content = gzip.decompress(content)
        return content.removeprefix(codecs.BOM_UTF8)

    def later(self, name: str) -> Callable[[], bytes]:
        """Reads the file when it is asked for; it counts as read."""
        self.read.add(name)
        return partial(self.body, name)

    def document(self, name: str) -> Any:
        return msgspec.json.decode(self.body(name))

    def reply(self, name: str) -> Any:
        """The `Response`, whether or not the envelope was recorded with it."""
        document = self.document(name)
        return document["Response"] if isinstance(document, dict) and "Response" in document else document

    def names(self, pattern: str) -> list[str]:
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.glob(pattern))
