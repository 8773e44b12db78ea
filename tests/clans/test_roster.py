"""Rosters: who joins, leaves, returns or changes role, and what an incomplete roster cannot say."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from clans.models import Clan, Membership, Network, Role
from clans.services import (
    UnknownClan,
    add_clan,
    hurry_networks,
    remove_clan,
    sync_group,
    sync_roster,
)
from clans.tasks import crawl_clans, refresh_network_clans, sweep_clans
from rasputin import queues
from rasputin.bungie import Client
from rasputin.queues import Priority
from rasputin.steps import run_one
from tests.simulated import NOW, Edit, World, run
from tracking.models import Member, Player, Section, TypeSource

HOUR = timedelta(hours=1)
OWNED = (Membership, Player, Member, Section, Clan)

pytestmark = pytest.mark.django_db


class Spell(NamedTuple):
    """An interval of a membership."""

    role: int
    seen_at: datetime
    left_at: datetime | None


@pytest.fixture
def clan(world: World) -> int:
    """A tracked clan of the world that was never crawled."""
    group_id = int(world.clans()[0]["group_id"])
    add_clan(group_id, now=NOW)
    return group_id


def sync(client: Client, clan: int, *, hours: int = 0) -> int:
    return run_one(sync_roster(client, clan, now=NOW + hours * HOUR)).sections


def truth(world: World, clan: int) -> dict[int, int]:
    (told,) = [row for row in world.clans() if int(row["group_id"]) == clan]
    return {int(row["membership_id"]): row["role"] for row in told["members"]}


def roster(clan: int) -> dict[int, int]:
    return dict(Membership.objects.current().filter(clan=clan).values_list("player_id", "role"))


def spells(player: int) -> list[Spell]:
    rows = Membership.objects.filter(player_id=player).order_by("seen_at", "pk")
    return [Spell(row.role, row.seen_at, row.left_at) for row in rows]


def everything() -> list[list[Any]]:
    return [list(table._base_manager.order_by("pk").values()) for table in OWNED]


def who_of(member: Any) -> int:
    return int(member["destinyUserInfo"]["membershipId"])


def without(*gone: int, **more: Any) -> Edit:
    """Rosters from which somebody is missing; `more` replaces what the page says of itself."""

    def edit(_: str, response: Any) -> Any:
        results = [member for member in response["results"] if who_of(member) not in gone]
        return {**response, "results": results, "totalResults": len(results), **more}

    return edit


def with_role(who: int, role: int) -> Edit:
    def edit(_: str, response: Any) -> Any:
        for member in response["results"]:
            if who_of(member) == who:
                member["memberType"] = role
        return response

    return edit


def test_everybody_on_a_roster_becomes_a_member_with_a_profile_due(
    bungie: Client, world: World, clan: int
) -> None:
    true = truth(world, clan)
    assert sync(bungie, clan) == len(true)
    assert roster(clan) == true
    assert set(Member.objects.tracked().values_list("pk", flat=True)) == set(true)
    profiles = Section.objects.of(Section.Kind.PROFILE)
    assert set(profiles.due(NOW).values_list("subject", flat=True)) == set(true)
    assert set(profiles.values_list("priority", flat=True)) == {Priority.BROAD}
    assert Clan.objects.get().roster_at == NOW
    told = {int(row["membership_id"]): row["membership_type"] for row in world.members()}
    for player in Player.objects.all():
        assert (player.membership_type, player.type_source) == (told[player.pk], TypeSource.ROSTER)


def test_a_roster_read_twice_changes_nothing(bungie: Client, clan: int) -> None:
    sync(bungie, clan)
    before = everything()
    assert sync(bungie, clan) == 0
    assert everything() == before


def test_who_joins_has_an_interval_from_then_on(bungie: Client, world: World, clan: int) -> None:
    new = max(truth(world, clan))
    sync(world.client(without(new)), clan)
    assert spells(new) == []
    assert sync(bungie, clan, hours=1) == 1
    assert spells(new) == [Spell(truth(world, clan)[new], NOW + HOUR, None)]


def test_who_leaves_has_an_interval_that_ends(bungie: Client, world: World, clan: int) -> None:
    true = truth(world, clan)
    gone = max(true)
    sync(bungie, clan)
    sync(world.client(without(gone)), clan, hours=1)
    assert spells(gone) == [Spell(true[gone], NOW, NOW + HOUR)]
    assert roster(clan) == {who: role for who, role in true.items() if who != gone}
    assert Member.objects.tracked().filter(pk=gone).exists(), "who leaves stays tracked"


def test_who_returns_has_two_intervals(bungie: Client, world: World, clan: int) -> None:
    true = truth(world, clan)
    back = max(true)
    sync(bungie, clan)
    sync(world.client(without(back)), clan, hours=1)
    sync(bungie, clan, hours=2)
    assert spells(back) == [
        Spell(true[back], NOW, NOW + HOUR),
        Spell(true[back], NOW + 2 * HOUR, None),
    ]
    assert roster(clan) == true


def test_a_change_of_role_ends_one_interval_and_begins_another(
    bungie: Client, world: World, clan: int
) -> None:
    who = max(truth(world, clan))
    old, new = truth(world, clan)[who], Role.ACTING_FOUNDER.value
    assert old != new
    sync(bungie, clan)
    sync(world.client(with_role(who, new)), clan, hours=1)
    assert spells(who) == [Spell(old, NOW, NOW + HOUR), Spell(new, NOW + HOUR, None)]


def test_a_role_that_nobody_knows_is_none(world: World, clan: int) -> None:
    who = max(truth(world, clan))
    sync(world.client(with_role(who, 77)), clan)
    assert spells(who) == [Spell(Role.NONE, NOW, None)]


@pytest.mark.parametrize(
    "said",
    [
        {"hasMore": True},
        {"totalResults": 100, "useTotalResults": True},
        {"results": [], "totalResults": 0, "useTotalResults": True},
    ],
    ids=["more to come", "fewer than announced", "nobody at all"],
)
def test_an_incomplete_roster_never_makes_anybody_leave(
    bungie: Client, world: World, clan: int, said: dict[str, Any]
) -> None:
    sync(bungie, clan)
    before = roster(clan)
    sync(world.client(without(max(before), **said)), clan, hours=1)
    assert roster(clan) == before
    assert not Membership.objects.exclude(left_at=None).exists()


def test_an_incomplete_roster_still_shows_who_joined(bungie: Client, world: World, clan: int) -> None:
    new, missing = sorted(truth(world, clan))[:2]
    sync(world.client(without(new)), clan)
    sync(world.client(without(missing, hasMore=True)), clan, hours=1)
    assert set(roster(clan)) == set(truth(world, clan))


def test_who_has_no_membership_id_is_left_out(world: World, clan: int) -> None:
    def edit(_: str, response: Any) -> Any:
        response["results"][0]["destinyUserInfo"]["membershipId"] = "0"
        return response

    sync(world.client(edit), clan)
    assert len(roster(clan)) == len(truth(world, clan)) - 1


def test_being_online_is_a_hint_that_comes_and_goes(bungie: Client, world: World, clan: int) -> None:
    who = max(truth(world, clan))
    moment = NOW - HOUR

    def edit(_: str, response: Any) -> Any:
        for member in response["results"]:
            if who_of(member) == who:
                member |= {"isOnline": True, "lastOnlineStatusChange": str(int(moment.timestamp()))}
        return response

    sync(bungie, clan)
    sync(world.client(edit), clan, hours=1)
    row = Membership.objects.get(player_id=who)
    assert (row.is_online, row.online_changed_at, row.seen_at) == (True, moment, NOW)
    sync(world.client(without(who)), clan, hours=2)
    assert not Membership.objects.get(player_id=who).is_online


def test_a_clan_tells_of_itself(bungie: Client, world: World, clan: int) -> None:
    run_one(sync_group(bungie, clan, now=NOW + HOUR))
    (told,) = [row for row in world.clans() if int(row["group_id"]) == clan]
    row = Clan.objects.get()
    assert (row.name, row.callsign, row.motto) == (told["name"], told["callsign"], told["motto"])
    assert (row.added_at, row.detailed_at, row.tracked) == (NOW, NOW + HOUR, True)
    before = everything()
    run_one(sync_group(bungie, clan, now=NOW + HOUR))
    assert everything() == before


def test_details_do_not_bring_a_removed_clan_back(bungie: Client, clan: int) -> None:
    remove_clan(clan)
    run_one(sync_group(bungie, clan, now=NOW))
    assert not Clan.objects.get().tracked


def test_a_removed_clan_is_asked_no_more_and_keeps_what_is_stored(bungie: Client, clan: int) -> None:
    sync(bungie, clan)
    before = roster(clan)
    remove_clan(clan)
    assert not Section.objects.of(Section.Kind.GROUP, Section.Kind.ROSTER).exists()
    assert roster(clan) == before
    assert Member.objects.tracked().count() == len(before)
    with pytest.raises(UnknownClan, match=f"Clan {clan} is not tracked"):
        remove_clan(clan)


def test_a_clan_added_again_is_crawled_again(bungie: Client, clan: int) -> None:
    remove_clan(clan)
    add_clan(clan, now=NOW + HOUR)
    add_clan(clan, now=NOW + 2 * HOUR)
    assert list(Section.objects.values_list("subject", "due_at")) == [(clan, NOW + HOUR)] * 2
    assert Clan.objects.get().added_at == NOW


def test_clans_of_networks_are_hurried_and_others_are_not(world: World) -> None:
    first, second = (int(row["group_id"]) for row in world.clans())
    for group_id in (first, second):
        add_clan(group_id, now=NOW + 100 * HOUR)
    assert hurry_networks(now=NOW) == 0
    Clan.objects.filter(pk=first).update(network=Network.objects.create(name="One", slug="one"))
    assert hurry_networks(now=NOW) == 1
    due = Section.objects.due(NOW)
    assert set(due.values_list("subject", "priority")) == {(first, Priority.HOT)}
    assert due.count() == 2


def test_clans_are_crawled_and_ring_for_their_members(crawling: World, clan: int, broker: Any) -> None:
    run(crawl_clans)
    assert roster(clan) == truth(crawling, clan)
    assert Clan.objects.get().name
    kinds = Section.objects.of(Section.Kind.GROUP, Section.Kind.ROSTER)
    assert not kinds.due(NOW).exists()
    assert set(kinds.values_list("succeeded_at", "error_kind")) == {(NOW, "")}
    assert broker.llen(queues.MEMBER) == 1


def test_a_sweep_rings_for_clans_that_are_due(crawling: World, clan: int, broker: Any) -> None:
    run(sweep_clans)
    assert broker.llen(queues.CLAN) == 1


def test_networks_are_refreshed_on_demand(crawling: World, clan: int, broker: Any) -> None:
    run(crawl_clans)
    run(refresh_network_clans)
    assert broker.llen(queues.CLAN) == 0
    Clan.objects.update(network=Network.objects.create(name="One", slug="one"))
    run(refresh_network_clans)
    assert broker.llen(queues.CLAN) == 1
    assert Section.objects.due(NOW).filter(subject=clan).count() == 2


def test_a_clan_that_is_gone_is_recorded_and_makes_nobody_leave(crawling: World, clan: int) -> None:
    run(crawl_clans)
    before = roster(clan)
    Section.objects.filter(subject=clan).update(due_at=NOW)
    crawling.fails(path="/GroupV2/", code=622)
    run(crawl_clans)
    assert roster(clan) == before
    kinds = Section.objects.of(Section.Kind.GROUP, Section.Kind.ROSTER)
    assert set(kinds.values_list("error_kind", "failures")) == {("not_found", 1)}
    assert not kinds.due(NOW).exists()


def test_a_roster_that_fails_is_asked_again_and_takes_nobody_for_gone(crawling: World, clan: int) -> None:
    crawling.fails(path="/Members/", status=503)
    run(crawl_clans)
    (section,) = Section.objects.of(Section.Kind.ROSTER)
    assert (section.error_kind, section.due_at) == ("unavailable", NOW)
    assert not Membership.objects.exists()
    crawling.recovers()
    Section.objects.update(lease_until=None)
    run(crawl_clans)
    assert roster(clan) == truth(crawling, clan)
