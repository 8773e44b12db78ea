"""The one place for writes in bulk: upserts that may run twice and in any order.

Rows are sorted by key (so that writers side by side cannot deadlock) and each key is written once a
statement (PostgreSQL refuses two).
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models

BATCH = 250

Model = TypeVar("Model", bound=models.Model)


class Dated(NamedTuple):
    """Columns that move together, and the column that says how much to believe them: larger wins."""

    believed_by: tuple[str, ...]
    columns: tuple[str, ...]


def once_each(rows: Iterable[Model], key: Sequence[str]) -> list[Model]:
    """Sorted by key; of equal keys the last row wins."""
    unique = {tuple(getattr(row, name) for name in key): row for row in rows}
    return [unique[identity] for identity in sorted(unique)]


def upsert(model: type[Model], rows: Iterable[Model], *, key: Sequence[str], update: Sequence[str]) -> int:
    """Inserts, or overwrites the columns `update`; with no such columns an existing row stays as it is."""
    unique = once_each(rows, key)
    conflict: dict[str, Any] = (
        {"update_conflicts": True, "unique_fields": list(key), "update_fields": list(update)}
        if update
        else {"ignore_conflicts": True}
    )
    model._base_manager.bulk_create(unique, batch_size=BATCH, **conflict)
    return len(unique)


def upsert_newer(
    model: type[Model], rows: Iterable[Model], *, key: Sequence[str], groups: Sequence[Dated]
) -> None:
    """Inserts, or overwrites each group of columns only where the new row is believed more.

    The statement that the ORM cannot express: INSERT ... ON CONFLICT DO UPDATE ... WHERE newer.
    """
    unique = _fold(rows, key, groups)
    for start in range(0, len(unique), BATCH):
        _insert_newer(model, unique[start : start + BATCH], key, groups)


def _fold(rows: Iterable[Model], key: Sequence[str], groups: Sequence[Dated]) -> list[Model]:
    """One row a key, sorted; each group of columns from the row that is believed most."""
    folded: dict[tuple[Any, ...], Model] = {}
    for row in rows:
        kept = folded.setdefault(tuple(getattr(row, name) for name in key), row)
        for group in groups:
            if _belief(row, group) > _belief(kept, group):
                for name in (*group.believed_by, *group.columns):
                    setattr(kept, name, getattr(row, name))
    return [folded[identity] for identity in sorted(folded)]


def _belief(row: Model, group: Dated) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in group.believed_by)


def _insert_newer(
    model: type[Model], rows: Sequence[Model], key: Sequence[str], groups: Sequence[Dated]
) -> None:
    if not rows:
        return
    fields = list(model._meta.concrete_fields)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    newer = [_newer(model, group, table) for group in groups]
    assignments = [
        f"{quote(column)} = CASE WHEN {test} THEN excluded.{quote(column)} ELSE {table}.{quote(column)} END"
        for group, test in zip(groups, newer, strict=True)
        for column in _columns(model, (*group.believed_by, *group.columns))
    ]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    arrays = ", ".join(f"(%s)::{_array_type(field)}" for field in fields)
    statement = (
        f"INSERT INTO {table} ({columns}) SELECT * FROM unnest({arrays}) "  # noqa: S608 - names of the model
        f"ON CONFLICT ({', '.join(map(quote, _columns(model, key)))}) "
        f"DO UPDATE SET {', '.join(assignments)} WHERE {' OR '.join(newer)}"
    )
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _array_type(field: Any) -> str:
    """The column's type as an array, without its length: what is too long is refused, not cut."""
    return f"{field.db_type(connection).partition('(')[0]}[]"


def _newer(model: type[Model], group: Dated, table: str) -> str:
    names = [connection.ops.quote_name(column) for column in _columns(model, group.believed_by)]
    new = ", ".join(f"excluded.{name}" for name in names)
    old = ", ".join(f"{table}.{name}" for name in names)
    return f"(({new}) > ({old}))"


def _columns(model: type[Model], names: Sequence[str]) -> list[str]:
    return [_column(model, name) for name in names]


def _column(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - keys and columns are fields of the model itself
    return str(field.column)
