"""Whole tables, read a batch at a time."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

BATCH = 500


def batches(rows: QuerySet[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """All rows, in lists of up to `size`, without holding more than one of them."""
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=size):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
