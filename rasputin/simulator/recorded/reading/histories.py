"""Recorded histories, put back into the shape in which Bungie sent them.

Two do not say whose they are, and are given to the author. One is made of the first hundred rows of each of
three characters, asked for in the order in which a profile names them. The other, half a year older, goes
behind the rows of the character that was played most; what lay between was not recorded.
"""

from __future__ import annotations

from rasputin.simulator.recorded.reading.author import Author
from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.doubles import with_doubles
from rasputin.simulator.recorded.reading.folder import Folder, Json

DASHBOARD = "activity_history/WorthyD-d2-clandashboard"
WHOLE = f"{DASHBOARD}/history_25_full-values_with_activity_defs_2020-02.json"
TRIMMED = f"{DASHBOARD}/history_300_A_2020-08_trimmed-values.json"
ROWS_OF_ONE = 100
BOT_HISTORY = "/Destiny2/254/Account/444/Character/666/Stats/Activities/"

# Rows by membership id and character id.
Histories = dict[int, dict[str, list[Json]]]


def read_histories(folder: Folder, bot: Bot, author: Author) -> Histories:
    """The newest row of a character first."""
    rows = [_put_back(row) for row in folder.document(TRIMMED)]
    his = {
        character_id: rows[place * ROWS_OF_ONE : (place + 1) * ROWS_OF_ONE]
        for place, character_id in enumerate(author.character_ids)
    }
    his[author.most_played] += [_put_back(row["playerActivity"]) for row in folder.document(WHOLE)]
    pages = [bot.reply(BOT_HISTORY, f"count=250&mode=0&page={page}") for page in (0, 1)]
    bots = [row for page in pages for row in page.get("activities", [])]
    return {author.membership_id: his, 444: {"666": bots}}


def _put_back(row: Json) -> Json:
    """The id is a text again, and the time has no fraction."""
    details = {**row["activityDetails"], "instanceId": str(row["activityDetails"]["instanceId"])}
    values = with_doubles(row["values"])
    return {"period": row["period"].replace(".000Z", "Z"), "activityDetails": details, "values": values}
