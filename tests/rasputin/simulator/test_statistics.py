"""Statistics: every number is the sum of what histories and reports show."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasputin.simulator.replies.shown import stopwatch
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.totals import deeds_of, totals
from rasputin.simulator.world.world import World
from tests.rasputin.simulator.server import Simulator, running

SINCE = 1_795_000_000
WORLD = World(Shape(seed=5, clans=2, members=8, steady=True), SINCE)
FIRST, LAST = date(2026, 11, 8), date(2026, 11, 22)
UNKNOWN = 2305843009000000000

Person = dict[str, Any]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("statistics"), "--seed", "5", "--limit", "100000") as started:
        yield started


@pytest.fixture(scope="module")
def people(crowd: Simulator) -> list[Person]:
    told = crowd.control("truth/members")
    return [person for person in told if not person["never_played"]]


@pytest.fixture(scope="module")
def shown(people: list[Person]) -> Person:
    """The one who has played most of those that hide nothing."""
    return max((p for p in people if not p["private"]), key=activities)


@pytest.fixture(scope="module")
def character_id(shown: Person) -> str:
    busiest = max(shown["characters"], key=lambda character: int(character["activities"]))
    return str(busiest["character_id"])


def activities(person: Person) -> int:
    return sum(character["activities"] for character in person["characters"])


def account_path(person: Person) -> str:
    return f"/Destiny2/{person['membership_type']}/Account/{person['membership_id']}"


def stats_path(person: Person, character_id: str | int) -> str:
    return f"{account_path(person)}/Character/{character_id}/Stats/"


def told(crowd: Simulator, character_id: str) -> list[Any]:
    rows: list[Any] = crowd.control(f"truth/characters/{character_id}/activities?hidden")
    return rows


def numbers(values: dict[str, Any]) -> dict[str, float]:
    return {name: value["basic"]["value"] for name, value in values.items()}


def check_sums(values: dict[str, Any], rows: list[Any]) -> None:
    sums = numbers(values)
    assert sums["activitiesEntered"] == len(rows)
    assert sums["kills"] == sum(row["kills"] for row in rows)
    assert sums["deaths"] == sum(row["deaths"] for row in rows)
    assert sums["assists"] == sum(row["assists"] for row in rows)
    assert sums["opponentsDefeated"] == sums["kills"] + sums["assists"]
    assert sums["secondsPlayed"] == sum(row["time_played_seconds"] for row in rows)
    assert sums["totalActivityDurationSeconds"] == sum(row["duration_seconds"] for row in rows)
    assert sums["score"] == sum(row["score"] for row in rows)
    assert sums["killsDeathsRatio"] == sums["kills"] / (sums["deaths"] or 1)
    if "activitiesCleared" in sums:
        assert sums["activitiesCleared"] == sum(row["completed"] for row in rows)
    if "activitiesWon" in sums:
        assert sums["activitiesWon"] == sum(row["standing"] == 0 for row in rows)


def test_an_accounts_sums_are_those_of_its_histories(crowd: Simulator, people: list[Person]) -> None:
    for person in [person for person in people if not person["private"]][:20]:
        reply = crowd.api(f"{account_path(person)}/Stats/").response
        rows = {c["characterId"]: told(crowd, c["characterId"]) for c in reply["characters"]}
        every = [row for of in rows.values() for row in of]
        gone = [row for c in reply["characters"] if c["deleted"] for row in rows[c["characterId"]]]
        check_merged(reply["mergedAllCharacters"], every)
        check_merged(reply["mergedDeletedCharacters"], gone)
        for character in reply["characters"]:
            check_merged(character, rows[character["characterId"]])


def check_merged(sums: dict[str, Any], rows: list[Any]) -> None:
    by_mode = {"allPvE": of_mode(rows, 7), "allPvP": of_mode(rows, 5)}
    assert set(sums["results"]) == {mode for mode, found in by_mode.items() if found}
    for mode, values in sums["results"].items():
        check_sums(values["allTime"], by_mode[mode])
    either = [row for found in by_mode.values() for row in found]
    if either:
        check_sums(sums["merged"]["allTime"], either)
    else:
        assert sums["merged"] == {}


def of_mode(rows: Iterable[Any], mode: int) -> list[Any]:
    return [row for row in rows if mode in row["modes"]]


def test_deleted_characters_are_listed_here_only(crowd: Simulator, people: list[Person]) -> None:
    losers = [person for person in people if person["deleted_characters"] and not person["private"]]
    assert losers
    for person in losers:
        reply = crowd.api(f"{account_path(person)}/Stats/?groups=1").response
        listed = {c["characterId"]: c["deleted"] for c in reply["characters"]}
        assert {character for character, deleted in listed.items() if deleted} == {
            character["character_id"] for character in person["deleted_characters"]
        }
        for character in listed:
            assert crowd.api(stats_path(person, character)).status == 200


def test_a_group_without_statistics_gives_the_list_alone(crowd: Simulator, shown: Person) -> None:
    reply = crowd.api(f"{account_path(shown)}/Stats/?groups=19").response
    assert reply["mergedAllCharacters"] == {"results": {}, "merged": {}}
    assert [set(character) for character in reply["characters"]] == [
        {"characterId", "deleted", "results", "merged"} for _ in shown["characters"]
    ]
    usual = crowd.api(f"{account_path(shown)}/Stats/?groups=0").response
    assert usual == crowd.api(f"{account_path(shown)}/Stats/?groups=1,2").response
    weapons = crowd.api(f"{account_path(shown)}/Stats/?groups=Weapons").response
    merged = weapons["mergedAllCharacters"]["merged"]["allTime"]
    assert all(name.startswith("weaponKills") for name in merged)


def test_a_value_has_its_text_its_mean_and_its_activity(
    crowd: Simulator, shown: Person, character_id: str
) -> None:
    values = crowd.api(f"{stats_path(shown, character_id)}?modes=7").response["allPvE"]["allTime"]
    rows = of_mode(told(crowd, character_id), 7)
    kills = values["kills"]
    assert kills["statId"] == "kills"
    assert kills["basic"]["displayValue"] == str(int(kills["basic"]["value"]))
    assert kills["pga"]["value"] == kills["basic"]["value"] / len(rows)
    assert kills["pga"]["displayValue"] == f"{kills['pga']['value']:.1f}"
    best = values["bestSingleGameKills"]
    most = max(row["kills"] for row in rows)
    assert best["basic"]["value"] == most
    assert best["activityId"] in {row["instance_id"] for row in rows if row["kills"] == most}


def test_modes_are_told_by_their_names(crowd: Simulator, shown: Person, character_id: str) -> None:
    rows = told(crowd, character_id)
    reply = crowd.api(f"{stats_path(shown, character_id)}?modes=4,3,82,5,40").response
    assert list(reply) == ["raid", "strike", "dungeon", "allPvP", "social"]
    assert reply["social"] == {}
    for mode, name in ((4, "raid"), (3, "strike"), (82, "dungeon"), (5, "allPvP")):
        if of_mode(rows, mode):
            check_sums(reply[name]["allTime"], of_mode(rows, mode))
        else:
            assert reply[name] == {}


def test_character_0_stands_for_all_of_them(crowd: Simulator, shown: Person) -> None:
    reply = crowd.api(stats_path(shown, 0)).response
    rows = [row for c in shown["characters"] for row in told(crowd, c["character_id"])]
    check_sums(reply["allPvE"]["allTime"], of_mode(rows, 7))


def test_days_add_up_to_all_time(crowd: Simulator, shown: Person, character_id: str) -> None:
    asked = f"?periodType=1&modes=7&daystart={FIRST}&dayend={LAST}"
    days = crowd.api(f"{stats_path(shown, character_id)}{asked}").response["allPvE"]["daily"]
    rows = of_mode(told(crowd, character_id), 7)
    played = Counter(row["period"][:10] for row in rows)
    assert [day["period"][:10] for day in days] == sorted(played)
    for day in days:
        assert day["period"].endswith("T00:00:00Z")
        check_sums(day["values"], [row for row in rows if row["period"][:10] == day["period"][:10]])
        assert "bestSingleGameKills" not in day["values"]
    few = f"?periodType=1&modes=7&daystart={days[1]['period'][:10]}&dayend={days[2]['period'][:10]}"
    reply = crowd.api(f"{stats_path(shown, character_id)}{few}").response
    assert reply["allPvE"]["daily"] == days[1:3]


def test_statistics_of_activities_are_rows(crowd: Simulator, shown: Person, character_id: str) -> None:
    rows = crowd.api(f"{stats_path(shown, character_id)}?periodType=3&modes=7").response["allPvE"]["daily"]
    listed = crowd.history(shown, character_id, count=250, mode=7)["activities"]
    assert [row for row in rows if row in listed] == listed


def test_activities_are_summed_by_their_hash(crowd: Simulator, shown: Person, character_id: str) -> None:
    reply = crowd.api(f"{stats_path(shown, character_id)}AggregateActivityStats/").response
    rows = told(crowd, character_id)
    assert [one["activityHash"] for one in reply["activities"]] == sorted(
        {row["activity_hash"] for row in rows}
    )
    for one in reply["activities"]:
        of_it = [row for row in rows if row["activity_hash"] == one["activityHash"]]
        sums = numbers(one["values"])
        assert sums["activityKills"] == sum(row["kills"] for row in of_it)
        assert sums["activityCompletions"] == sum(row["completed"] for row in of_it)
        assert sums["activitySecondsPlayed"] == sum(row["time_played_seconds"] for row in of_it)
        done = [row["duration_seconds"] * 1_000 for row in of_it if row["completed"]]
        assert sums["fastestCompletionMsForActivity"] == min(done, default=0)


def test_weapons_are_summed_from_the_reports(crowd: Simulator, shown: Person, character_id: str) -> None:
    ids = [row["instance_id"] for row in told(crowd, character_id)]
    used: Counter[int] = Counter()
    for instance in crowd.control("truth/instances", body=ids):
        entry = next(e for e in instance["entries"] if e["character_id"] == character_id)
        used.update({int(weapon): kills for weapon, (kills, _) in entry["weapons"].items()})
    reply = crowd.api(f"{stats_path(shown, character_id)}UniqueWeapons/").response
    assert used == {
        weapon["referenceId"]: weapon["values"]["uniqueWeaponKills"]["basic"]["value"]
        for weapon in reply["weapons"]
    }


def test_who_has_played_nothing_has_empty_statistics(crowd: Simulator, people: list[Person]) -> None:
    idle = next(
        (person, character["character_id"])
        for person in people
        for character in person["characters"]
        if not person["private"] and character["activities"] == 0
    )
    path = stats_path(*idle)
    assert crowd.api(path).response == {"allPvE": {}, "allPvP": {}}
    assert crowd.api(f"{path}AggregateActivityStats/").response == {"activities": []}
    assert crowd.api(f"{path}UniqueWeapons/").response == {}


def test_totals_are_told_by_the_truth(crowd: Simulator, character_id: str) -> None:
    truth = crowd.control(f"truth/characters/{character_id}/totals")
    rows = told(crowd, character_id)
    assert truth["all"]["kills"] == sum(row["kills"] for row in rows)
    for mode, sums in truth["modes"].items():
        assert sums["entered"] == len(of_mode(rows, int(mode)))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("periodType=1&modes=7", 18),
        ("periodType=1&daystart=2026-11-01", 18),
        (f"periodType=1&daystart={LAST - timedelta(31)}&dayend={LAST}", 8),
        (f"periodType=1&daystart={LAST}&dayend={FIRST}", 8),
        ("periodType=1&daystart=yesterday&dayend=2026-11-22", 7),
        ("periodType=4", 8),
        ("modes=raid", 7),
        ("groups=x", 7),
    ],
)
def test_refused_queries(crowd: Simulator, shown: Person, character_id: str, query: str, code: int) -> None:
    assert crowd.api(f"{stats_path(shown, character_id)}?{query}").code == code


def test_thirty_one_days_are_allowed(crowd: Simulator, shown: Person, character_id: str) -> None:
    asked = f"?periodType=1&daystart={LAST - timedelta(30)}&dayend={LAST}"
    assert crowd.api(f"{stats_path(shown, character_id)}{asked}").status == 200
    assert crowd.api(f"{stats_path(shown, 0)}{asked}").code == 18


def test_refused_people(crowd: Simulator, people: list[Person], shown: Person) -> None:
    hidden = next(person for person in people if person["private"] and person["characters"])
    character_id = hidden["characters"][0]["character_id"]
    for path in (f"{account_path(hidden)}/Stats/", stats_path(hidden, character_id)):
        assert crowd.api(path).code == 1665
    for rest in ("", "AggregateActivityStats/", "UniqueWeapons/"):
        assert crowd.api(f"{stats_path(hidden, character_id)}{rest}").code == 1665
        assert crowd.api(f"{stats_path(shown, UNKNOWN)}{rest}").code == 1620
    wrong = {**shown, "membership_type": 5}
    assert crowd.api(f"{account_path(wrong)}/Stats/").code == 18


@given(st.sampled_from(list(WORLD.members())), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_adding_changes_nothing(player: Player, chance: Random) -> None:
    deeds = deeds_of(WORLD).of(player.characters[0].character_id, SINCE + 6 * 86_400)
    shuffled = chance.sample(deeds, len(deeds))
    assert totals(shuffled) == totals(deeds)


@given(st.integers(0, 10**8))
def test_a_stopwatch_can_be_read_back(milliseconds: int) -> None:
    *larger, seconds = stopwatch(milliseconds).split(":")
    read = round(float(seconds) * 1_000)
    for place, number in enumerate(reversed(larger)):
        read += int(number) * 60_000 * 60**place
    assert read == milliseconds
