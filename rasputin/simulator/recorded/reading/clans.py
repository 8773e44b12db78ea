"""Recorded clans: details, rosters, those who lead them, and whose clan it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.chums import Chums
from rasputin.simulator.recorded.reading.folder import Folder, Json

OLD_CLAN = "clan/richard4339-destiny2-php"
MOVED = ("clanCallsign", "clanBannerData")
BOT_CLAN, BOT_MEMBERS = "/GroupV2/4107840/", (444, 445)


@dataclass(frozen=True, slots=True)
class Clans:
    """Replies by group; `of_member` by membership."""

    groups: dict[int, Json] = field(default_factory=dict)
    rosters: dict[int, Json] = field(default_factory=dict)
    admins: dict[int, Json] = field(default_factory=dict)
    of_member: dict[int, Json] = field(default_factory=dict)


def read_clans(folder: Folder, bot: Bot, chums: Chums) -> Clans:
    clans = Clans()
    _read_old(folder, clans)
    _read_of_bot(bot, clans)
    clans.groups[chums.group_id] = chums.group
    clans.rosters[chums.group_id] = chums.roster
    return clans


def _read_old(folder: Folder, clans: Clans) -> None:
    group = folder.reply(f"{OLD_CLAN}/getClan.json")
    group_id = int(group["detail"]["groupId"])
    clans.groups[group_id] = group
    clans.rosters[group_id] = folder.reply(f"{OLD_CLAN}/getClanMembers.json")
    clans.admins[group_id] = folder.reply(f"{OLD_CLAN}/getClanAdminsAndFounder.json")


def _read_of_bot(bot: Bot, clans: Clans) -> None:
    admins = bot.reply(f"{BOT_CLAN}AdminsAndFounder/")
    group = _put_back(bot.reply(BOT_CLAN), founder=admins["results"][0])
    group_id = int(group["detail"]["groupId"])
    clans.groups[group_id] = group
    clans.rosters[group_id] = bot.reply(f"{BOT_CLAN}Members/", "nameSearch=")
    bot.reply(f"{BOT_CLAN}Members/", "nameSearch=tom")  # the same reply
    clans.admins[group_id] = admins
    for membership_id in BOT_MEMBERS:
        clans.of_member[membership_id] = bot.reply(f"/GroupV2/User/254/{membership_id}/0/1/")


def _put_back(group: Json, *, founder: Json) -> Json:
    """That project emptied the founder, and moved two fields of `clanInfo` to where Bungie has none."""
    detail = {key: value for key, value in group["detail"].items() if key not in MOVED}
    moved = {key: group["detail"][key] for key in MOVED}
    return {**group, "detail": {**detail, "clanInfo": {**detail["clanInfo"], **moved}}, "founder": founder}
