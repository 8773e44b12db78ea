"""What was played: histories of characters and post-game reports."""

from datetime import datetime

from rasputin.bungie.client.asking import Asking, Reply
from rasputin.bungie.names import InstanceId
from rasputin.bungie.readers import HISTORY, REPORT
from rasputin.bungie.types import HistoryPage, PostGameReport
from rasputin.bungie.types.activity import InstanceKey, UnreadActivity
from rasputin.bungie.types.common import Time
from rasputin.bungie.wire import Unread, part


class Activities(Asking):
    def activity_history(
        self,
        membership_type: int,
        membership_id: int,
        character_id: int,
        *,
        page: int,
        count: int = 250,
        mode: int = 0,
    ) -> HistoryPage:
        """Destiny2.GetActivityHistory: rows newest first, pages from 0, at most 250 a page.

        Past the end nothing is listed. A row that cannot be read keeps no other back. Pages shift while
        somebody plays. Works for deleted characters. Private when the player hides it, NotFound for an
        unknown character, AccountNotFound for an account that never played or is overridden,
        WrongMembershipType with the right type.
        """
        path = (
            f"/Destiny2/{membership_type:d}/Account/{membership_id:d}/Character/{character_id:d}"
            f"/Stats/Activities/?count={count:d}&mode={mode:d}&page={page:d}"
        )
        reply = self._get(HISTORY, "history", path)
        return HistoryPage(reply.value.activities, tuple(map(unread_activity, reply.unread)))

    def post_game_report(self, instance_id: int) -> Reply[PostGameReport]:
        """Destiny2.GetPostGameCarnageReport, on the stats host: the report, and the body for an archive.

        NotFound for an id that is not there, which a young one may be later; Embargoed during a raid race;
        Undecodable keeps the body. An early reply can be incomplete, and can change.
        """
        path = f"/Destiny2/Stats/PostGameCarnageReport/{instance_id:d}/"
        return self._get(REPORT, "report", path, host="stats")


def unread_activity(unread: Unread) -> UnreadActivity:
    """What can be made out of a row that cannot be read."""
    instance_id: InstanceId | None = part(unread.item, InstanceKey, "activityDetails", "instanceId")
    period: datetime | None = part(unread.item, Time, "period")
    return UnreadActivity(unread.place, unread.reason, instance_id, period)
