"""What GetActivityHistory answers, and the head that a post-game report shares with it."""

from datetime import datetime
from typing import Annotated, NamedTuple

from msgspec import Meta

from rasputin.bungie.names import InstanceId
from rasputin.bungie.types.common import Hash, HasValues, Int32, Shape, Time

InstanceKey = Annotated[InstanceId, Meta(ge=0, le=2**63 - 1)]


class ActivityDetails(Shape, frozen=True, kw_only=True):
    """Which activity it was. `membership_type` is the host's, 0 when unknown; the order of `modes` varies."""

    instance_id: InstanceKey
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


class UnreadActivity(NamedTuple):
    """A row of a history that cannot be read, and why; of which instance it is and when, where that can."""

    place: int
    reason: str
    instance_id: InstanceId | None
    period: datetime | None

    def __str__(self) -> str:
        which = f"row {self.place}" if self.instance_id is None else f"instance {self.instance_id}"
        return f"{which}: {self.reason}"


class HistoryPage(NamedTuple):
    """A page of a history: rows newest first, and beside them those that cannot be read.

    `listed` is how many rows Bungie gave: 0 past the end of the history.
    """

    activities: tuple[HistoryActivity, ...] = ()
    unread: tuple[UnreadActivity, ...] = ()

    @property
    def listed(self) -> int:
        return len(self.activities) + len(self.unread)

    @property
    def periods(self) -> list[datetime]:
        """When activities of the page began, as far as that can be read."""
        odd = [row.period for row in self.unread if row.period is not None]
        return [*(row.period for row in self.activities), *odd]
