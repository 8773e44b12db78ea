"""Recorded post-game reports, by the id of their instance."""

from __future__ import annotations

from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.folder import Folder, Json

FILES = "pgcr/*/*.json"
RESHAPED = "pgcr/riven-pgcr-processing-service/dataset_pgcr.json"
OF_BOT = ("12345", "12346")


def read_reports(folder: Folder, bot: Bot) -> dict[int, Json]:
    replies = [folder.reply(name) for name in folder.names(FILES) if name != RESHAPED]
    replies += [bot.reply(f"/Destiny2/Stats/PostGameCarnageReport/{number}/") for number in OF_BOT]
    return {int(reply["activityDetails"]["instanceId"]): reply for reply in replies}
