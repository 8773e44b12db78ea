"""What was played: histories of characters and post-game reports."""

from rasputin.bungie.client.asking import Asking, Reply
from rasputin.bungie.readers import HISTORY, REPORT
from rasputin.bungie.types import HistoryActivity, PostGameReport


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
    ) -> tuple[HistoryActivity, ...]:
        """Destiny2.GetActivityHistory: rows newest first, pages from 0, at most 250 a page, () past the end.

        Pages shift while somebody plays. Works for deleted characters. Private when the player hides it,
        NotFound for an unknown character.
        """
        path = (
            f"/Destiny2/{membership_type:d}/Account/{membership_id:d}/Character/{character_id:d}"
            f"/Stats/Activities/?count={count:d}&mode={mode:d}&page={page:d}"
        )
        return self._get(HISTORY, "history", path).value.activities

    def post_game_report(self, instance_id: int) -> Reply[PostGameReport]:
        """Destiny2.GetPostGameCarnageReport, on the stats host: the report, and the body for an archive.

        NotFound for an id that is not there, which a young one may be later; Embargoed during a raid race;
        Undecodable keeps the body. An early reply can be incomplete, and can change.
        """
        path = f"/Destiny2/Stats/PostGameCarnageReport/{instance_id:d}/"
        return self._get(REPORT, "report", path, host="stats")
