"""Compares a downloaded table with what is stored, and puts the differences where the swap finds them.

Nobody reads them there. The JSON itself is written ahead under its digest, a batch at a time: what an
interrupted run wrote is not written again.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.db import DataError, connection, transaction

from manifest.models import Content, Definition, StagedDefinition, TableFile
from manifest.services.tablefile import BrokenTable, Entry, entries
from manifest.tables import long
from rasputin.bungie import Undecodable
from rasputin.bungie.definitions import kind_of, read_definition

BATCH = 250
#: A table that loses more than this share at once is a broken one until it has stayed so for long.
MOST_LOST = 0.5
FEW = 20
LONGEST_NAME = 500  # the index holds no names of some thousand letters


class Staged(NamedTuple):
    definitions: int
    differences: int


class Shrunk(ValueError):
    """The table is whole but lacks much of what it had; the message says how much."""


def stage(file: TableFile, path: Path, *, shrink_allowed: bool) -> Staged:
    """Raises BrokenTable or Shrunk, and then leaves nothing behind that anybody reads."""
    try:
        return _stage(file, path, shrink_allowed=shrink_allowed)
    except DataError as error:
        reason = str(error).partition("\n")[0]
        raise BrokenTable(f"holds what PostgreSQL does not take: {reason}") from error


def _stage(file: TableFile, path: Path, *, shrink_allowed: bool) -> Staged:
    known = _known(file)
    keys: set[str] = set()
    rows: list[StagedDefinition] = []
    for batch in _batches(entries(path)):
        fresh = [entry for entry in batch if known.get(entry.key) != entry.content_hash]
        _write_ahead(fresh)
        rows += [_staged(file, entry) for entry in fresh]
        keys.update(entry.key for entry in batch)
    gone = sorted(known.keys() - keys)
    if len(known) > FEW and len(gone) > MOST_LOST * len(known) and not shrink_allowed:
        raise Shrunk(f"has {len(keys)} definitions, and lacks {len(gone)} of the {len(known)} that we hold")
    rows += [_row(file, key) for key in gone]
    _replace_staged(file, rows)
    return Staged(definitions=len(keys), differences=len(rows))


def forget(file: TableFile) -> None:
    """Drops what was staged of a table."""
    _staged_of(file).delete()


def _known(file: TableFile) -> dict[str, str]:
    present = Definition.objects.present().filter(table=file.table, language=file.language)
    return dict(present.values_list("key", "content_hash").iterator())


def _batches(found: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def _write_ahead(fresh: list[Entry]) -> None:
    bodies = {entry.content_hash: entry.json for entry in fresh}
    there = Content.objects.filter(pk__in=bodies).values_list("pk", flat=True)
    for content_hash in there:
        del bodies[content_hash]
    if not bodies:
        return
    table = connection.ops.quote_name(Content._meta.db_table)
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {table} (content_hash, data) FROM STDIN") as copy,
    ):
        for content_hash, json in bodies.items():
            copy.write_row((content_hash, json.decode()))


def _staged(file: TableFile, entry: Entry) -> StagedDefinition:
    return _row(file, entry.key, name=_name(file.table, entry), content_hash=entry.content_hash)


def _row(file: TableFile, key: str, **content: str) -> StagedDefinition:
    return StagedDefinition(
        version_id=file.version_id, table=file.table, language=file.language, key=key, **content
    )


def _name(table: str, entry: Entry) -> str:
    """Empty for what has none, or is of a shape in which we find none."""
    try:
        return read_definition(kind_of(long(table)), entry.json).name[:LONGEST_NAME]
    except Undecodable:
        return ""


def _replace_staged(file: TableFile, rows: Iterable[StagedDefinition]) -> None:
    with transaction.atomic():
        _staged_of(file).delete()
        StagedDefinition.objects.bulk_create(rows, batch_size=BATCH * 4)


def _staged_of(file: TableFile) -> Any:
    return StagedDefinition.objects.filter(
        version_id=file.version_id, table=file.table, language=file.language
    )
