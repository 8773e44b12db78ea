"""Single definitions as Bungie wrote them, each beside the version of the manifest that it was read from."""

import json
import re
from contextlib import suppress
from typing import Any, NamedTuple

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, When

from manifest.models import Definition, Version
from manifest.tables import short
from rasputin.bungie.types.definitions import unsigned

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


class Wanted(NamedTuple):
    table: str
    language: str
    key: str


def current_version() -> Version | None:
    return Version.objects.current().first()


def definition(table: str, key: str, language: str | None = None) -> Found | None:
    """By a table's short or long name and the hash as text, unsigned or signed as in Bungie's sqlite files;
    None for one that never was.

    What is kept in the cache is kept beside its version: it is never older than the current manifest. Inside
    a transaction the database alone is asked, as that transaction may still see another manifest. Without
    the cache it is asked as well.
    """
    wanted = Wanted(short(table), language or settings.MANIFEST_LANGUAGES[0], _unsigned(key))
    if not all(map(_can_be_kept, wanted)):
        return None
    if connection.in_atomic_block:
        looked_up = _look_up(wanted)
        return looked_up and looked_up[1]
    return _kept(wanted) or _look_up_and_keep(wanted)


def is_kept(table: str, language: str) -> bool:
    """Whether there is, or ever was, such a table in that language."""
    words = (short(table), language)
    kept = Definition.objects.filter(table=words[0], language=language)
    return all(map(_can_be_kept, words)) and kept.exists()


def point_to(version: Version) -> None:
    """For the swap, once it is committed. Readers only ever add a pointer where there is none, so that
    one who read the old manifest a moment ago does not bring it back.
    """
    with suppress(redis.RedisError):  # the old pointer then lives for its seconds, and no longer
        cache.set(POINTER, version.pk, POINTER_SECONDS)


def search(text: str, *, table: str | None = None, language: str | None = None) -> QuerySet[Definition]:
    """Present definitions whose name holds the text, in any case; those that begin with it come first."""
    found = Definition.objects.present().filter(
        language=language or settings.MANIFEST_LANGUAGES[0], name__icontains=text
    )
    begins = Case(When(name__istartswith=text, then=0), default=1, output_field=IntegerField())
    return (found.filter(table=short(table)) if table else found).order_by(begins, "name", "table", "pk")


def _kept(wanted: Wanted) -> Found | None:
    """None also where there is no cache."""
    with suppress(redis.RedisError):
        place = _cache_key(wanted)
        there = cache.get_many([POINTER, place])  # one way to Redis and back
        version_id, *found = there.get(place, (None,))
        return Found(*found) if found and version_id == there.get(POINTER) else None
    return None


def _look_up_and_keep(wanted: Wanted) -> Found | None:
    looked_up = _look_up(wanted)
    if looked_up is None:
        return None
    version_id, found = looked_up
    with suppress(redis.RedisError):
        cache.add(POINTER, version_id, POINTER_SECONDS)
        if found is not None:
            cache.set(_cache_key(wanted), (version_id, *found), KEPT_SECONDS)
    return found


def _look_up(wanted: Wanted) -> tuple[int, Found | None] | None:
    """Beside the key of the current version; None while there is none."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, wanted)
        row = cursor.fetchone()
    if row is None:
        return None
    version_id, version, name, body, removed = row
    return version_id, None if body is None else Found(version, name, body, removed)


def _unsigned(key: str) -> str:
    return str(unsigned(int(key))) if re.fullmatch(r"-[0-9]{1,10}", key) else key


def _can_be_kept(text: str) -> bool:
    """Tables, languages and keys are plain words; PostgreSQL and the cache refuse some others."""
    return re.fullmatch(r"[\x21-\x7e]{1,100}", text) is not None


def _cache_key(wanted: Wanted) -> str:
    return f"manifest:{':'.join(wanted)}"
