"""Single definitions as Bungie wrote them, each beside the version of the manifest that it was read from."""

import json
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from manifest.models import Definition, Version
from manifest.tables import short

KEPT_SECONDS = 3600
POINTER_SECONDS = 60
POINTER = "manifest:current"

#: One statement, so that version and definition are of one moment.
LOOK_UP = """
SELECT version.id, version.version, definition.name, content.data::text, definition.removed_in_id IS NOT NULL
FROM manifest_version AS version
LEFT JOIN manifest_definition AS definition
  ON definition."table" = %s AND definition.language = %s AND definition.key = %s
LEFT JOIN manifest_content AS content ON content.content_hash = definition.content_hash
WHERE version.state = 'current'
"""


class Found(NamedTuple):
    """A definition; `removed` where the current manifest lacks it and an earlier one had it."""

    version: str
    name: str
    json: str
    removed: bool

    @property
    def data(self) -> dict[str, Any]:
        """The JSON, read."""
        read: dict[str, Any] = json.loads(self.json)
        return read


def current_version() -> Version | None:
    return Version.objects.current().first()


def definition(table: str, key: str, language: str | None = None) -> Found | None:
    """By a table's short or long name and the unsigned hash as text; None for one that never was.

    What is kept in the cache is kept under its version: it is never older than the current manifest.
    """
    wanted = (short(table), language or settings.MANIFEST_LANGUAGES[0], key)
    pointer = cache.get(POINTER)
    if pointer is not None:
        kept = cache.get(_cache_key(pointer, wanted))
        if kept is not None:
            return Found(*kept)
    return _look_up(wanted)


def point_to(version: Version) -> None:
    """For the swap, once it is committed. Readers only ever add a pointer where there is none, so that
    one who read the old manifest a moment ago does not bring it back.
    """
    cache.set(POINTER, version.pk, POINTER_SECONDS)


def search(text: str, *, table: str | None = None, language: str | None = None) -> Any:
    """Present definitions whose name holds the text, in any case; those that begin with it come first."""
    found = Definition.objects.present().filter(
        language=language or settings.MANIFEST_LANGUAGES[0], name__icontains=text
    )
    return found.filter(table=short(table)) if table else found


def _look_up(wanted: tuple[str, str, str]) -> Found | None:
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, wanted)
        row = cursor.fetchone()
    if row is None:
        return None
    version_id, version, name, body, removed = row
    cache.add(POINTER, version_id, POINTER_SECONDS)
    if body is None:
        return None
    found = Found(version, name, body, removed)
    cache.set(_cache_key(version_id, wanted), tuple(found), KEPT_SECONDS)
    return found


def _cache_key(version_id: int, wanted: tuple[str, str, str]) -> str:
    return f"manifest:{version_id}:{':'.join(wanted)}"
