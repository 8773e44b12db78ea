"""The manifest: what there is, single definitions, and the files that hold them all."""

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple, TypeVar, overload

from rasputin.bungie.client.asking import Asking
from rasputin.bungie.content import Content, Wanted, opened
from rasputin.bungie.definitions import Key, kind_of, read_definition, read_entries
from rasputin.bungie.errors import Unavailable
from rasputin.bungie.readers import DEFINITION, MANIFEST
from rasputin.bungie.transport import LARGEST_BODY
from rasputin.bungie.types.definitions import AnyDefinition, Definition
from rasputin.bungie.types.manifest import ManifestIndex
from rasputin.bungie.wire import tidy

D = TypeVar("D", bound=AnyDefinition)

_TABLE: Final = re.compile(r".*/(?P<table>Destiny[A-Za-z]+Definition)[^/]*")


class Defined(NamedTuple):
    """A definition as the Struct of its table, and as the JSON that Bungie sent, without nulls in objects."""

    value: AnyDefinition
    json: dict[str, Any]


class Manifests(Asking):
    def manifest(self) -> ManifestIndex:
        """Destiny2.GetDestinyManifest: the version and the paths of all tables, for every language."""
        return self._get(MANIFEST, "manifest", "/Destiny2/Manifest/").value

    def definition(self, table: str, hash_: int) -> Defined:
        """Destiny2.GetDestinyEntityDefinition: one entry, in English, of DestinyRecordDefinition or the like.

        For single ones; who wants many downloads the table. NotFound for an unknown hash.
        """
        reply = self._get(DEFINITION, "definition", f"/Destiny2/Manifest/{_word(table)}/{hash_:d}/")
        document = tidy(reply.value)
        return Defined(value=read_definition(kind_of(table), document), json=document)

    @overload
    def manifest_table(self, path: str) -> dict[Key, AnyDefinition]: ...

    @overload
    def manifest_table(self, path: str, kind: type[D]) -> dict[Key, D]: ...

    def manifest_table(self, path: str, kind: type[Any] | None = None) -> Mapping[Key, AnyDefinition]:
        """The table under a path of the index, by hash, as a whole: for those of up to 64 MB.

        `kind` is the Struct of an entry; without it that of the table which the path names. Errors are
        those of `content`, and Undecodable.
        """
        with self.content(path) as content:
            return read_entries(kind or _kind_in(path), _whole(content))

    def content(
        self, path: str, *, offset: int = 0, validator: str | None = None
    ) -> AbstractContextManager[Content]:
        """A file of the content server, a path of the index or an icon, streamed: `with ... as content`.

        Iterate `content` for its bytes. To resume, give the number of bytes kept so far as `offset` and the
        `validator` of then; `content.resumed` says whether the server goes on, or starts anew. The iterating
        raises too: Unavailable for a body that was cut off, TimedOut for one that stalls. NotFound for an
        unknown path, which just after a release can be one of tomorrow; the site's HTML counts as that too.
        BadRequest for an offset past the end: what was kept is of another file.
        """
        return opened(self._transport, Wanted(path=path, offset=offset, validator=validator))


def _kind_in(path: str) -> type[AnyDefinition]:
    found = _TABLE.fullmatch(path)
    return Definition if found is None else kind_of(found["table"])


def _whole(content: Content) -> bytes:
    pieces, size = [], 0
    for piece in content:
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_BODY:
            raise Unavailable(f"{content.path} is too large for one piece", endpoint="content")
    return b"".join(pieces)


def _word(table: str) -> str:
    """The name, if it can stand in a path."""
    if not re.fullmatch(r"[A-Za-z0-9]+", table):
        raise ValueError(f"{table!r} is no table: it looks like DestinyRecordDefinition")
    return table
