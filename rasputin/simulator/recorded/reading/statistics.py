"""Recorded statistics: sums of an account, and of a character by activity."""

from __future__ import annotations

from dataclasses import dataclass

from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.doubles import with_doubles
from rasputin.simulator.recorded.reading.folder import Folder, Json
from rasputin.simulator.recorded.reading.histories import MOST_PLAYED

ACCOUNT = "profile/chrispaskvan-destiny-ghost-api/playerStatisticsResponse.json"
BY_ACTIVITY = "stats/WorthyD-d2-clandashboard/AggregateActivityStats_2020-10.json"
# Whose characters they are, as another reply of the same collection says.
ACCOUNT_OWNER = 4611686018433851972


@dataclass(frozen=True, slots=True)
class Sums:
    """`accounts` by membership id; `by_activity` by character id, of which the reply does not say whose."""

    accounts: dict[int, Json]
    by_activity: dict[str, Json]


def read_sums(folder: Folder, bot: Bot) -> Sums:
    return Sums(
        accounts={
            ACCOUNT_OWNER: folder.reply(ACCOUNT),
            444: bot.reply("/Destiny2/254/Account/444/Stats/", "groups=0"),
        },
        by_activity={MOST_PLAYED: with_doubles(folder.reply(BY_ACTIVITY))},
    )
