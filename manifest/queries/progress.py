"""How far the manifest is: what is served, what is being loaded, and what is in its way."""

from datetime import datetime
from typing import Final, NamedTuple

import redis
from django.core.cache import cache
from django.db.models import Count, Q, Sum

from manifest.models import Definition, TableFile, Version

#: In the cache: why the last look at Bungie's index came to nothing. Whoever looks puts it there.
TROUBLE: Final = "manifest:trouble"


class Loading(NamedTuple):
    """A manifest on its way in, or one that was just loaded; bytes are those received of its files."""

    version: str
    tables: int
    tables_done: int
    bytes_received: int
    definitions: int
    differences: int
    error: str
    due_at: datetime


class Table(NamedTuple):
    """`definitions` of the current manifest by language, removed ones left out."""

    table: str
    definitions: dict[str, int]


class Behind(NamedTuple):
    """What Bungie names while a newer one is served: it is followed once Bungie stays with it."""

    version: str
    since: datetime


class Progress(NamedTuple):
    version: str | None
    loaded_at: datetime | None
    tables: list[Table]
    loading: Loading | None
    behind: Behind | None
    trouble: str


def progress() -> Progress:
    current = Version.objects.current().first()
    return Progress(
        version=None if current is None else current.version,
        loaded_at=None if current is None else current.loaded_at,
        tables=_tables(),
        loading=_loading(),
        behind=_behind(),
        trouble=trouble(),
    )


def brief() -> str:
    """A few words on what is being loaded; empty when nothing is."""
    loading = _loading()
    return "" if loading is None else in_words(loading)


def in_words(loading: Loading) -> str:
    done = f"{loading.tables_done} of {loading.tables} tables"
    return f"{loading.version}, {done}, {loading.bytes_received / 1e6:.1f} MB"


def trouble() -> str:
    """A sentence on what is in the way, empty when nothing is."""
    loading = _loading()
    if loading is not None and loading.error:
        tried = f"{loading.due_at:%Y-%m-%d %H:%M:%S} UTC"
        return f"Manifest {loading.version} cannot be loaded, and is tried again at {tried}: {loading.error}"
    looked = _last_look()
    return f"The manifest could not be looked at, and is tried again: {looked}" if looked else ""


def is_settled() -> bool:
    """Whether there is nothing to wait for: a manifest is served and none is coming, or one is in trouble."""
    if trouble():
        return True
    return Version.objects.current().exists() and not Version.objects.unfinished().exists()


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
        error=f"{version.error_kind}: {version.error_message}" if version.error_kind else "",
        due_at=version.due_at,
    )


def kept_tables() -> dict[str, list[str]]:
    """The tables of the current manifest, each with its languages."""
    kept: dict[str, list[str]] = {}
    files = TableFile.objects.filter(version__state=Version.State.CURRENT)
    for table, language in files.order_by("table", "language").values_list("table", "language"):
        kept.setdefault(table, []).append(language)
    return kept


def _tables() -> list[Table]:
    present = Definition.objects.present().values("table", "language").annotate(number=Count("pk"))
    tables: dict[str, dict[str, int]] = {}
    for row in present.order_by("table", "language"):
        tables.setdefault(row["table"], {})[row["language"]] = row["number"]
    return [Table(*pair) for pair in tables.items()]


def _loading() -> Loading | None:
    version = Version.objects.unfinished().first()
    return None if version is None else loading_of(version)


def _behind() -> Behind | None:
    following = (Version.State.CURRENT, Version.State.LOADING)
    named = Version.objects.exclude(named_since=None).exclude(state__in=following).first()
    return None if named is None or named.named_since is None else Behind(named.version, named.named_since)


def _last_look() -> str:
    try:
        return str(cache.get(TROUBLE, ""))
    except redis.RedisError:
        return ""
