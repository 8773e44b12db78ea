"""How values travel to PostgreSQL: lists as binary arrays, which costs half of writing them out as text."""

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import BigIntegerField, Lookup
from psycopg.types.array import ListBinaryDumper

from rasputin.arrays import Packed, PackedDumper, pack


@BigIntegerField.register_lookup
class Among(Lookup):
    """`filter(id__among=ids)`: many ids as one array, where `in` has a parameter for each."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        ids = sorted(self.rhs)
        return f"{column} = ANY(%s::bigint[])", (*parameters, pack("bigint", ids) or ids)


def send_binary_arrays(connection: Any, **_: Any) -> None:
    connection.connection.adapters.register_dumper(list, ListBinaryDumper)
    connection.connection.adapters.register_dumper(Packed, PackedDumper)


connection_created.connect(send_binary_arrays)
