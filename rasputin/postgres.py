"""How values travel: lists as binary arrays, which costs half of writing them out as text; rows likewise."""

from typing import Any

import msgspec
from django.core.exceptions import EmptyResultSet
from django.db import connection as default
from django.db.backends.signals import connection_created
from django.db.models import BigIntegerField, Lookup, QuerySet
from psycopg.types.array import ListBinaryDumper
from psycopg.types.json import set_json_loads

from rasputin.arrays import Packed, PackedDumper, ShownDumper, pack


@BigIntegerField.register_lookup
class Among(Lookup):
    """`filter(id__among=ids)`: many ids as one array, where `in` has a parameter for each."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        ids = sorted(self.rhs)
        if not ids:
            raise EmptyResultSet
        return f"{column} = ANY(%s)", (*parameters, pack("bigint", ids) or ids)


def read_binary(rows: QuerySet[Any, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows of `values_list`, as PostgreSQL's own types: a third of what Django takes to convert them."""
    default.ensure_connection()
    try:
        statement, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with default.wrap_database_errors, default.connection.cursor(binary=True) as cursor:
        set_json_loads(msgspec.json.decode, context=cursor)
        found: list[tuple[Any, ...]] = cursor.execute(statement, parameters).fetchall()
        return found


def send_binary_arrays(connection: Any, **_: Any) -> None:
    connection.connection.adapters.register_dumper(list, ListBinaryDumper)
    for dumper in (ShownDumper, PackedDumper):  # the last one is what travels
        connection.connection.adapters.register_dumper(Packed, dumper)


connection_created.connect(send_binary_arrays)
