"""What GetActivityHistory answers, and the head that a post-game report shares with it."""

from typing import Annotated

from msgspec import Meta

from rasputin.bungie.names import InstanceId
from rasputin.bungie.types.common import Hash, HasValues, Int32, Shape, Time


class ActivityDetails(Shape, frozen=True, kw_only=True):
    """Which activity it was. `membership_type` is the host's, 0 when unknown; the order of `modes` varies."""

    instance_id: Annotated[InstanceId, Meta(ge=0, le=2**63 - 1)]
    reference_id: Hash = 0
    director_activity_hash: Hash = 0
    mode: Int32 = 0
    modes: tuple[Int32, ...] = ()
    is_private: bool = False
    membership_type: Int32 = 0


class HistoryActivity(HasValues, frozen=True, kw_only=True):
    """One row of a history: a character in an instance, with about twenty statistics of its own.

    `period` is when the activity began. Missing statistics happen (standing, team, averages).
    """

    period: Time
    activity_details: ActivityDetails

    @property
    def instance_id(self) -> InstanceId:
        return self.activity_details.instance_id


class ActivityHistory(Shape, frozen=True, kw_only=True):
    """DestinyActivityHistoryResults; past the last page it is an empty object."""

    activities: tuple[HistoryActivity, ...] = ()
