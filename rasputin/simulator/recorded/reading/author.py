"""The account to which replies are given that do not say whose they are.

They come from a project whose other examples are of its author's own account.
"""

from __future__ import annotations

from typing import NamedTuple

from rasputin.simulator.recorded.reading.chums import Chums
from rasputin.simulator.recorded.reading.folder import Folder

HIS_TITLES = "profile/WorthyD-d2-clandashboard/player_seals_records.json"


class Author(NamedTuple):
    """The characters in the order in which his profile names them; the first is the one played most."""

    membership_id: int
    character_ids: list[str]

    @property
    def most_played(self) -> str:
        return self.character_ids[0]


def read_author(folder: Folder, chums: Chums) -> Author:
    card = folder.document(HIS_TITLES)[0]["profiles"][0]["profile"]["data"]["userInfo"]
    profiles = (profile["profile"]["data"] for profile in chums.profiles)
    his = next(one for one in profiles if one["userInfo"]["membershipId"] == card["membershipId"])
    return Author(int(card["membershipId"]), his["characterIds"])
