"""The one place for writes in bulk: upserts that may run twice and in any order.

Rows are sorted by key (so that writers side by side cannot deadlock) and each key is written once a
statement (PostgreSQL refuses two). A statement is built once for a model and its columns: INSERT of arrays
that `unnest` takes apart, ON CONFLICT. Django's bulk_create compiles each value, which costs five times as
much; it stays for columns that are arrays themselves, which `unnest` would take apart too.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models, transaction

from rasputin import arrays

BATCH = 1000

Model = TypeVar("Model", bound=models.Model)
Field = Any  # of a model, with a column of its own


class Dated(NamedTuple):
    """Columns that move together, and the column that says how much to believe them: larger wins."""

    believed_by: tuple[str, ...]
    columns: tuple[str, ...]


def once_each(rows: Iterable[Model], key: Sequence[str]) -> list[Model]:
    """Sorted by key; of equal keys the last row wins."""
    identity = attrgetter(*key)
    unique = {identity(row): row for row in rows}
    return [unique[known] for known in sorted(unique)]


def upsert(model: type[Model], rows: Iterable[Model], *, key: Sequence[str], update: Sequence[str]) -> int:
    """Inserts, or overwrites the columns `update`; with no such columns an existing row stays as it is.

    A key that PostgreSQL counts by itself is left to it.
    """
    unique = once_each(rows, key)
    if _fits_in_arrays(model):
        _insert(model, unique, _or_overwrite(model, tuple(key), tuple(update)))
    else:
        _create(model, unique, key, update)
    return len(unique)


def upsert_newer(
    model: type[Model], rows: Iterable[Model], *, key: Sequence[str], groups: Sequence[Dated]
) -> None:
    """Inserts, or overwrites each group of columns only where the new row is believed more."""
    unique = _fold(rows, key, groups)
    _insert(model, unique, _or_take_newer(model, tuple(key), tuple(groups)))


def _create(model: type[Model], rows: Sequence[Model], key: Sequence[str], update: Sequence[str]) -> None:
    conflict: dict[str, Any] = (
        {"update_conflicts": True, "unique_fields": list(key), "update_fields": list(update)}
        if update
        else {"ignore_conflicts": True}
    )
    model._base_manager.bulk_create(rows, batch_size=BATCH, **conflict)


def _fold(rows: Iterable[Model], key: Sequence[str], groups: Sequence[Dated]) -> list[Model]:
    """One row a key, sorted; each group of columns from the row that is believed most."""
    folded: dict[Any, Model] = {}
    identity, beliefs = attrgetter(*key), [(group, _belief(group)) for group in groups]
    for row in rows:
        kept = folded.setdefault(identity(row), row)
        if kept is not row:
            for group, belief in beliefs:
                if belief(row) > belief(kept):
                    for name in (*group.believed_by, *group.columns):
                        setattr(kept, name, getattr(row, name))
    return [folded[known] for known in sorted(folded)]


def _belief(group: Dated) -> Callable[[Any], Any]:
    return attrgetter(*group.believed_by)


def _insert(model: type[Model], rows: Sequence[Model], conflict: str) -> None:
    """One array a column: the statement is the same for any number of rows, and binds few parameters."""
    if not rows:
        return
    statement = f"{_insertion(model)} {conflict}"
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            cursor.execute(statement, [_values(field, batch) for field in _fields(model)])


def _values(field: Field, rows: Sequence[Model]) -> Any:
    """Of a column; the driver takes what cannot be packed, or says what is wrong with it."""
    values = [*map(attrgetter(field.attname), rows)]
    packed = arrays.pack(str(field.db_type(connection)), values)
    return packed or [field.get_db_prep_save(value, connection) for value in values]


@cache
def _fields(model: type[models.Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


@cache
def _fits_in_arrays(model: type[models.Model]) -> bool:
    """Not a column that is an array itself, nor one that Django fills in."""
    return not any(
        str(field.db_type(connection)).endswith("[]")
        or getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
        or getattr(field, "encoder", None)
        for field in _fields(model)
    )


@cache
def _insertion(model: type[models.Model]) -> str:
    fields = _fields(model)
    columns = ", ".join(_quoted(str(field.column)) for field in fields)
    values = ", ".join(f"(%s)::{_array_type(field)}" for field in fields)
    return f"INSERT INTO {_table(model)} ({columns}) SELECT * FROM unnest({values})"  # noqa: S608 - the model's


@cache
def _or_overwrite(model: type[models.Model], key: tuple[str, ...], update: tuple[str, ...]) -> str:
    if not update:
        return "ON CONFLICT DO NOTHING"
    assignments = ", ".join(f"{column} = excluded.{column}" for column in _columns(model, update))
    return f"ON CONFLICT ({', '.join(_columns(model, key))}) DO UPDATE SET {assignments}"


@cache
def _or_take_newer(model: type[models.Model], key: tuple[str, ...], groups: tuple[Dated, ...]) -> str:
    newer = [_newer(model, group) for group in groups]
    assignments = [
        f"{column} = CASE WHEN {test} THEN excluded.{column} ELSE {_table(model)}.{column} END"
        for group, test in zip(groups, newer, strict=True)
        for column in _columns(model, (*group.believed_by, *group.columns))
    ]
    return (
        f"ON CONFLICT ({', '.join(_columns(model, key))}) "
        f"DO UPDATE SET {', '.join(assignments)} WHERE {' OR '.join(newer)}"
    )


def _array_type(field: Field) -> str:
    """The column's type as an array, without its length: what is too long is refused, not cut."""
    return f"{str(field.db_type(connection)).partition('(')[0]}[]"


def _newer(model: type[models.Model], group: Dated) -> str:
    names = _columns(model, group.believed_by)
    new = ", ".join(f"excluded.{name}" for name in names)
    old = ", ".join(f"{_table(model)}.{name}" for name in names)
    return f"(({new}) > ({old}))"


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    return [_column(model, name) for name in names]


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - keys and columns are fields of the model itself
    return _quoted(str(field.column))


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
