"""What the API promises of clans, rosters, and members with their clans."""

from typing import Any

import pytest
from django.test import Client

from clans.models import Role
from tests.factories.clans import ClanFactory, MembershipFactory, NetworkFactory
from tests.factories.manifest import RecordFactory
from tests.factories.tracking import (
    HOUR,
    START,
    CharacterFactory,
    HistoryEntryFactory,
    InstanceFactory,
    MemberFactory,
    PlayerFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db

MALE, FEMALE = 3111576190, 2204441813


def test_a_member_is_answered_whole(client: Client) -> None:
    member = MemberFactory.create(player__membership_id=4611686018411111111, player__bungie_name="Zavala")
    RecordFactory.create(hash=1384029371, name="Rivensbane", title="Riven's Bane", title_female="Rivensbane")
    character = CharacterFactory.create(
        member=member, character_id=2305843009311111111, title_record_hash=1384029371, gender_hash=3111576190
    )
    clan = ClanFactory.create(group_id=4300001, name="Tower")
    MembershipFactory.create(clan=clan, player=member.player, role=Role.FOUNDER)
    MembershipFactory.create(player=member.player, left_at=START + 2 * HOUR)
    SectionFactory.create(kind="profile", subject=member.pk)
    SectionFactory.create(
        kind="history", subject=character.pk, error_kind="private", error_message="withheld"
    )
    SectionFactory.create(kind="roster", subject=clan.pk)
    HistoryEntryFactory.create(
        character_id=character.pk, membership_id=member.pk, instance_id=168, period=START
    )
    HistoryEntryFactory.create(
        character_id=character.pk, membership_id=member.pk, instance_id=169, period=START + HOUR
    )
    InstanceFactory.create(instance_id=168)
    fresh = {
        "succeeded_at": "2026-11-17T19:00:00Z",
        "due_at": "2026-11-17T20:00:00Z",
        "error_kind": None,
        "error_message": None,
    }
    assert client.get("/api/members/Zavala%230042").json() == {
        "membership_id": "4611686018411111111",
        "name": "Zavala#0042",
        "display_name": member.player.display_name,
        "membership_type": 3,
        "platform": "Steam",
        "bungie_net_id": None,
        "icon_url": None,
        "tracked": True,
        "private": False,
        "guardian_rank": 7,
        "highest_guardian_rank": 9,
        "last_played_at": "2026-11-17T18:00:00Z",
        "added_at": "2026-11-17T17:00:00Z",
        "profile_at": None,
        "characters": [
            {
                "character_id": "2305843009311111111",
                "class_hash": 671679327,
                "class_name": "Hunter",
                "class_icon_url": None,
                "light": 1810,
                "minutes_played": 6000,
                "minutes_this_session": 0,
                "last_played_at": "2026-11-17T18:00:00Z",
                "emblem_hash": 1901885391,
                "emblem_name": None,
                "emblem_icon_url": None,
                "emblem_url": "https://www.bungie.net/common/destiny2_content/icons/emblem.jpg",
                "emblem_background_url": "https://www.bungie.net/common/destiny2_content/icons/wide.jpg",
                "title": "Riven's Bane",
                "title_record_hash": 1384029371,
                "title_record_name": "Rivensbane",
                "title_record_icon_url": "https://www.bungie.net/common/destiny2_content/icons/thing.png",
                "vanished_at": None,
            }
        ],
        "triumphs": None,
        "completeness": {
            "complete": False,
            "complete_from": "2026-11-17T17:00:00Z",
            "complete_to": "2026-11-17T19:00:00Z",
            "entries": 2,
            "reports_missing": 1,
            "missing": [
                {"kind": "never_asked", "entries": 1, "given_up": False},
                {"kind": "not_in_report", "entries": 1, "given_up": True},
            ],
            "first_at": "2026-11-17T17:00:00Z",
            "last_at": "2026-11-17T18:00:00Z",
            "walked_at": "2026-11-17T19:00:00Z",
            "audited_at": None,
        },
        "clans": [
            {
                "group_id": "4300001",
                "name": "Tower",
                "callsign": "CLAN",
                "role": 5,
                "role_name": "Founder",
                "joined_at": "2026-11-17T17:00:00Z",
                "seen_at": "2026-11-17T18:00:00Z",
            }
        ],
        "freshness": [
            {
                "kind": "history",
                "subject": "2305843009311111111",
                **fresh,
                "error_kind": "private",
                "error_message": "withheld",
            },
            {"kind": "profile", "subject": "4611686018411111111", **fresh},
            {"kind": "roster", "subject": "4300001", **fresh},
        ],
    }


@pytest.mark.parametrize(
    "identifier",
    ["Name%20With-Dash%230042", "Name%20With-Dash-0042", "name%20with-dash-42", "4611686018411111111"],
)
def test_a_member_is_found_by_each_form_of_the_name(client: Client, identifier: str) -> None:
    MemberFactory.create(player__membership_id=4611686018411111111, player__bungie_name="Name With-Dash")
    assert client.get(f"/api/members/{identifier}").json()["membership_id"] == "4611686018411111111"


@pytest.mark.parametrize(
    "identifier",
    [
        "Nobody",
        "Nobody%231234",
        "1",
        "9223372036854775807",
        "9999999999999999999",
        "%C2%B2",
        "%00-1234",
        "%25",
        "a%25-0042",
        "x" * 3000,
    ],
)
def test_an_unknown_member_is_a_404_with_advice(client: Client, identifier: str) -> None:
    MemberFactory.create(player__bungie_name="ab")
    answer = client.get(f"/api/members/{identifier}")
    assert answer.status_code == 404
    assert "Name%231234" in answer.json()["detail"]


def test_a_title_is_told_as_its_wearer_bears_it(client: Client) -> None:
    RecordFactory.create(hash=1, name="Dredgen", title="Dredgen", title_female="Dredgenne")
    RecordFactory.create(hash=2, name="Wayfarer", title="Wayfarer", title_female="")
    member = MemberFactory.create(player__membership_id=4611686018411111111)
    worn = {10: (1, FEMALE), 11: (1, MALE), 12: (2, FEMALE), 13: (3, MALE), 14: (None, MALE)}
    for character_id, (title, gender) in worn.items():
        CharacterFactory.create(
            character_id=character_id, member=member, title_record_hash=title, gender_hash=gender
        )
    characters = client.get("/api/members/4611686018411111111").json()["characters"]
    assert {int(row["character_id"]): row["title"] for row in characters} == {
        10: "Dredgenne",
        11: "Dredgen",
        12: "Wayfarer",
        13: None,
        14: None,
    }


def test_a_member_takes_fourteen_queries_however_much_is_known(
    client: Client, django_assert_num_queries: Any
) -> None:
    member = MemberFactory.create(player__membership_id=4611686018411111111)
    for number in range(1, 4):
        character = CharacterFactory.create(member=member, title_record_hash=number, emblem_hash=10 + number)
        SectionFactory.create(kind="history", subject=character.pk)
        HistoryEntryFactory.create_batch(5, character_id=character.pk, membership_id=member.pk)
    MembershipFactory.create(player=member.player)
    # version, player, member, characters, history, what is missing, triumphs, sections, clans, rosters;
    # names of classes, emblems, of what is no emblem, titles
    with django_assert_num_queries(14):
        client.get("/api/members/4611686018411111111")


def test_clans_are_listed_by_name_with_the_size_of_their_rosters(client: Client) -> None:
    tower = ClanFactory.create(
        group_id=2, name="Tower", network=NetworkFactory.create(name="City", slug="city")
    )
    ClanFactory.create(group_id=1, name="Ahamkara", avatar_path="", roster_at=None)
    ClanFactory.create(tracked=False)
    MembershipFactory.create_batch(2, clan=tower)
    MembershipFactory.create(clan=tower, left_at=START + 2 * HOUR)
    answer = client.get("/api/clans").json()
    assert [clan["name"] for clan in answer["items"]] == ["Ahamkara", "Tower"]
    assert (answer["total"], answer["page_size"]) == (2, 100)
    assert answer["items"][1] == {
        "group_id": "2",
        "name": "Tower",
        "callsign": "CLAN",
        "motto": "Eyes up",
        "network": {"name": "City", "slug": "city"},
        "level": 6,
        "member_count": 60,
        "roster_size": 2,
        "avatar_url": "https://www.bungie.net/img/profile/avatars/group/icon.png",
        "roster_at": "2026-11-17T18:00:00Z",
    }


def test_the_list_of_clans_takes_three_queries(client: Client, django_assert_num_queries: Any) -> None:
    for clan in ClanFactory.create_batch(5):
        MembershipFactory.create_batch(2, clan=clan)
    with django_assert_num_queries(3):  # version, count, page
        assert client.get("/api/clans?page_size=4").json()["pages"] == 2


def test_a_clan_is_answered_with_its_freshness(client: Client) -> None:
    clan = ClanFactory.create(group_id=4300001, about="We play")
    SectionFactory.create(kind="group", subject=clan.pk)
    SectionFactory.create(kind="roster", subject=clan.pk)
    SectionFactory.create(kind="profile", subject=clan.pk)
    answer = client.get("/api/clans/4300001").json()
    assert (answer["group_id"], answer["about"], answer["tracked"], answer["roster_size"]) == (
        "4300001",
        "We play",
        True,
        0,
    )
    assert [state["kind"] for state in answer["freshness"]] == ["group", "roster"]


@pytest.mark.parametrize("path", ["/api/clans/99", "/api/clans/99/roster"])
def test_an_unknown_clan_is_a_404_with_advice(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("Clan 99 is not tracked: /api/clans lists the tracked ones")


def test_the_roster_lists_everybody_leaders_first_then_by_name(client: Client) -> None:
    clan = ClanFactory.create(group_id=4300001)
    last = MemberFactory.create(player__bungie_name="Zed")
    MembershipFactory.create(clan=clan, player=last.player, is_online=True, online_changed_at=START)
    MembershipFactory.create(clan=clan, player=PlayerFactory.create(bungie_name="Ada"))
    MembershipFactory.create(
        clan=clan, player=PlayerFactory.create(bungie_name="Yuge"), role=Role.ACTING_FOUNDER
    )
    MembershipFactory.create(
        clan=clan, player=PlayerFactory.create(bungie_name="Gone"), left_at=START + 2 * HOUR
    )
    items = client.get("/api/clans/4300001/roster").json()["items"]
    assert [(item["name"], item["role_name"]) for item in items] == [
        ("Yuge#0042", "Acting Founder"),
        ("Ada#0042", "Member"),
        ("Zed#0042", "Member"),
    ]
    assert items[2] == {
        "membership_id": str(last.pk),
        "name": "Zed#0042",
        "display_name": last.player.display_name,
        "membership_type": 3,
        "platform": "Steam",
        "role": 2,
        "role_name": "Member",
        "joined_at": "2026-11-17T17:00:00Z",
        "seen_at": "2026-11-17T18:00:00Z",
        "tracked": True,
        "private": False,
        "last_played_at": "2026-11-17T18:00:00Z",
        "is_online": True,
        "online_changed_at": "2026-11-17T17:00:00Z",
    }
    assert (items[1]["tracked"], items[1]["last_played_at"]) == (False, None)


def test_a_roster_takes_five_queries_however_large(client: Client, django_assert_num_queries: Any) -> None:
    clan = ClanFactory.create(group_id=4300001)
    for member in MemberFactory.create_batch(5):
        MembershipFactory.create(clan=clan, player=member.player)
    MembershipFactory.create_batch(5, clan=clan)
    with django_assert_num_queries(5):  # version, clan, its freshness, count, page
        assert len(client.get("/api/clans/4300001/roster").json()["items"]) == 10
