"""What /api/members/{identifier}/activities and /api/activities/{instance_id} promise."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rasputin.bungie.enums import WARLOCK
from tests.factories.manifest import (
    ActivityFactory,
    ActivityModeFactory,
    ItemFactory,
    SeasonFactory,
    StatFactory,
    VersionFactory,
    define,
)
from tests.factories.tracking import (
    HOUR,
    START,
    CharacterFactory,
    HistoryEntryFactory,
    InstanceFactory,
    PendingReportFactory,
    PerformanceFactory,
    PlayerFactory,
    TeamFactory,
)
from tracking.models import Character, HistoryEntry

pytestmark = pytest.mark.django_db

ICON = "https://www.bungie.net/common/destiny2_content/icons/thing.png"


def played(character: Character, number: int, **values: Any) -> HistoryEntry:
    """The character's activity in its `number`th hour."""
    fields = {"instance_id": 16800000000 + number, "period": START + number * HOUR, **values}
    entry: HistoryEntry = HistoryEntryFactory.create(
        character_id=character.pk, membership_id=character.member_id, **fields
    )
    return entry


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["instance_id"] for item in answer.json()["items"]]


@pytest.fixture
def character() -> Character:
    made: Character = CharacterFactory.create(member__player__bungie_name="Zavala", class_hash=WARLOCK)
    return made


def test_a_line_carries_the_values_of_bungies_list(client: Client, character: Character) -> None:
    for make in (ActivityFactory, ActivityModeFactory, SeasonFactory):
        make.create()
    played(character, 1, director_hash=99)
    answer = client.get("/api/members/Zavala-0042/activities").json()
    assert answer == {
        "items": [
            {
                "instance_id": "16800000001",
                "period": "2026-11-17T18:00:00Z",
                "season": {"number": 40, "name": "Season of the Tests"},
                "activity_hash": 2122313384,
                "activity_name": "Last Wish",
                "activity_icon_url": ICON,
                "activity_image_url": "https://www.bungie.net/img/destiny_content/pgcr/last_wish.jpg",
                "director_hash": 99,
                "director_name": None,
                "director_icon_url": None,
                "director_image_url": None,
                "mode": 4,
                "mode_name": "Raid",
                "mode_icon_url": ICON,
                "modes": [7, 4],
                "mode_names": ["AllPvE", "Raid"],
                "is_private": False,
                "completed": True,
                "completion_reason": 0,
                "kills": 51,
                "deaths": 2,
                "assists": 13,
                "kd": 25.5,
                "opponents_defeated": 64,
                "score": 0,
                "team_score": 0,
                "standing": None,
                "team": None,
                "duration_seconds": 1500,
                "start_seconds": 0,
                "time_played_seconds": 1490,
                "player_count": 6,
                "fireteam_id": "9223372036854775807",
                "character_id": str(character.pk),
                "class_hash": WARLOCK,
                "class_name": "Warlock",
                "class_icon_url": None,
                "report": "unknown",
            }
        ],
        "page": 1,
        "page_size": 20,
        "total": 1,
        "pages": 1,
        "has_next": False,
    }


def test_pages_follow_each_other_newest_first_and_lose_nothing(client: Client, character: Character) -> None:
    other = CharacterFactory.create(member=character.member)
    for number in range(1, 4):
        played(character, number)
    played(other, 3)
    url = f"/api/members/{character.member_id}/activities?page_size=3"
    first, second = client.get(url).json(), client.get(f"{url}&page=2").json()
    seen = [(item["instance_id"], item["character_id"]) for item in first["items"] + second["items"]]
    assert seen == [
        ("16800000003", str(character.pk)),
        ("16800000003", str(other.pk)),
        ("16800000002", str(character.pk)),
        ("16800000001", str(character.pk)),
    ]
    assert (first["total"], first["pages"], first["has_next"], second["has_next"]) == (4, 2, True, False)
    assert client.get(f"{url}&page=3").json()["items"] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("mode=82", [3]),
        ("mode=Dungeon", [3]),
        ("mode=7", [3, 2, 1]),
        ("mode=0", [3, 2, 1]),
        ("mode=999", []),
        ("mode=raids", [2, 1]),
        ("mode=Endgame%20PvE", [3, 2, 1]),
        ("mode=endgame-pve&completed=true", [3, 1]),
        ("mode=pvp", []),
        ("completed=true", [3, 1]),
        ("completed=false", [2]),
        ("since=2026-11-17T19:00:00Z", [3, 2]),
        ("until=2026-11-17T19:00:00Z", [1]),
        ("since=2026-11-17T21:00:00%2B02:00&until=2026-11-18", [3, 2]),
        ("mode=4&completed=true", [1]),
    ],
)
def test_filters_choose(client: Client, character: Character, query: str, expected: list[int]) -> None:
    played(character, 1)
    played(character, 2, completed=False)
    played(character, 3, mode=82, modes=[7, 82])
    answer = client.get(f"/api/members/Zavala-0042/activities?{query}")
    assert ids(answer) == [f"1680000000{number}" for number in expected]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("page=0", "page: Input should be greater than or equal to 1."),
        ("page_size=101", "page_size: Input should be less than or equal to 100."),
        ("page_size=1_0", "page_size: '1_0' is no whole number."),
        ("page=99999999999999999999", "page: '99999999999999999999' is no whole number."),
        (
            "mode=Raidz",
            "'Raidz' is no mode: give Bungie's number or name (4 or Raid), or one of raids, dungeons",
        ),
        ("mode=%00", "'\\x00' is no mode: "),
        ("mode=-1", "'-1' is no mode: "),
        ("mode=", "'' is no mode: "),
        ("completed=yes", "completed: 'yes' is neither true nor false."),
        (
            "since=2026-11-17T19:00:00",
            "since: '2026-11-17T19:00:00' lacks a time zone: end it with Z for UTC.",
        ),
        ("until=1700000000", "until: '1700000000' is no date or time"),
        ("since=2026-11-18&until=2026-11-17", "Since must lie before until."),
        ("pageSize=5", "There is no parameter pageSize here; there are: page, page_size, mode,"),
        ("mode=4&mode=5", "Mode is given more than once."),
    ],
)
def test_a_bad_parameter_is_refused_in_a_sentence(
    client: Client, character: Character, query: str, sentence: str
) -> None:
    answer = client.get(f"/api/members/Zavala-0042/activities?{query}")
    assert answer.status_code == 422
    assert answer.json().keys() == {"detail"}
    assert answer.json()["detail"].startswith(sentence)


def test_nobody_died_and_unknown_are_no_divisions(client: Client, character: Character) -> None:
    played(character, 1, kills=7, deaths=0)
    played(character, 2, kills=-1, deaths=-1)
    played(character, 3, kills=2, deaths=3)
    answer = client.get("/api/members/Zavala-0042/activities").json()
    assert [item["kd"] for item in answer["items"]] == [0.67, None, 7.0]


def test_a_line_says_how_far_its_report_is(client: Client, character: Character) -> None:
    for number in range(1, 5):
        played(character, number)
    InstanceFactory.create(instance_id=16800000001)
    PendingReportFactory.create(instance_id=16800000002)
    PendingReportFactory.create(instance_id=16800000003, due_at=None, error_kind="not_found")
    answer = client.get("/api/members/Zavala-0042/activities").json()
    assert [item["report"] for item in answer["items"]] == ["unknown", "failed", "pending", "stored"]


def test_a_page_of_activities_takes_ten_queries_however_long(
    client: Client, character: Character, django_assert_num_queries: Any
) -> None:
    for number in range(1, 31):
        played(character, number, activity_hash=number, director_hash=100 + number)
    # version, player by name (twice), member, count, page; names of activities, classes, modes, seasons
    with django_assert_num_queries(10):
        assert len(ids(client.get("/api/members/Zavala-0042/activities?page_size=25"))) == 25


def test_activities_of_nobody_are_a_404_with_advice(client: Client) -> None:
    PlayerFactory.create(membership_id=4611686018411111111, bungie_name="Stranger")
    unknown = client.get("/api/members/Nobody%231234/activities")
    stranger = client.get("/api/members/Stranger%230042/activities")
    assert (unknown.status_code, stranger.status_code) == (404, 404)
    assert unknown.json()["detail"].startswith("Nobody tracked goes by 'Nobody#1234': give Name%231234")
    assert stranger.json() == {
        "detail": "Stranger#0042 was seen but is not tracked: "
        "`rasputin members add 4611686018411111111` changes that."
    }


def test_a_report_holds_teams_players_weapons_and_medals(client: Client) -> None:
    ItemFactory.create(hash=1345867571)
    ItemFactory.create(hash=1901885391, name="Seraph's Gate", item_type=14, type_name="Emblem")
    StatFactory.create()
    define(VersionFactory.create(), "ActivityModifier", 36103086, "Contest")
    InstanceFactory.create(instance_id=16800000001, period=START, skulls=[36103086, 7])
    TeamFactory.create(instance_id=16800000001, team_id=17)
    TeamFactory.create(instance_id=16800000001, team_id=18, name="Bravo", standing=1, score=90)
    player = PlayerFactory.create(membership_id=4611686018411111111, bungie_name="Zavala")
    PerformanceFactory.create(
        instance_id=16800000001,
        character_id=1,
        membership_id=player.pk,
        team=17,
        score=5,
        emblem_hash=1901885391,
        extended={"primevalDamage": 0.5, "medalMultiKill": 3},
    )
    PerformanceFactory.create(instance_id=16800000001, character_id=2, membership_id=404, team=17, score=9)
    report = client.get("/api/activities/16800000001").json()
    second, first = report["entries"]
    assert report["teams"] == [
        {"team_id": 17, "name": "Alpha", "standing": 0, "score": 100},
        {"team_id": 18, "name": "Bravo", "standing": 1, "score": 90},
    ]
    assert (report["instance_id"], report["mode_name"], report["period"]) == (
        "16800000001",
        "Raid",
        "2026-11-17T17:00:00Z",
    )
    assert (second["character_id"], second["membership_id"], second["name"]) == ("2", "404", "404")
    assert (first["membership_id"], first["name"], first["platform"], first["class_name"]) == (
        "4611686018411111111",
        "Zavala#0042",
        "Steam",
        "Hunter",
    )
    assert (first["kills"], first["kd"], first["precision_kills"]) == (51, 25.5, 20)
    assert first["weapons"] == [
        {
            "item_hash": 2208405142,
            "item_name": None,
            "item_icon_url": None,
            "item_type_name": None,
            "kills": 30,
            "precision_kills": 12,
        },
        {
            "item_hash": 1345867571,
            "item_name": "Ace of Spades",
            "item_icon_url": ICON,
            "item_type_name": "Hand Cannon",
            "kills": 9,
            "precision_kills": 4,
        },
    ]
    assert first["extended"] == [
        {
            "stat_id": "medalMultiKill",
            "stat_name": "Double Play",
            "stat_icon_url": "https://www.bungie.net/common/destiny2_content/icons/medal.png",
            "is_medal": True,
            "value": 3,
        },
        {
            "stat_id": "primevalDamage",
            "stat_name": None,
            "stat_icon_url": None,
            "is_medal": None,
            "value": 0.5,
        },
    ]
    assert (first["emblem_name"], first["emblem_icon_url"], second["emblem_name"]) == (
        "Seraph's Gate",
        ICON,
        None,
    )
    assert report["skulls"] == [
        {
            "skull_hash": 36103086,
            "skull_name": "Contest",
            "skull_icon_url": "https://www.bungie.net/common/destiny2_content/icons/36103086.png",
        },
        {"skull_hash": 7, "skull_name": None, "skull_icon_url": None},
    ]


def test_a_report_takes_thirteen_queries_however_many_played(
    client: Client, django_assert_num_queries: Any
) -> None:
    InstanceFactory.create(instance_id=16800000001, skulls=[1, 2])
    for number, player in enumerate(PlayerFactory.create_batch(12), start=1):
        PerformanceFactory.create(
            instance_id=16800000001,
            membership_id=player.pk,
            emblem_hash=number,
            weapons={str(100 + number): [1, 0], str(200 + number): [2, 0]},
            extended={f"medal{number}": 1},
        )
    # version, instance, performances, players, teams; names of activities, classes, items (and those of
    # no projection), modifiers, medals, modes, seasons
    with django_assert_num_queries(13):
        assert len(client.get("/api/activities/16800000001").json()["entries"]) == 12


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        (START, "The report of activity 168 is on its way but not stored yet: ask again later."),
        (None, "The report of activity 168 could not be fetched (not_found): "),
    ],
)
def test_a_report_that_is_not_stored_says_how_far_it_is(client: Client, due: object, sentence: str) -> None:
    PendingReportFactory.create(instance_id=168, due_at=due, error_kind="" if due else "not_found")
    answer = client.get("/api/activities/168")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith(sentence)


@pytest.mark.parametrize(
    ("instance_id", "status"),
    [("1", 404), ("9223372036854775807", 404), ("9223372036854775808", 422), ("0", 422), ("abc", 422)],
)
def test_ids_of_activities_are_checked(client: Client, instance_id: str, status: int) -> None:
    answer = client.get(f"/api/activities/{instance_id}")
    assert (answer.status_code, type(answer.json()["detail"])) == (status, str)


def test_half_open_periods_meet_without_overlap(client: Client, character: Character) -> None:
    played(character, 2)
    moment = START + 2 * HOUR
    after = (moment + timedelta(seconds=1)).isoformat().replace("+00:00", "Z")
    at = moment.isoformat().replace("+00:00", "Z")
    url = "/api/members/Zavala-0042/activities"
    assert ids(client.get(f"{url}?since={at}&until={after}")) == ["16800000002"]
    assert ids(client.get(f"{url}?until={at}")) == []
