"""What /api/members/{identifier}/titles and /triumphs promise, and a member's scores."""

from typing import Any

import pytest
from django.test import Client

from rasputin.bungie.enums import GENDER_NAMES
from tests.factories.manifest import RecordFactory, VersionFactory
from tests.factories.tracking import (
    HOUR,
    START,
    CharacterFactory,
    MemberFactory,
    MemberRecordsFactory,
    TitleFactory,
    TriumphEventFactory,
)
from tracking.models import Member, TriumphEvent

pytestmark = pytest.mark.django_db

ICON = "https://www.bungie.net/common/destiny2_content/icons/thing.png"
FEMALE, MALE = (
    next(number for number, name in GENDER_NAMES.items() if name == word) for word in ("Female", "Male")
)
IRON = 1564001702
TRACKER = 2561695992
TITLES = "/api/members/Zavala-0042/titles"
TRIUMPHS = "/api/members/Zavala-0042/triumphs"


@pytest.fixture
def member() -> Member:
    made: Member = MemberFactory.create(player__bungie_name="Zavala")
    return made


@pytest.fixture
def iron() -> None:
    VersionFactory.create(version="240000.26")
    RecordFactory.create(
        hash=IRON, name="Iron Banner", title="Iron Lord", title_female="Iron Lady", gilding_hash=TRACKER
    )
    RecordFactory.create(hash=TRACKER, name="", title="Iron Lord", title_female="Iron Lady")


def items(answer: Any) -> list[Any]:
    assert answer.status_code == 200, answer.content
    found: list[Any] = answer.json()["items"]
    return found


def test_a_title_is_told_as_it_is_worn(client: Client, member: Member, iron: None) -> None:
    CharacterFactory.create(member=member, gender_hash=FEMALE, title_record_hash=IRON)
    CharacterFactory.create(member=member, gender_hash=MALE, last_played_at=START + 9 * HOUR)
    TitleFactory.create(
        member=member, record_hash=IRON, gild_count=3, gilded_this_season=True, earned_at=START
    )
    answer = client.get(TITLES)
    assert items(answer) == [
        {
            "record_hash": IRON,
            "record_name": "Iron Banner",
            "record_icon_url": ICON,
            "title": "Iron Lady",
            "worn": True,
            "claimed": True,
            "gild_count": 3,
            "gilded_this_season": True,
            "earned_at": "2026-11-17T17:00:00Z",
        }
    ]
    assert answer["X-Manifest-Version"] == "240000.26"


def test_a_title_that_nobody_wears_is_told_as_who_was_played_last_would(
    client: Client, member: Member, iron: None
) -> None:
    for gender, hour in ((FEMALE, 1), (MALE, 2)):
        CharacterFactory.create(member=member, gender_hash=gender, last_played_at=START + hour * HOUR)
    CharacterFactory.create(
        member=member,
        gender_hash=FEMALE,
        last_played_at=START + 3 * HOUR,
        vanished_at=START + 4 * HOUR,
        title_record_hash=IRON,
    )
    TitleFactory.create(member=member, record_hash=IRON)
    (title,) = items(client.get(TITLES))
    assert (title["title"], title["worn"], title["earned_at"]) == ("Iron Lady", False, None)
    Character = type(member.characters.get(vanished_at=None, gender_hash=MALE))
    Character.objects.exclude(vanished_at=None).delete()
    assert items(client.get(TITLES))[0]["title"] == "Iron Lord"


def test_titles_that_the_manifest_does_not_know_are_told_by_hash(client: Client, member: Member) -> None:
    TitleFactory.create(member=member, record_hash=7)
    (title,) = items(client.get(TITLES))
    assert [title[name] for name in ("record_hash", "record_name", "record_icon_url", "title")] == [
        7,
        None,
        None,
        None,
    ]


def test_worn_titles_come_first_then_the_newest(client: Client, member: Member) -> None:
    for record_hash, earned_at in ((1, None), (2, START), (3, START + HOUR), (4, None)):
        TitleFactory.create(member=member, record_hash=record_hash, earned_at=earned_at)
    CharacterFactory.create(member=member, title_record_hash=4)
    TitleFactory.create(record_hash=5)
    assert [title["record_hash"] for title in items(client.get(TITLES))] == [4, 3, 2, 1]


def test_what_was_newly_done_is_told_newest_first(client: Client, member: Member, iron: None) -> None:
    RecordFactory.create(hash=9, name="Wolves run", title="", title_female="", has_title=False)
    for hour, record_hash, kind, times in ((1, 9, "completed", None), (2, TRACKER, "gilded", 4)):
        TriumphEventFactory.create(
            member=member, observed_at=START + hour * HOUR, record_hash=record_hash, kind=kind, times=times
        )
    TriumphEventFactory.create()
    assert items(client.get(TRIUMPHS)) == [
        {
            "record_hash": TRACKER,
            "record_name": None,
            "record_icon_url": ICON,
            "title": "Iron Lord",
            "kind": "gilded",
            "observed_at": "2026-11-17T19:00:00Z",
            "times": 4,
        },
        {
            "record_hash": 9,
            "record_name": "Wolves run",
            "record_icon_url": ICON,
            "title": None,
            "kind": "completed",
            "observed_at": "2026-11-17T18:00:00Z",
            "times": None,
        },
    ]


@pytest.mark.parametrize(
    ("query", "hours"),
    [
        ("", [4, 3, 2, 1]),
        ("since=2026-11-17T20:00:00Z", [4, 3]),
        ("kind=claimed", [4, 2]),
        ("kind=gilded", []),
        ("since=2026-11-18&kind=claimed", []),
        ("page_size=3&page=2", [1]),
    ],
)
def test_triumphs_are_chosen_and_paged(client: Client, member: Member, query: str, hours: list[int]) -> None:
    for hour in range(1, 5):
        kind = TriumphEvent.Kind.COMPLETED if hour % 2 else TriumphEvent.Kind.CLAIMED
        TriumphEventFactory.create(member=member, observed_at=START + hour * HOUR, kind=kind)
    found = [item["observed_at"] for item in items(client.get(f"{TRIUMPHS}?{query}"))]
    assert found == [f"2026-11-17T{17 + hour}:00:00Z" for hour in hours]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=dreamt", "kind: Input should be 'completed', 'claimed' or 'gilded'."),
        ("since=yesterday", "since: 'yesterday' is no date or time"),
        ("mode=4", "There is no parameter mode here"),
    ],
)
def test_a_bad_parameter_is_refused_in_a_sentence(
    client: Client, member: Member, query: str, sentence: str
) -> None:
    answer = client.get(f"{TRIUMPHS}?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(sentence)


@pytest.mark.parametrize("place", ["titles", "triumphs"])
def test_nobody_unknown_has_any(client: Client, place: str) -> None:
    answer = client.get(f"/api/members/Nobody-0001/{place}")
    assert answer.status_code == 404
    assert "rasputin members add" in answer.json()["detail"]


@pytest.mark.parametrize(("place", "factory"), [("titles", TitleFactory), ("triumphs", TriumphEventFactory)])
def test_a_page_takes_eight_queries_however_long(
    client: Client, member: Member, django_assert_num_queries: Any, place: str, factory: Any
) -> None:
    CharacterFactory.create_batch(3, member=member)
    for number in range(1, 31):
        RecordFactory.create(hash=number)
        factory.create(member=member, record_hash=number)
    # version, player by name (twice), member, count, page; records, characters
    with django_assert_num_queries(8):
        assert len(items(client.get(f"/api/members/Zavala-0042/{place}?page_size=25"))) == 25


def test_a_member_tells_scores_and_the_number_of_titles(client: Client, member: Member) -> None:
    assert client.get("/api/members/Zavala-0042").json()["triumphs"] is None
    MemberRecordsFactory.create(member=member)
    TitleFactory.create_batch(2, member=member)
    assert client.get("/api/members/Zavala-0042").json()["triumphs"] == {
        "active_score": 20_097,
        "legacy_score": 117_570,
        "lifetime_score": 137_667,
        "titles": 2,
        "read_at": "2026-11-17T19:00:00Z",
    }
