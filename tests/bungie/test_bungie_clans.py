"""Clans, who leads them, who is in which, and what they have earned: recorded numbers, paths, pages."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from rasputin import bungie
from rasputin.bungie import Client
from rasputin.bungie.enums import MemberType
from rasputin.bungie.readers import ADMINS, GROUP_BY_NAME, MEMBER_GROUPS, WEEKLY_REWARD
from tests.bungie.bungie_server import Answering, Server, envelope
from tests.bungie.reading import recorded_response, reply

Read = Callable[[str], bytes]
CLAN = "clan/richard4339-destiny2-php"
BOT = "mixed/TheDescend-elevatorbot/data.json"


def test_each_method_asks_bungies_path(server: Server, client: Client) -> None:
    server.answers(envelope(code=686))
    asked: list[Callable[[], object]] = [
        lambda: client.group_by_name("The Last City & Co"),
        lambda: client.group_admins_page(7, 2),
        lambda: client.group_admins(7),
        lambda: client.groups_for_member(3, 46),
        lambda: client.weekly_reward_state(7),
    ]
    for ask in asked:
        with pytest.raises(bungie.NotFound):
            ask()
    assert [(seen.method, seen.path) for seen in server.seen] == [
        ("POST", "/Platform/GroupV2/NameV2/"),
        ("GET", "/Platform/GroupV2/7/AdminsAndFounder/?currentpage=2"),
        ("GET", "/Platform/GroupV2/7/AdminsAndFounder/?currentpage=1"),
        ("GET", "/Platform/GroupV2/User/3/46/0/1/"),
        ("GET", "/Platform/Destiny2/Clan/7/WeeklyRewardState/"),
    ]
    assert json.loads(server.seen[0].body) == {"groupName": "The Last City & Co", "groupType": 1}


def test_a_clan_by_name_is_the_clan_as_by_id(recorded: Read) -> None:
    group = reply(GROUP_BY_NAME, recorded_response(recorded, f"{CLAN}/getClan.json"))
    assert (group.detail.group_id, group.detail.call_sign) == (2114315, "WRRN")


def test_recorded_leaders_are_admins_and_one_founder(recorded: Read) -> None:
    page = reply(ADMINS, recorded_response(recorded, f"{CLAN}/getClanAdminsAndFounder.json"))
    assert (len(page.results), page.total_results, page.has_more) == (9, 9, False)
    roles = [member.member_type for member in page.results]
    assert (roles.count(MemberType.ADMIN), roles.count(MemberType.FOUNDER)) == (8, 1)
    assert {member.group_id for member in page.results} == {2114315}


def test_a_recorded_member_is_in_one_clan(recorded: Read) -> None:
    found = reply(MEMBER_GROUPS, recorded_response(recorded, f"{BOT}#/GroupV2/User/254/444/"))
    assert found.clan is not None
    assert (found.clan.group_id, found.clan.name, found.clan.member_count) == (4107840, "Descend", 81)
    assert (found.clan.call_sign, found.clan.level) == ("\N{LATIN CAPITAL LETTER ETH}", 6)
    assert found.are_all_memberships_inactive == {4107840: False}
    (membership,) = found.results
    assert membership.member.member_type == MemberType.ADMIN
    assert membership.member.destiny_user_info.membership_id == 4611686018467765462
    assert membership.member.join_date == datetime(2021, 8, 23, 15, 56, 11, tzinfo=UTC)


def test_somebody_without_a_clan_is_in_none() -> None:
    found = reply(MEMBER_GROUPS, {"results": [], "totalResults": 0, "hasMore": False})
    assert (found.results, found.clan, found.has_more) == ((), None, False)


def test_groups_without_results_are_an_error_and_no_leaving(server: Server, client: Client) -> None:
    server.answers(envelope({}))
    with pytest.raises(bungie.NoResponse):
        client.groups_for_member(3, 46)


def test_what_a_clan_has_earned_is_told_by_entry() -> None:
    state = reply(WEEKLY_REWARD, WEEK)
    assert (state.milestone_hash, state.order) == (4253138191, 3000)
    assert state.end_date == datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert state.earned == {964120289, 2043403989}
    assert reply(WEEKLY_REWARD, {"milestoneHash": 4253138191}).earned == frozenset()


WEEK = {
    "milestoneHash": 4253138191,
    "rewards": [
        {
            "rewardCategoryHash": 1064137897,
            "entries": [
                {"rewardEntryHash": 964120289, "earned": True, "redeemed": False},
                {"rewardEntryHash": 3789021730, "earned": False, "redeemed": False},
                {"rewardEntryHash": 2043403989, "earned": True, "redeemed": False},
            ],
        }
    ],
    "startDate": "2026-11-17T17:00:00Z",
    "endDate": "2026-11-24T17:00:00Z",
    "order": 3000,
}


def test_leaders_are_read_to_the_last_page(server: Server, client: Client) -> None:
    server.queue = [leaders([1, 2], more=True), leaders([3], more=False)]
    found = client.group_admins(7)
    assert [member.destiny_user_info.membership_id for member in found.members] == [1, 2, 3]
    assert (found.complete, found.announced) == (True, 3)
    server.queue = [leaders([1, 2], more=True), leaders([2], more=False)]
    assert client.group_admins(7).complete is False


def leaders(ids: list[int], *, more: bool) -> Answering:
    members: list[dict[str, Any]] = [
        {"memberType": 3, "destinyUserInfo": {"membershipId": str(each)}} for each in ids
    ]
    body = {"results": members, "totalResults": 3, "hasMore": more, "useTotalResults": True}
    return Answering(envelope(body))
