"""Reading many things of one moment, whatever is swapped meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from manifest.models import Version
from manifest.queries.definitions import current_version


@contextmanager
def reading() -> Iterator[Version | None]:
    """The manifest that is served; all that is read inside is of it, and of the same moment.

    Inside a transaction that has begun already, that one decides.
    """
    if connection.in_atomic_block:
        yield current_version()
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield current_version()
