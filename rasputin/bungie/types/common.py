"""Shapes that several replies share: numbers with limits, people, statistic values."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from rasputin.bungie.names import BungieName, MembershipId

_INT64_MIN = -(2**63)
_INT64_MAX = 2**63 - 1

Int32 = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Int64 = Annotated[int, Meta(ge=_INT64_MIN, le=_INT64_MAX)]
Hash = Int64
MembershipKey = Annotated[MembershipId, Meta(ge=_INT64_MIN, le=_INT64_MAX)]
Time = Annotated[datetime, Meta(tz=True)]


class Shape(msgspec.Struct, frozen=True, kw_only=True, gc=False, rename="camel"):
    """A JSON object of Bungie's: camelCase there, unknown keys ignored."""


class UserInfoCard(Shape, frozen=True, kw_only=True):
    """User.UserInfoCard: one membership of somebody.

    membership_type is 0 and the names are missing for a player whom Bungie stripped from a report;
    membership_id is 0 when even that is missing. The code is absent until somebody has logged in since 2021.
    """

    membership_type: Int32 = 0
    membership_id: MembershipKey = MembershipId(0)
    display_name: str | None = None
    bungie_global_display_name: str | None = None
    bungie_global_display_name_code: Int32 | None = None
    supplemental_display_name: str | None = None
    icon_path: str | None = None
    cross_save_override: Int32 = 0
    applicable_membership_types: tuple[Int32, ...] = ()
    is_public: bool = False

    @property
    def bungie_name(self) -> BungieName | None:
        """The global name, or None when the account has none yet."""
        if not self.bungie_global_display_name or self.bungie_global_display_name_code is None:
            return None
        return BungieName(self.bungie_global_display_name, self.bungie_global_display_name_code)


class BasicValue(msgspec.Struct, frozen=True, gc=False):
    """The number of a statistic; Bungie writes every number as a double."""

    value: float | None = None


class StatValue(msgspec.Struct, frozen=True, gc=False):
    """DestinyHistoricalStatsValue without its texts: the key in the mapping already names it."""

    basic: BasicValue | None = None

    @property
    def value(self) -> float | None:
        return None if self.basic is None else self.basic.value


Values = dict[str, StatValue]


def number(values: Mapping[str, StatValue], name: str) -> float | None:
    """The statistic of that name, None when it is missing or no finite number."""
    found = values.get(name)
    value = None if found is None else found.value
    return value if value is not None and math.isfinite(value) else None


def as_int(value: float | None) -> int | None:
    """A double as the whole number it stands for, within the limits of 64 bits.

    Ids of fireteams arrive rounded to a double, some of them just past the largest integer.
    """
    if value is None or not math.isfinite(value):
        return None
    return max(_INT64_MIN, min(_INT64_MAX, round(value)))


class HasValues(Shape, frozen=True, kw_only=True):
    """Something with a mapping of statistics; read them by name."""

    values: Values = {}

    def value(self, name: str) -> float | None:
        """A statistic as Bungie gave it (-1 and saturated values included), None when missing."""
        return number(self.values, name)

    def as_int(self, name: str) -> int | None:
        """The same, rounded and held within 64 bits."""
        return as_int(number(self.values, name))
