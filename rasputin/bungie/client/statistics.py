"""Sums that Bungie keeps: statistics of characters, accounts, activities and weapons."""

from collections.abc import Iterable, Mapping
from datetime import date

from rasputin.bungie.client.asking import Asking, joined
from rasputin.bungie.enums import PeriodType, StatsGroup
from rasputin.bungie.readers import ACCOUNT_STATS, AGGREGATE_STATS, HISTORICAL_STATS, UNIQUE_WEAPONS
from rasputin.bungie.types import AccountStats, ActivityStats, StatsByPeriod, Weapon


class Statistics(Asking):
    """All of them lag some minutes behind the game. Private when the player hides the history."""

    def historical_stats(
        self,
        membership_type: int,
        membership_id: int,
        character_id: int = 0,
        *,
        period_type: int = PeriodType.ALL_TIME,
        modes: Iterable[int] = (),
        groups: Iterable[int] = (),
        daystart: date | None = None,
        dayend: date | None = None,
    ) -> Mapping[str, StatsByPeriod]:
        """Destiny2.GetHistoricalStats: sums of a character, by the name of the mode; {} for none.

        Character 0 is all characters together, for all time only (Bungie-net/api issue 272). Without `groups`
        they are the general statistics. The two days hold for daily sums, at most 31 days apart. Private;
        NotFound for an unknown character; BadRequest for too many days.
        """
        query = _query(
            periodType=f"{period_type:d}",
            modes=joined(modes),
            groups=joined(groups),
            daystart=_day(daystart),
            dayend=_day(dayend),
        )
        path = f"{_character(membership_type, membership_id, character_id)}/{query}"
        return self._get(HISTORICAL_STATS, "historical_stats", path).value

    def account_stats(
        self, membership_type: int, membership_id: int, groups: Iterable[int] = (StatsGroup.NONE,)
    ) -> AccountStats:
        """Destiny2.GetHistoricalStatsForAccount: every character, the deleted ones too, and their sums.

        The only place that lists deleted characters. Slow for somebody with hundreds of them, unless `groups`
        is small; [19], which is no group, gives the list alone (Bungie-net/api issue 1387). Private;
        AccountNotFound.
        """
        path = (
            f"/Destiny2/{membership_type:d}/Account/{membership_id:d}/Stats/{_query(groups=joined(groups))}"
        )
        return self._get(ACCOUNT_STATS, "account_stats", path).value

    def aggregate_activity_stats(
        self, membership_type: int, membership_id: int, character_id: int
    ) -> tuple[ActivityStats, ...]:
        """Destiny2.GetDestinyAggregateActivityStats: one row an activity that the character ever played.

        Completions, kills, seconds, the fastest completion and its instance. Private; NotFound for an unknown
        character.
        """
        path = f"{_character(membership_type, membership_id, character_id)}/AggregateActivityStats/"
        return self._get(AGGREGATE_STATS, "aggregate_stats", path).value.activities

    def unique_weapons(
        self, membership_type: int, membership_id: int, character_id: int
    ) -> tuple[Weapon, ...]:
        """Destiny2.GetUniqueWeaponHistory: kills with each weapon, () for none.

        Private; NotFound for an unknown character.
        """
        path = f"{_character(membership_type, membership_id, character_id)}/UniqueWeapons/"
        return self._get(UNIQUE_WEAPONS, "unique_weapons", path).value.weapons


def _character(membership_type: int, membership_id: int, character_id: int) -> str:
    return f"/Destiny2/{membership_type:d}/Account/{membership_id:d}/Character/{character_id:d}/Stats"


def _query(**parts: str) -> str:
    """The parts that say something, as a query."""
    said = "&".join(f"{name}={value}" for name, value in parts.items() if value)
    return f"?{said}" if said else ""


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y-%m-%d}"
