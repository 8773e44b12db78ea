"""How far somebody is with each triumph, in small: from Bungie's records to bytes that we keep, and back."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import blake2s
from typing import NamedTuple

import msgspec
import zstandard

from rasputin.bungie.enums import RecordState
from rasputin.bungie.types import Profile
from rasputin.bungie.types.profile import shown
from rasputin.bungie.types.records import ProfileRecords, Record, Records

LEVEL = 4
OPEN = RecordState.OBJECTIVE_NOT_COMPLETED.value
CLAIMED = RecordState.RECORD_REDEEMED.value


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """How far with one record.

    `state` holds Bungie's bits, but open is only what is not complete: Bungie's own bit may stay set for ever
    with a record of intervals. `times` is how often it was completed, None for a record that does not count.
    `progress` is by objective, and of the last interval; it is kept of what is open.
    """

    state: int
    times: int | None = None
    progress: tuple[int, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.state & OPEN

    @property
    def claimed(self) -> bool:
        return bool(self.state & CLAIMED)


Standings = dict[int, Standing]

UNSEEN = Standing(OPEN)  # what Bungie did not tell of


class Reading(NamedTuple):
    """What a profile says of triumphs. `digest` is that of scores and standings."""

    minted_at: datetime | None
    active_score: int | None
    legacy_score: int | None
    lifetime_score: int | None
    standings: Standings
    digest: str


def reading_of(profile: Profile) -> Reading | None:
    """Component 900 of a profile; None where its player hides it, or Bungie left a part of it out."""
    shared, owned = shown(profile.profile_records), shown(profile.character_records)
    if shared is None or owned is None:
        return None
    standings = merged([shared.records, *(each.records for each in owned.values())])
    return Reading(
        minted_at=profile.response_minted_timestamp,
        active_score=shared.active_score,
        legacy_score=shared.legacy_score,
        lifetime_score=shared.lifetime_score,
        standings=standings,
        digest=_digest(shared, standings),
    )


def merged(parts: Iterable[Records]) -> Standings:
    """By record, in order; of a record that several characters have, how the best of them stands."""
    best: Standings = {}
    for key, record in _each(parts):
        standing = standing_of(record)
        known = best.get(key)
        if known is None or _rank(standing) > _rank(known):
            best[key] = standing
    return dict(sorted(best.items()))


def standing_of(record: Record) -> Standing:
    if record.is_complete:
        return Standing(record.state & ~OPEN, record.completed_count)
    objectives = record.interval_objectives[-1:] or record.objectives
    progress = tuple(objective.progress or 0 for objective in objectives)
    return Standing(record.state, record.completed_count, progress)


def pack(standings: Standings) -> bytes:
    return zstandard.compress(_encoder.encode(standings), LEVEL)


def unpack(packed: bytes) -> Standings:
    return _decoder.decode(zstandard.decompress(packed))


def _each(parts: Iterable[Records]) -> Iterator[tuple[int, Record]]:
    for part in parts:
        yield from part.items()


def _rank(standing: Standing) -> tuple[bool, bool, int, int]:
    return standing.complete, standing.claimed, standing.times or 0, sum(standing.progress)


def _digest(told: ProfileRecords, standings: Standings) -> str:
    scores = (told.active_score, told.legacy_score, told.lifetime_score)
    return blake2s(_encoder.encode((scores, standings)), digest_size=16).hexdigest()


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Standings)
