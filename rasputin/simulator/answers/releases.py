"""Which edition of the manifest is shown, by time and by command, and which of its files are not there."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import msgspec

from rasputin.simulator.world.definitions.editions import Edition, edition_at
from rasputin.simulator.world.dice import chance, draws

# After a release two servers answer, of which one still has the old edition, and new files are not all there.
FLIPPING_SECONDS = 300
SCATTERED_SECONDS = 120
SCATTERED = 0.3
CACHED_SECONDS = 86_400
NEXT = "next"
LISTS = ("missing", "broken", "garbled", "html")

Count = Annotated[int, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Switches(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`version` holds an edition's number, else time decides; `silent` adds changes that keep the version.

    With `flip` every second index is the edition's before. `missing` are tables without a file, or the
    share of requests for files that find none; with `cached` such an address stays so for a day, though
    one with another query does not. Tables in `broken` end in the middle, in `garbled` are no JSON, in
    `html` are the site's page.
    """

    version: Count | None = None
    silent: Count = 0
    flip: bool = False
    missing: Share | tuple[str, ...] = ()
    cached: bool = False
    broken: tuple[str, ...] = ()
    garbled: tuple[str, ...] = ()
    html: tuple[str, ...] = ()


class Releases:
    """`settled` leaves out what happens after each release by itself."""

    def __init__(self, *, settled: bool = False) -> None:
        self.switches = Switches()
        self.indexes = 0
        self._settled = settled
        self._asked: Counter[str] = Counter()
        self._gone_until: dict[str, float] = {}

    def newest(self, now: float) -> Edition:
        timed = edition_at(now)
        held = self.switches.version
        edition = timed if held is None else Edition(held)
        return edition._replace(silent=edition.silent + self.switches.silent)

    def told(self, now: float) -> Edition:
        """The edition of one index; the next one may have another."""
        self.indexes += 1
        newest = self.newest(now)
        flips = self.switches.flip or self._since_release(now) < FLIPPING_SECONDS
        return Edition(max(newest.number - 1, 0)) if flips and self.indexes % 2 == 0 else newest

    def known(self, now: float) -> list[Edition]:
        """The editions whose files are still there, the newest first."""
        newest = self.newest(now)
        silent = [newest._replace(silent=number) for number in range(newest.silent, -1, -1)]
        older = [Edition(newest.number - 1, silent) for silent in (1, 0)]
        oldest = [Edition(newest.number - 2, silent) for silent in (1, 0)]
        return [edition for edition in (*silent, *older, *oldest) if edition.number >= 0]

    def is_missing(self, address: str, table: str, edition: Edition, now: float) -> bool:
        """Whether the file of the table is not there for this one request. The address has its query."""
        if self._gone_until.get(address, now) > now:
            return True
        missing = self._is_withheld(address, table, edition, now)
        if missing and self.switches.cached:
            self._gone_until[address] = now + CACHED_SECONDS
        return missing

    def turn(self, told: dict[str, Any], now: float) -> None:
        """Turns the switches that are told; one name may stand for a list."""
        lists = {key: [told[key]] for key in LISTS if isinstance(told.get(key), str)}
        held = {"version": self.newest(now).number + 1} if told.get("version") == NEXT else {}
        self.switches = msgspec.convert(msgspec.structs.asdict(self.switches) | told | lists | held, Switches)

    def turn_back(self) -> None:
        self.switches = Switches()
        self._gone_until.clear()

    def _is_withheld(self, address: str, table: str, edition: Edition, now: float) -> bool:
        missing = self.switches.missing
        if isinstance(missing, tuple):
            fresh = edition == self.newest(now) and self._since_release(now) < SCATTERED_SECONDS
            return table in missing or (fresh and self._strikes(address, SCATTERED))
        return self._strikes(address, missing)

    def _strikes(self, address: str, rate: float) -> bool:
        self._asked[address] += 1
        return chance(draws(0, "missing", address, self._asked[address])[0], rate)

    def _since_release(self, now: float) -> float:
        """Endless where releases are settled or held."""
        if self._settled or self.switches.version is not None:
            return float("inf")
        return now - edition_at(now).released
