"""Which manifest to load, by what Bungie's index names now and has named before."""

import re
from datetime import datetime, timedelta
from hashlib import blake2b

from django.conf import settings
from django.db import transaction

from manifest.models import TableFile, Version
from manifest.tables import kept_paths
from rasputin.bungie.types.manifest import ManifestIndex

Paths = dict[tuple[str, str], str]

#: For minutes after a release Bungie's servers name the old and the new version by turns. One that we
#: have left behind is believed again once nothing else has been named for so long.
ROLLBACK_AFTER = timedelta(hours=6)


class NothingKept(ValueError):
    """The index has none of the tables and languages that are to be kept; the message says what it has."""


@transaction.atomic
def follow(index: ManifestIndex, *, now: datetime) -> Version | None:
    """The version to load next, its files waiting; None when there is none. Raises NothingKept."""
    paths = _paths(index)
    named = _named(index.version[:100], _digest(paths), now=now)
    if named.state == Version.State.LOADING and named.files.exists():
        return named
    if named.state == Version.State.CURRENT or _merely_flipped(named, paths, now=now):
        return None
    _begin(named, paths, now=now)
    return named


def start_again(version: Version) -> None:
    """Forgets what was staged and downloaded of a version; its files are fetched anew."""
    version.staged.all().delete()
    version.files.update(state=TableFile.State.WAITING, bytes_received=0, error_message="")


def _paths(index: ManifestIndex) -> Paths:
    paths = kept_paths(
        index.json_world_component_content_paths,
        tables=settings.MANIFEST_TABLES,
        languages=settings.MANIFEST_LANGUAGES,
    )
    if not paths:
        wanted, there = ", ".join(settings.MANIFEST_LANGUAGES), ", ".join(index.locales) or "none"
        raise NothingKept(
            f"manifest {index.version} has none of RASPUTIN_MANIFEST_TABLES in {wanted}; "
            f"its languages are {there}"
        )
    return paths


def _digest(paths: Paths) -> str:
    """Of what is kept, and of the language of the names."""
    kept = [settings.MANIFEST_LANGUAGES[0], *sorted(paths.items())]
    return blake2b(repr(kept).encode(), digest_size=16).hexdigest()


def has_other_names(version: Version) -> bool:
    """Whether it was loaded when another language was the first."""
    return _digest(_paths_of(version)) != version.paths_digest


def _paths_of(version: Version) -> Paths:
    return {(file.table, file.language): file.path for file in version.files.all()}


def _named(version: str, digest: str, *, now: datetime) -> Version:
    """The row of what the index names, which remembers since when it has been named without a break."""
    row, _ = Version.objects.get_or_create(
        version=version,
        paths_digest=digest,
        defaults={"state": Version.State.SEEN, "found_at": now, "due_at": now},
    )
    Version.objects.exclude(pk=row.pk).exclude(named_since=None).update(named_since=None)
    row.named_since, row.seen_at = row.named_since or now, now
    row.save(update_fields=["named_since", "seen_at"])
    return row


def _merely_flipped(named: Version, paths: Paths, *, now: datetime) -> bool:
    """True for one that lies behind what is served or on its way, until Bungie has stayed with it."""
    if now - (named.named_since or now) >= ROLLBACK_AFTER:
        return False
    followed = Version.objects.filter(state__in=(Version.State.CURRENT, Version.State.LOADING))
    return any(_lies_behind(named, paths, other) for other in followed.exclude(pk=named.pk))


def _lies_behind(named: Version, paths: Paths, followed: Version) -> bool:
    """Not for other settings: of one edition they may change back and forth."""
    if named.version == followed.version and _keeps_otherwise(followed, paths):
        return False
    left = named.state == Version.State.PAST or (
        named.version == followed.version and named.found_at < followed.found_at
    )
    return left or build_of(named.version) < build_of(followed.version)


def _keeps_otherwise(version: Version, paths: Paths) -> bool:
    """Whether the settings chose other tables or languages when it was found."""
    return has_other_names(version) or _paths_of(version).keys() != paths.keys()


def build_of(version: str) -> int:
    """The number of the build, which rises: 244164 of `244164.26.06.16.2053-2-bnet.65465`; 0 without one."""
    found = re.match(r"[0-9]{1,12}", version)
    return 0 if found is None else int(found[0])


def _begin(version: Version, paths: Paths, *, now: datetime) -> None:
    for other in Version.objects.unfinished().exclude(pk=version.pk):
        other.staged.all().delete()
        other.state = Version.State.SEEN
        other.save(update_fields=["state"])
    version.files.all().delete()
    version.staged.all().delete()
    TableFile.objects.bulk_create(
        TableFile(version=version, table=table, language=language, path=path)
        for (table, language), path in sorted(paths.items())
    )
    version.state, version.due_at = Version.State.LOADING, now
    version.failures, version.error_kind, version.error_message = 0, "", ""
    version.save()
