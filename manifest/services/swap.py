"""Makes a wholly staged manifest the current one, in one transaction."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from manifest.models import PROJECTIONS, Content, Definition, Stat, Version
from manifest.queries.definitions import point_to
from manifest.rows import projected
from manifest.services.follow import has_other_names
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
    current = Version.objects.current().first()
    if current is not None and has_other_names(current):
        project_again()
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
    """Makes all projections anew out of the stored definitions, in the language of now."""
    for table, model in PROJECTIONS.items():
        model._base_manager.update(removed=True)
        kept = Definition.objects.filter(table=table, language=_language())
        _write(table, kept)
        _mark_removed(table, kept.exclude(removed_in=None).values_list("key", flat=True))


def _project(version: Version, table: str) -> None:
    changes = version.staged.filter(table=table, language=_language())
    _write(table, changes.exclude(content_hash=""))
    _mark_removed(table, changes.filter(content_hash="").values_list("key", flat=True))


def _mark_removed(table: str, keys: Iterable[str]) -> None:
    model = PROJECTIONS[table]
    named = [key for key in keys if model is Stat or re.fullmatch(r"[0-9]{1,18}", key)]
    model._base_manager.filter(pk__in=named).update(removed=True)


def _write(table: str, definitions: QuerySet[Any]) -> None:
    """What is no thing of the projected sort, or is one no longer, counts as removed."""
    model = PROJECTIONS[table]
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    key = model._meta.pk.name
    found = iter(definitions.values_list("key", "content_hash"))
    while batch := dict(islice(found, BATCH)):
        bodies = _bodies(batch.values())
        rows = {place: _row(table, bodies[content_hash]) for place, content_hash in batch.items()}
        upsert(model, [row for row in rows.values() if row is not None], key=[key], update=fields)
        _mark_removed(table, [place for place, row in rows.items() if row is None])


def _bodies(content_hashes: Iterable[str]) -> dict[str, str]:
    texts = Content.objects.filter(pk__in=content_hashes).annotate(text=Cast("data", TextField()))
    return dict(texts.values_list("pk", "text"))


def _row(table: str, json: str) -> Any | None:
    """None also for a definition of a shape that cannot be read: it stays JSON."""
    try:
        return projected(table, read_definition(kind_of(long(table)), json))
    except Undecodable:
        return None


def _language() -> str:
    language: str = settings.MANIFEST_LANGUAGES[0]
    return language
