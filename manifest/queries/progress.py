"""How far the manifest is: what is served, what is being loaded, and what is in its way."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from manifest.models import Definition, TableFile, Version


class Loading(NamedTuple):
    """A manifest on its way in; bytes are those received of its files so far."""

    version: str
    tables: int
    tables_done: int
    bytes_received: int
    definitions: int
    differences: int
    failures: int
    error: str
    due_at: datetime


class Progress(NamedTuple):
    """`definitions` of the current manifest by table, removed ones left out."""

    version: str | None
    loaded_at: datetime | None
    definitions: dict[str, int]
    loading: Loading | None


def progress() -> Progress:
    current = Version.objects.current().first()
    loading = Version.objects.unfinished().first()
    present = Definition.objects.present().values("table").annotate(number=Count("pk")).order_by("table")
    return Progress(
        version=None if current is None else current.version,
        loaded_at=None if current is None else current.loaded_at,
        definitions={row["table"]: row["number"] for row in present},
        loading=None if loading is None else loading_of(loading),
    )


def is_settled() -> bool:
    """Whether there is nothing to wait for: a manifest is served and none is coming, or one is in trouble."""
    loading = Version.objects.unfinished().first()
    return Version.objects.current().exists() if loading is None else loading.failures > 0


def loading_of(version: Version) -> Loading:
    files = version.files.aggregate(
        tables=Count("pk"),
        tables_done=Count("pk", filter=Q(state=TableFile.State.STAGED)),
        bytes_received=Sum("bytes_received", default=0),
        definitions=Sum("definitions", default=0),
        differences=Sum("differences", default=0),
    )
    return Loading(
        version=version.version,
        **files,
        failures=version.failures,
        error=f"{version.error_kind}: {version.error_message}" if version.error_kind else "",
        due_at=version.due_at,
    )
