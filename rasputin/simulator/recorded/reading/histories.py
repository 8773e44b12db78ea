"""Recorded histories, put back into the shape in which Bungie sent them.

Two of them do not say whose they are. They come from a project whose examples are its author's own account,
and the account of its other examples gets them: the second is made of the first hundred rows of each of the
account's three characters, which that project asks for in the order in which the profile names them; the
first goes before the rows of the character that was played most. What lay between was not recorded.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.doubles import with_doubles
from rasputin.simulator.recorded.reading.folder import Folder, Json

DASHBOARD = "activity_history/WorthyD-d2-clandashboard"
WHOLE = f"{DASHBOARD}/history_25_full-values_with_activity_defs_2020-02.json"
TRIMMED = f"{DASHBOARD}/history_300_A_2020-08_trimmed-values.json"
BOT_HISTORY = "/Destiny2/254/Account/444/Character/666/Stats/Activities/"

# Rows by membership id and character id.
Histories = dict[int, dict[str, list[Json]]]


class Share(NamedTuple):
    """The rows of the trimmed file that are a character's."""

    character_id: str
    first: int
    last: int


AUTHOR = 4611686018467238913
MOST_PLAYED = "2305843009310516628"
SHARES = (
    Share(MOST_PLAYED, 0, 100),
    Share("2305843009319768855", 100, 200),
    Share("2305843009319768858", 200, 300),
)


def read_histories(folder: Folder, bot: Bot) -> Histories:
    """The newest row of a character first."""
    rows = folder.document(TRIMMED)
    found: defaultdict[str, list[Json]] = defaultdict(list)
    for share in SHARES:
        found[share.character_id] += map(_put_back, rows[share.first : share.last])
    found[MOST_PLAYED] += [_put_back(row["playerActivity"]) for row in folder.document(WHOLE)]
    pages = [bot.reply(BOT_HISTORY, f"count=250&mode=0&page={page}") for page in (0, 1)]
    bots = [row for page in pages for row in page.get("activities", [])]
    return {AUTHOR: dict(found), 444: {"666": bots}}


def _put_back(row: Json) -> Json:
    """The id is a text again, and the time has no fraction."""
    details = {**row["activityDetails"], "instanceId": str(row["activityDetails"]["instanceId"])}
    values = with_doubles(row["values"])
    return {"period": row["period"].replace(".000Z", "Z"), "activityDetails": details, "values": values}
