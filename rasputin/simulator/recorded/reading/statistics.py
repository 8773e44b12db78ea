"""Recorded statistics: sums of an account, and of a character by activity."""

from __future__ import annotations

from dataclasses import dataclass

from rasputin.simulator.recorded.reading.author import Author
from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.doubles import with_doubles
from rasputin.simulator.recorded.reading.folder import Folder, Json

ACCOUNT = "profile/chrispaskvan-destiny-ghost-api/playerStatisticsResponse.json"
ITS_PROFILE = "profile/chrispaskvan-destiny-ghost-api/profileCharactersResponse.json"
BY_ACTIVITY = "stats/WorthyD-d2-clandashboard/AggregateActivityStats_2020-10.json"


@dataclass(frozen=True, slots=True)
class Sums:
    """`accounts` by membership id; `by_activity` by character id, of which the reply does not say whose."""

    accounts: dict[int, Json]
    by_activity: dict[str, Json]


def read_sums(folder: Folder, bot: Bot, author: Author) -> Sums:
    return Sums(
        accounts={
            _owner(folder): folder.reply(ACCOUNT),
            444: bot.reply("/Destiny2/254/Account/444/Stats/", "groups=0"),
        },
        by_activity={author.most_played: with_doubles(folder.reply(BY_ACTIVITY))},
    )


def _owner(folder: Folder) -> int:
    """Whose the characters of the statistics are."""
    characters = folder.reply(ITS_PROFILE)["characters"]["data"]
    return int(next(iter(characters.values()))["membershipId"])
