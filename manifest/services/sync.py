"""Brings the stored manifest up to Bungie's, in slices that may end and be killed anywhere."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.db import DatabaseError, OperationalError
from django.db.models import Max

from manifest.models import TableFile, Version
from manifest.services import download, stage
from manifest.services.follow import follow, start_again
from manifest.services.swap import drop_unused_content, swap
from manifest.services.tablefile import BrokenTable
from rasputin.bungie import BadRequest, Client, NotFound, TimedOut, Unavailable, Undecodable
from rasputin.bungie.types.manifest import ManifestIndex
from rasputin.steps import Steps

log = logging.getLogger(__name__)

#: A file is fetched in pieces of so many seconds, so that a slice ends in time on a slow line.
PIECE_SECONDS = 15.0
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=2)
#: A table that lost most of its definitions is believed when the version has stayed for so long.
BELIEVED_AFTER = timedelta(days=1)

#: What is wrong with this version's files; all other trouble concerns Bungie as a whole.
FAULTS = (BrokenTable, stage.Shrunk, NotFound, Undecodable, Unavailable, TimedOut, BadRequest)
#: BadRequest: there is no such place in the file from which we wanted to go on.
NOT_TO_BE_TRUSTED = (BrokenTable, stage.Shrunk, BadRequest)
#: Failures after which also the part of a file that has come is fetched anew.
PATIENCE = 3


#: How often the index is asked when nothing is on its way.
LOOK_EVERY = timedelta(minutes=5)


def is_due(now: datetime) -> bool:
    """Whether there is something to load, or a look at the index is due; asks only the database."""
    if Version.objects.unfinished().filter(due_at__lte=now).exists():
        return True
    looked = Version.objects.aggregate(at=Max("seen_at"))["at"]
    return looked is None or now - looked >= LOOK_EVERY


class Slice(NamedTuple):
    """How a slice ended: `more` says that the next one can go on at once."""

    version: Version | None
    more: bool = False


def sync(bungie: Client, *, now: datetime, folder: Path, has_time: Callable[[], bool]) -> Steps[Slice]:
    """Looks at the index, and loads what is new; what is there stays untouched until all of it has come.

    Trouble with the new one's files is recorded on its row, and tried again later. Raises NothingKept and
    the BungieErrors that concern all requests.
    """
    index: ManifestIndex = yield bungie.manifest
    version = follow(index, now=now)
    if version is None or version.due_at > now:
        return Slice(version)
    for file in version.files.unfinished():
        try:
            done = yield from _load(bungie, file, now=now, folder=folder, has_time=has_time)
        except FAULTS as error:
            _put_off(version, error, now=now, file=file)
            if isinstance(error, NOT_TO_BE_TRUSTED) or version.failures > PATIENCE:
                download.local(folder, file).drop()
            return Slice(version)
        if not (done and has_time()):
            return Slice(version, more=True)
    _finish(version, now=now)
    download.tidy_up(folder, set())
    return Slice(version)


def _finish(version: Version, *, now: datetime) -> None:
    """What cannot be swapped in is fetched and staged anew, later; the old manifest stays."""
    try:
        swap(version, now=now)
    except OperationalError:
        raise  # of the database, not of this manifest
    except (DatabaseError, ValueError) as error:
        log.exception("manifest %s cannot be swapped in", version)
        version.refresh_from_db()
        _put_off(version, error, now=now)
        start_again(version)
    else:
        drop_unused_content()


def _load(
    bungie: Client, file: TableFile, *, now: datetime, folder: Path, has_time: Callable[[], bool]
) -> Steps[bool]:
    """Fetches and stages one table; False when the time was up before its end."""
    place = download.local(folder, file)
    while True:
        whole = yield partial(download.fetch, bungie, file.path, place, until=_soon())
        TableFile.objects.filter(pk=file.pk).update(bytes_received=place.received(), bytes_total=whole)
        if whole is not None:
            break
        if not has_time():
            return False
    allowed = now - file.version.found_at >= BELIEVED_AFTER
    staged = stage.stage(file, place.whole, shrink_allowed=allowed)
    TableFile.objects.filter(pk=file.pk).update(
        state=TableFile.State.STAGED, error_message="", **staged._asdict()
    )
    return True


def _soon() -> float:
    return time.monotonic() + PIECE_SECONDS


def _put_off(version: Version, error: Exception, *, now: datetime, file: TableFile | None = None) -> None:
    """Records what is wrong, and when the next try is; what is staged of other tables stays."""
    wait = min(FIRST_WAIT * 2 ** min(version.failures, 10), LONGEST_WAIT)
    version.failures += 1
    version.due_at = now + wait
    version.error_kind = getattr(error, "kind", type(error).__name__.lower())
    version.error_message = f"{file}: {error}"[:500] if file else str(error)[:500]
    version.save(update_fields=["failures", "due_at", "error_kind", "error_message"])
    if file is not None:
        TableFile.objects.filter(pk=file.pk).update(error_message=str(error)[:500])
