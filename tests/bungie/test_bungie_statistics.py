"""Sums of Bungie's: of an account with its deleted characters, of activities, of weapons, of days."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from rasputin import bungie
from rasputin.bungie import Client
from rasputin.bungie.enums import PeriodType, StatsGroup
from rasputin.bungie.readers import ACCOUNT_STATS, AGGREGATE_STATS, HISTORICAL_STATS, UNIQUE_WEAPONS
from rasputin.bungie.types import AccountStats
from tests.bungie.bungie_server import Server, envelope
from tests.bungie.reading import Read, recorded_response, reply

BOT = "mixed/TheDescend-elevatorbot/data.json"


@pytest.fixture(scope="module")
def account(recorded: Read) -> AccountStats:
    name = "profile/chrispaskvan-destiny-ghost-api/playerStatisticsResponse.json"
    return reply(ACCOUNT_STATS, recorded_response(recorded, name))


def test_each_method_asks_bungies_path(server: Server, client: Client) -> None:
    server.answers(envelope({}))
    client.historical_stats(3, 46)
    client.historical_stats(
        3,
        46,
        23,
        period_type=PeriodType.DAILY,
        modes=[4, 82],
        groups=[StatsGroup.GENERAL, StatsGroup.MEDALS],
        daystart=date(2024, 1, 1),
        dayend=datetime(2024, 1, 31, 17, tzinfo=UTC),
    )
    client.account_stats(3, 46)
    client.account_stats(3, 46, [1, 2, 3])
    client.aggregate_activity_stats(3, 46, 23)
    client.unique_weapons(3, 46, 23)
    stats = "/Platform/Destiny2/3/Account/46"
    assert [seen.path for seen in server.seen] == [
        f"{stats}/Character/0/Stats/?periodType=2",
        f"{stats}/Character/23/Stats/?periodType=1&modes=4,82&groups=1,3&daystart=2024-01-01&dayend=2024-01-31",
        f"{stats}/Stats/?groups=0",
        f"{stats}/Stats/?groups=1,2,3",
        f"{stats}/Character/23/Stats/AggregateActivityStats/",
        f"{stats}/Character/23/Stats/UniqueWeapons/",
    ]


def test_hidden_statistics_are_private(server: Server, client: Client) -> None:
    server.answers(envelope(code=1665), status=500)
    for ask in (client.historical_stats, client.aggregate_activity_stats, client.unique_weapons):
        with pytest.raises(bungie.Private):
            ask(3, 46, 23)
    with pytest.raises(bungie.Private):
        client.account_stats(3, 46)


def test_a_recorded_account_holds_its_sums(account: AccountStats) -> None:
    merged = account.merged_all_characters.merged
    assert (len(merged.all_time), merged.value("kills"), merged.value("secondsPlayed")) == (
        70,
        536026,
        7886264,
    )
    assert merged.all_time["kills"].pga is not None
    assert merged.all_time["kills"].pga.value == 57.458034087254795
    assert merged.all_time["bestSingleGameKills"].instance_id == 14388556329
    assert merged.all_time["fastestCompletionMs"].instance_id is None  # 0 stands for none
    assert merged.all_time["weaponBestType"].text == "Trace Rifle"
    assert (merged.value("nothing"), merged.daily, merged.monthly) == (None, (), ())


def test_a_recorded_account_lists_its_characters(account: AccountStats) -> None:
    assert [(each.character_id, each.deleted) for each in account.characters] == [
        (2305843009266849896, False),
        (2305843009266849897, False),
        (2305843009266849898, False),
    ]
    assert account.merged_deleted_characters.merged.all_time == {}
    kills = [each.merged.value("kills") or 0 for each in account.characters]
    assert sum(kills) == account.merged_all_characters.merged.value("kills")
    for each in account.characters:
        assert set(each.results) == {"allPvE", "allPvP"}


def test_deleted_characters_are_listed_beside_the_others(recorded: Read) -> None:
    said = recorded_response(recorded, f"{BOT}#/Account/444/Stats/")
    said["characters"].append({"characterId": "2305843009260802822", "deleted": True})
    account = reply(ACCOUNT_STATS, said)
    assert account.deleted_character_ids == (2305843009260802822,)
    assert account.characters[1].merged.value("kills") is None
    assert account.merged_deleted_characters.merged.value("kills") == 233482
    assert account.merged_deleted_characters.results["allPvP"].value("kills") == 11672


@pytest.mark.parametrize("said", [{}, {"characters": None, "mergedAllCharacters": None}])
def test_an_account_may_say_nothing(said: dict[str, Any]) -> None:
    assert reply(ACCOUNT_STATS, said) == AccountStats()


def test_recorded_activities_hold_their_sums_and_bests(recorded: Read) -> None:
    name = "stats/WorthyD-d2-clandashboard/AggregateActivityStats_2020-10.json"
    left, done = reply(AGGREGATE_STATS, recorded_response(recorded, name)).activities
    assert (left.activity_hash, left.completions, left.fastest_milliseconds) == (2163254576, 0, None)
    assert (left.fastest_instance_id, left.as_int("activityKills")) == (None, 108)
    assert left.value("activityKillsDeathsRatio") == 7.714285714285714
    assert left.values["activitySecondsPlayed"].text == "25m 46s"
    assert (done.activity_hash, done.completions, done.fastest_milliseconds) == (2177866802, 1, 4600)
    assert done.fastest_instance_id == 5032612517


def test_nothing_played_is_empty() -> None:
    assert reply(AGGREGATE_STATS, {}).activities == reply(AGGREGATE_STATS, None).activities == ()
    assert reply(UNIQUE_WEAPONS, {}).weapons == reply(UNIQUE_WEAPONS, None).weapons == ()
    assert reply(HISTORICAL_STATS, {}) == reply(HISTORICAL_STATS, None) == {}
    assert reply(HISTORICAL_STATS, {"allPvP": {}})["allPvP"].all_time == {}


def test_weapons_hold_their_kills() -> None:
    values = {"uniqueWeaponKills": _number(7), "uniqueWeaponPrecisionKills": _number(-1)}
    (weapon,) = reply(UNIQUE_WEAPONS, {"weapons": [{"referenceId": 4294967295, "values": values}]}).weapons
    assert (weapon.reference_id, weapon.kills, weapon.precision_kills) == (4294967295, 7, -1)


def test_days_hold_their_sums_by_mode() -> None:
    days = [{"period": f"2024-01-0{day}T00:00:00Z", "values": {"kills": _number(day)}} for day in (1, 2)]
    sums = reply(HISTORICAL_STATS, {"raid": {"daily": days}, "trialsofosiris": {"allTime": None}})
    assert [(day.period, day.as_int("kills")) for day in sums["raid"].daily] == [
        (datetime(2024, 1, 1, tzinfo=UTC), 1),
        (datetime(2024, 1, 2, tzinfo=UTC), 2),
    ]
    assert sums["trialsofosiris"].value("kills") is None


def _number(value: float) -> dict[str, Any]:
    return {"basic": {"value": float(value), "displayValue": "?"}}
