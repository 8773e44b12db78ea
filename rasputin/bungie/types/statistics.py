"""What the statistics endpoints answer: sums and bests of a character, an account, an activity."""

from typing import Annotated, Final

from msgspec import Meta

from rasputin.bungie.names import CharacterId, InstanceId
from rasputin.bungie.types.activity import ActivityDetails
from rasputin.bungie.types.common import BasicValue, Hash, Int64, Shape, StatValue, Time, as_int, number
from rasputin.bungie.types.report import Weapon

FASTEST: Final = "fastestCompletionMsForActivity"


class DisplayedValue(BasicValue, frozen=True, gc=False, rename="camel"):
    """A number and Bungie's text for it, which alone says what the number of a weapon type means."""

    display_value: str | None = None


class Statistic(StatValue, frozen=True, gc=False, rename="camel"):
    """DestinyHistoricalStatsValue of a sum: beside the number, its average a game in `pga`.

    A personal best names the instance in which it was reached; 0 stands for none.
    """

    basic: DisplayedValue | None = None
    pga: BasicValue | None = None
    weighted: BasicValue | None = None
    activity_id: Int64 | None = None

    @property
    def text(self) -> str | None:
        """The value as Bungie writes it in English, such as `25m 46s` or `Trace Rifle`."""
        return None if self.basic is None else self.basic.display_value

    @property
    def instance_id(self) -> InstanceId | None:
        """Where a personal best was reached, None when there is none or Bungie does not say."""
        return InstanceId(self.activity_id) if self.activity_id else None


class HasStatistics(Shape, frozen=True, kw_only=True):
    """Something with a mapping of statistics by Bungie's name."""

    values: dict[str, Statistic] = {}

    def value(self, name: str) -> float | None:
        """A statistic as Bungie gave it, None when missing."""
        return number(self.values, name)

    def as_int(self, name: str) -> int | None:
        """The same, rounded and held within 64 bits."""
        return as_int(number(self.values, name))


class PeriodGroup(HasStatistics, frozen=True, kw_only=True):
    """The statistics of one day, month or activity; `period` is when it began."""

    period: Time | None = None
    activity_details: ActivityDetails | None = None


class StatsByPeriod(Shape, frozen=True, kw_only=True):
    """DestinyHistoricalStatsByPeriod: what was asked for is there, all else is empty."""

    all_time: dict[str, Statistic] = {}
    daily: tuple[PeriodGroup, ...] = ()
    monthly: tuple[PeriodGroup, ...] = ()

    def value(self, name: str) -> float | None:
        """A statistic of all time, None when missing."""
        return number(self.all_time, name)


#: By the name of the mode that Bungie gives it, such as allPvE, allPvP, trialsofosiris.
StatsByMode = dict[str, StatsByPeriod]


class MergedStats(Shape, frozen=True, kw_only=True):
    """Several characters as one: by mode, and over all modes. Both are empty when nothing was played."""

    results: StatsByMode = {}
    merged: StatsByPeriod = StatsByPeriod()


class CharacterStats(MergedStats, frozen=True, kw_only=True):
    """One character, which may be deleted."""

    character_id: Annotated[CharacterId, Meta(ge=0, le=2**63 - 1)]
    deleted: bool = False


class AccountStats(Shape, frozen=True, kw_only=True):
    """DestinyHistoricalStatsAccountResult, which alone lists deleted characters.

    During trouble of Bungie's characters are missing from it for a while: an absence proves nothing.
    """

    merged_deleted_characters: MergedStats = MergedStats()
    merged_all_characters: MergedStats = MergedStats()
    characters: tuple[CharacterStats, ...] = ()

    @property
    def deleted_character_ids(self) -> tuple[CharacterId, ...]:
        return tuple(character.character_id for character in self.characters if character.deleted)


class ActivityStats(HasStatistics, frozen=True, kw_only=True):
    """DestinyAggregateActivityStats: everything that a character did in one activity."""

    activity_hash: Hash

    @property
    def completions(self) -> int | None:
        return self.as_int("activityCompletions")

    @property
    def fastest_milliseconds(self) -> int | None:
        """The fastest completion, None for an activity that was never completed."""
        return self.as_int(FASTEST) or None

    @property
    def fastest_instance_id(self) -> InstanceId | None:
        """Where the fastest completion was, None for an activity that was never completed."""
        return self.values[FASTEST].instance_id if FASTEST in self.values else None


class AggregateActivities(Shape, frozen=True, kw_only=True):
    """DestinyAggregateActivityResults."""

    activities: tuple[ActivityStats, ...] = ()


class UniqueWeapons(Shape, frozen=True, kw_only=True):
    """DestinyHistoricalWeaponStatsData; `weapons` is missing when there are none."""

    weapons: tuple[Weapon, ...] = ()
