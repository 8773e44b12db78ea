"""How values travel to PostgreSQL: lists as binary arrays, which costs half of writing them out as text."""

from typing import Any

from django.db.backends.signals import connection_created
from psycopg.types.array import ListBinaryDumper

from rasputin.arrays import Packed, PackedDumper


def send_binary_arrays(connection: Any, **_: Any) -> None:
    connection.connection.adapters.register_dumper(list, ListBinaryDumper)
    connection.connection.adapters.register_dumper(Packed, PackedDumper)


connection_created.connect(send_binary_arrays)
