"""How values travel to PostgreSQL: lists as binary arrays, which costs half of writing them out as text."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.signals import connection_created
from django.db.models import BigIntegerField, Lookup
from psycopg.types.array import ListBinaryDumper

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


def send_binary_arrays(connection: Any, **_: Any) -> None:
    connection.connection.adapters.register_dumper(list, ListBinaryDumper)
    for dumper in (ShownDumper, PackedDumper):  # the last one is what travels
        connection.connection.adapters.register_dumper(Packed, dumper)


connection_created.connect(send_binary_arrays)
