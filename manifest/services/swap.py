"""Makes a wholly staged manifest the current one, in one transaction."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from manifest.models import PROJECTIONS, Content, Definition, Version
from manifest.queries.definitions import point_to
from manifest.rows import projected
from manifest.tables import long
from rasputin.bungie import Undecodable
from rasputin.bungie.definitions import kind_of, read_definition
from rasputin.upsert import upsert

BATCH = 500

WRITE_CHANGED = """
INSERT INTO manifest_definition ("table", language, key, name, content_hash, changed_in_id, removed_in_id)
SELECT "table", language, key, name, content_hash, version_id, NULL FROM manifest_stageddefinition
WHERE version_id = %s AND content_hash <> '' ORDER BY "table", language, key
ON CONFLICT ("table", language, key) DO UPDATE
SET name = excluded.name, content_hash = excluded.content_hash,
    changed_in_id = excluded.changed_in_id, removed_in_id = NULL
"""
MARK_GONE = """
UPDATE manifest_definition AS kept SET removed_in_id = gone.version_id
FROM manifest_stageddefinition AS gone
WHERE gone.version_id = %s AND gone.content_hash = ''
  AND (kept."table", kept.language, kept.key) = (gone."table", gone.language, gone.key)
"""
MARK_TABLES_GONE = """
UPDATE manifest_definition AS kept SET removed_in_id = %(version)s
WHERE kept.removed_in_id IS NULL AND NOT EXISTS (
  SELECT FROM manifest_tablefile AS file
  WHERE file.version_id = %(version)s AND file."table" = kept."table" AND file.language = kept.language
)
"""
UNUSED = """
FROM manifest_content AS content
WHERE NOT EXISTS (SELECT FROM manifest_definition AS d WHERE d.content_hash = content.content_hash)
  AND NOT EXISTS (SELECT FROM manifest_stageddefinition AS s WHERE s.content_hash = content.content_hash)
"""


@transaction.atomic
def swap(version: Version, *, now: datetime) -> None:
    """Readers see all of the old manifest, or all of the new."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_CHANGED, [version.pk])
        cursor.execute(MARK_GONE, [version.pk])
        cursor.execute(MARK_TABLES_GONE, {"version": version.pk})
    there = set(version.files.filter(language=_language()).values_list("table", flat=True))
    for table, model in PROJECTIONS.items():
        _project(version, table)
        if table not in there:
            model._base_manager.update(removed=True)
    Version.objects.current().update(state=Version.State.PAST)
    version.state, version.loaded_at, version.seen_at = Version.State.CURRENT, now, now
    version.failures, version.error_kind, version.error_message = 0, "", ""
    version.save()
    version.staged.all().delete()
    transaction.on_commit(partial(point_to, version))


def drop_unused_content() -> int:
    """JSON that no definition points to, and none that is being loaded; returns how many.

    After a swap the planner knows nothing of what was written, and would compare each row with each:
    ten thousand of either then take a minute.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE manifest_content, manifest_definition, manifest_stageddefinition")
        cursor.execute(f"DELETE {UNUSED}")
        return int(cursor.rowcount)


def unused_content() -> int:
    """How many would be dropped."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {UNUSED}")
        (number,) = cursor.fetchone()
    return int(number)


@transaction.atomic
def project_again() -> None:
    """Makes all projections anew out of the stored definitions."""
    for table in PROJECTIONS:
        kept = Definition.objects.filter(table=table, language=_language())
        _write(table, kept.values_list("content_hash", flat=True))
        gone = kept.exclude(removed_in=None).values_list("key", flat=True)
        _mark_removed(table, list(gone))


def _project(version: Version, table: str) -> None:
    changes = version.staged.filter(table=table, language=_language())
    _write(table, changes.exclude(content_hash="").values_list("content_hash", flat=True))
    _mark_removed(table, list(changes.filter(content_hash="").values_list("key", flat=True)))


def _mark_removed(table: str, keys: list[str]) -> None:
    PROJECTIONS[table]._base_manager.filter(pk__in=keys).update(removed=True)


def _write(table: str, content_hashes: Iterable[str]) -> None:
    model = PROJECTIONS[table]
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    key = model._meta.pk.name
    hashes = iter(content_hashes)
    while batch := list(islice(hashes, BATCH)):
        rows = [row for json in _bodies(batch) if (row := _row(table, json)) is not None]
        upsert(model, rows, key=[key], update=fields)


def _bodies(content_hashes: list[str]) -> Iterator[str]:
    texts = Content.objects.filter(pk__in=content_hashes).annotate(text=Cast("data", TextField()))
    yield from texts.values_list("text", flat=True)


def _row(table: str, json: str) -> Any | None:
    """None also for a definition of a shape that cannot be read: it stays JSON."""
    try:
        return projected(table, read_definition(kind_of(long(table)), json))
    except Undecodable:
        return None


def _language() -> str:
    language: str = settings.MANIFEST_LANGUAGES[0]
    return language
