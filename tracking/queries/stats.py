"""What a member's activities add up to: counts, time and ratios, from histories and from reports."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum

from manifest.queries import mode_filter, put_modes, put_names
from tracking.models import HistoryEntry, Instance, Performance, Team
from tracking.queries.completeness import OF_REPORTS

#: Bungie's seconds of a character in one activity end here: who stayed longer is counted with as many.
LONGEST_TOLD: Final = 32_767
PVP, PRIVATE_MATCHES, GAMBITS = 5, 32, (63, 64, 75)
RUMBLES: Final = (48, 57)  # everybody against everybody: `standing` is the place
RUMBLE_PLACES_WON: Final = 3
WEAPONS: Final = 100
PREFIX: Final = "sum_of_"


class Selection(NamedTuple):
    """Which activities of a member: of a mode (as `activities_of`), begun from `since` on, before `until`."""

    membership_id: int
    mode: int | str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of histories and performances alike. Raises UnknownMode."""
        rows = rows.filter(membership_id=self.membership_id)
        if self.mode is not None:
            rows = rows.filter(mode_filter(self.mode))
        if self.since is not None:
            rows = rows.filter(period__gte=self.since)
        if self.until is not None:
            rows = rows.filter(period__lt=self.until)
        return rows


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Sums over history entries; a ratio is None where there is nothing to divide by.

    `kills`, `deaths` and `assists` are of the `counted` activities, in which Bungie knows all three.
    """

    activities: int
    completions: int
    counted: int
    kills: int
    deaths: int
    assists: int
    opponents_defeated: int
    score: int
    time_played_seconds: int
    time_capped: int
    first_played_at: datetime | None
    last_played_at: datetime | None
    wins: int
    losses: int
    ties: int

    @property
    def completion_share(self) -> float | None:
        return share(self.completions, self.activities)

    @property
    def kd(self) -> float | None:
        return ratio(self.kills, self.deaths)

    @property
    def kda(self) -> float | None:
        return ratio(self.kills + self.assists / 2, self.deaths)

    @property
    def efficiency(self) -> float | None:
        return ratio(self.kills + self.assists, self.deaths)

    @property
    def kills_per_activity(self) -> float | None:
        return ratio(self.kills, self.counted)

    @property
    def deaths_per_activity(self) -> float | None:
        return ratio(self.deaths, self.counted)

    @property
    def assists_per_activity(self) -> float | None:
        return ratio(self.assists, self.counted)

    @property
    def seconds_per_activity(self) -> float | None:
        return ratio(self.time_played_seconds, self.activities)

    @property
    def win_share(self) -> float | None:
        return share(self.wins, self.wins + self.losses + self.ties)


@dataclass(kw_only=True)
class ModeTotals:
    """The totals of activities whose own mode is `mode`; put_modes adds its name and icon."""

    mode: int
    totals: Totals
    modes: tuple[int, ...] = ()


class ReportTotals(NamedTuple):
    """What only reports tell, summed over those that are stored; `kills` are of the same reports."""

    reports: int
    kills: int
    precision_kills: int
    grenade_kills: int
    melee_kills: int
    super_kills: int
    ability_kills: int

    @property
    def precision_share(self) -> float | None:
        return share(self.precision_kills, self.kills)


@dataclass(kw_only=True)
class WeaponTotals:
    """A weapon over all stored reports in which it killed; put_names adds its name, icon and type."""

    item_hash: int
    reports: int
    kills: int
    precision_kills: int

    @property
    def precision_share(self) -> float | None:
        return share(self.precision_kills, self.kills)


def totals_of(selection: Selection) -> Totals:
    row = selection.of(HistoryEntry.objects.all()).aggregate(**_aliased(_sums()))
    return _totals(row)


def totals_by_mode(selection: Selection) -> list[ModeTotals]:
    """The most played first; each activity counts for its own mode alone, so these add up to the totals."""
    grouped = selection.of(HistoryEntry.objects.order_by()).values("mode").annotate(**_aliased(_sums()))
    found = [ModeTotals(mode=row.pop("mode"), totals=_totals(row)) for row in grouped]
    put_modes(found)
    return sorted(found, key=lambda row: (-row.totals.activities, row.mode))


def reports_missing(selection: Selection) -> int:
    """History entries of whose activity no report is stored."""
    stored = Exists(Instance.objects.filter(pk=OuterRef("instance_id")))
    return selection.of(HistoryEntry.objects.filter(~stored)).count()


def report_totals(selection: Selection) -> ReportTotals:
    kills = {name: _known(name) for name in ReportTotals._fields if name != "reports"}
    row = _reports(selection).aggregate(**_aliased({"reports": Count("instance_id"), **kills}))
    return ReportTotals(**_plain(row))


def totals_by_weapon(selection: Selection) -> list[WeaponTotals]:
    """The hundred most used."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for weapons in _reports(selection).values_list("weapons", flat=True).iterator():
        for item, (kills, precise) in weapons.items():
            of_item = sums[item]
            of_item[0] += 1
            of_item[1] += max(0, kills)
            of_item[2] += max(0, precise)
    ranked = sorted(sums.items(), key=lambda pair: (-pair[1][1], int(pair[0])))[:WEAPONS]
    found = [
        WeaponTotals(item_hash=int(item), reports=reports, kills=kills, precision_kills=precise)
        for item, (reports, kills, precise) in ranked
    ]
    put_names(found)
    return found


def ratio(above: float, below: float) -> float | None:
    return round(above / below, 2) if below else None


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _reports(selection: Selection) -> QuerySet[Performance]:
    return selection.of(Performance.objects.filter(source__in=OF_REPORTS))


def _totals(aliased: dict[str, Any]) -> Totals:
    row = _plain(aliased)
    first, ties = row.pop("first"), row["ties"]
    rumble_won, rumble_lost = row.pop("rumble_won"), row.pop("rumble_lost")
    losses = row.pop("behind") + rumble_lost
    row["score"] = int(row["score"])  # PostgreSQL adds up large integers to a decimal
    return Totals(**row, wins=first - ties + rumble_won, losses=losses)


def _aliased(sums: dict[str, Any]) -> dict[str, Any]:
    """A sum may not have the name of its column."""
    return {f"{PREFIX}{name}": expression for name, expression in sums.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(PREFIX): value for name, value in row.items()}


def _sums() -> dict[str, Any]:
    counted = Q(kills__gte=0, deaths__gte=0, assists__gte=0)
    return {
        "activities": Count("instance_id"),
        "completions": Count("instance_id", filter=Q(completed=True)),
        "counted": Count("instance_id", filter=counted),
        **{name: Sum(name, filter=counted, default=0) for name in ("kills", "deaths", "assists")},
        "opponents_defeated": _known("opponents_defeated"),
        "score": _known("score"),
        "time_played_seconds": _known("time_played_seconds"),
        "time_capped": Count("instance_id", filter=Q(time_played_seconds__gte=LONGEST_TOLD)),
        "first_played_at": Min("period"),
        "last_played_at": Max("period"),
        **_outcomes(),
    }


def _outcomes() -> dict[str, Any]:
    """Matches that say how they ended. Bungie calls both sides of a tie the victor: the report's teams tell.

    `first` holds the ties too, so that the teams of a match are looked up once. The standing, which costs
    least to compare, is asked first.
    """
    match = _any_mode(PVP, *GAMBITS, PRIVATE_MATCHES)
    rumble = _any_mode(*RUMBLES)
    other_side = Q(team_id__lt=OuterRef("team")) | Q(team_id__gt=OuterRef("team"))
    other_victor = Team.objects.filter(other_side, instance_id=OuterRef("instance_id"), standing=0)
    first = Q(standing=0) & match & ~rumble
    won, lost = Q(standing__gte=0, standing__lt=RUMBLE_PLACES_WON), Q(standing__gte=RUMBLE_PLACES_WON)
    return {
        "first": Count("instance_id", filter=first),
        "behind": Count("instance_id", filter=Q(standing__gt=0) & match & ~rumble),
        "ties": Count("instance_id", filter=first & Q(Exists(other_victor))),
        "rumble_won": Count("instance_id", filter=won & match & rumble),
        "rumble_lost": Count("instance_id", filter=lost & match & rumble),
    }


def _any_mode(*modes: int) -> Q:
    found = Q()
    for mode in modes:
        found |= Q(modes__contains=[mode])
    return found


def _known(name: str) -> Sum:
    """-1 is Bungie's "unknown"."""
    return Sum(name, filter=Q(**{f"{name}__gte": 0}), default=0)
