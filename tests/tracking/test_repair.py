"""Corrupt players are asked about by id, few at a time and not again soon; members get their accounts."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import redis

from rasputin import queues
from rasputin.bungie import Client
from rasputin.bungie.enums import HUNTER, TITAN
from rasputin.queues import Priority
from rasputin.steps import run_one
from tests.factories.tracking import CharacterFactory, InstanceFactory, PerformanceFactory, PlayerFactory
from tests.simulated import NOW, World, run
from tests.tracking.conftest import Enrol
from tests.tracking.test_reports import Said, reports, store
from tests.tracking.test_tasks import database_refuses
from tracking.models import (
    IdentityCheck,
    Instance,
    Member,
    Performance,
    Player,
    RawReport,
    Section,
    TypeSource,
)
from tracking.queries import find_player
from tracking.queries.identities import whom_to_ask
from tracking.reparse import differences
from tracking.services import enrol, fill_classes, repair_player
from tracking.services.players import store_players
from tracking.services.repair import AGAIN, TROUBLE, UNKNOWN
from tracking.services.suppression import suppress
from tracking.tasks import PLAYERS_A_RUN, crawl_members, fill_in_classes, repair_players, sweep_players

__all__ = ["reports"]  # a fixture

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def corrupt(membership_id: int, **fields: Any) -> Player:
    """As a report shows who hides everything but the id."""
    made: Player = PlayerFactory.create(
        membership_id=membership_id,
        **{"membership_type": 0, "bungie_name": "", "bungie_code": None, "display_name": "", **fields},
    )
    return made


def check() -> tuple[Any, ...]:
    found = IdentityCheck.objects.get()
    return found.asked_at, found.due_at - found.asked_at, found.failures, found.error_kind


def test_a_corrupt_player_is_repaired_by_id_and_left_alone_for_long(world: World, bungie: Client) -> None:
    who = world.busiest()[0]
    corrupt(who)
    assert run_one(repair_player(bungie, who, now=NOW)).known
    told, player = world.member(who), Player.objects.get()
    assert (player.bungie_name, player.bungie_code) == (told["name"], told["code"])
    assert (player.membership_type, player.type_source) == (told["membership_type"], TypeSource.LINKED)
    assert check() == (NOW, AGAIN, 0, "")
    assert whom_to_ask(NOW + DAY, limit=9) == []
    assert world.asked() == {"memberships": 1}


def test_a_player_who_shows_a_bug_is_named_and_keeps_no_other_from_being_asked_about(
    crawling: World, caplog: pytest.LogCaptureFixture
) -> None:
    for told in crawling.members()[:3]:
        corrupt(int(told["membership_id"]))
    with database_refuses("UPDATE", "tracking_player", code="22000"):
        run(repair_players)
    assert IdentityCheck.objects.filter(error_kind="bug", due_at=NOW + TROUBLE).count() == 3
    assert whom_to_ask(NOW, limit=9) == []
    assert "cannot be repaired" in caplog.text


def test_what_was_repaired_is_not_undone_by_an_older_report(world: World, bungie: Client) -> None:
    who = world.busiest()[0]
    corrupt(who)
    run_one(repair_player(bungie, who, now=NOW))
    before = Player.objects.values().get()
    old = Player(membership_id=who, display_name="Old", names_at=NOW - DAY, membership_type=2)
    old.type_source, old.type_at = TypeSource.REPORT, NOW - DAY
    store_players([old, Player(membership_id=who)])
    assert Player.objects.values().get() == before


def test_whom_bungie_does_not_know_is_asked_about_less_and_less_often(world: World, bungie: Client) -> None:
    corrupt(77)
    at = NOW
    for failures in (1, 2):
        assert whom_to_ask(at, limit=9) == [77]
        assert not run_one(repair_player(bungie, 77, now=at)).known
        assert check() == (at, UNKNOWN * 2**failures, failures, "not_found")
        at += UNKNOWN * 2**failures


def test_an_answer_that_does_not_help_is_not_asked_for_again_soon(world: World) -> None:
    who = world.busiest()[0]
    corrupt(who)
    empty = world.client(lambda _, response: {**response, "destinyMemberships": []})
    assert not run_one(repair_player(empty, who, now=NOW)).known
    assert check() == (NOW, UNKNOWN * 2, 1, "still_unknown")


def test_members_come_first_then_their_team_then_all_others() -> None:
    team = InstanceFactory.create().pk
    mates = [corrupt(30), corrupt(20)]
    corrupt(10)
    corrupt(5, bungie_name="Named", bungie_code=1)
    enrol([corrupt(40).pk, PlayerFactory.create(membership_id=50).pk], now=NOW)
    for number, who in enumerate((40, *(mate.pk for mate in mates))):
        PerformanceFactory.create(instance_id=team, character_id=number, membership_id=who, team=1)
    PerformanceFactory.create(instance_id=team, character_id=9, membership_id=10, team=2)
    wanted = [40, 20, 30, 50, 5, 10]
    assert whom_to_ask(NOW, limit=9) == wanted
    assert [whom_to_ask(NOW, limit=limit) for limit in range(4)] == [wanted[:limit] for limit in range(4)]


def test_a_run_asks_about_few_and_rings_where_crawls_wait(
    crawling: World, broker: "redis.Redis", redis_connection: "redis.Redis"
) -> None:
    for member in crawling.members():
        corrupt(int(member["membership_id"]))
    for number in range(PLAYERS_A_RUN):
        corrupt(1 + number)
    run(sweep_players)
    assert (broker.llen(queues.MEMBER), broker.llen(queues.ACTIONS)) == (1, 0)
    run(repair_players)
    assert IdentityCheck.objects.count() == PLAYERS_A_RUN
    assert crawling.asked() == {"memberships": PLAYERS_A_RUN}


def test_passing_trouble_with_one_does_not_keep_the_others(crawling: World) -> None:
    first, second = sorted(int(member["membership_id"]) for member in crawling.members())[:2]
    corrupt(first)
    corrupt(second)
    crawling.fails(path=f"/GetMembershipsById/{first}/", status=503)
    run(repair_players)
    assert set(IdentityCheck.objects.values_list("pk", "due_at", "error_kind")) == {
        (first, NOW + TROUBLE, "unavailable"),
        (second, NOW + AGAIN, ""),
    }


@pytest.mark.parametrize("rule", [{"code": 51}, {"code": 2101}])
def test_trouble_of_all_counts_as_not_asked(crawling: World, rule: dict[str, Any]) -> None:
    corrupt(crawling.busiest()[0])
    crawling.fails(path="/GetMembershipsById/", **rule)
    run(repair_players)
    assert not IdentityCheck.objects.exists()


def test_a_member_gets_the_accounts_behind_it_once_a_month(
    crawling: World, enrolled: Enrol, bungie: Client
) -> None:
    who = enrolled()
    told = bungie.memberships_by_id(who)
    assert told.bungie_net_user is not None
    for _ in range(2):
        run(repair_players)
    member = Member.objects.get()
    assert (member.bungie_net_id, member.primary_id) == (
        told.bungie_net_user.membership_id,
        told.primary_membership_id,
    )
    assert crawling.asked() == {"memberships": 2}, "one of them this test's own"
    assert whom_to_ask(NOW + AGAIN - DAY, limit=1) == []
    assert whom_to_ask(NOW + AGAIN, limit=1) == [who]


@pytest.fixture
def listed_twice(crowd: World, tasks_at: Callable[[World], World]) -> tuple[int, int]:
    """The played and the overridden membership of somebody whom a roster lists under both."""
    tasks_at(crowd)
    for clan in crowd.clans():
        cards = [member["membership_id"] for member in clan["members"]]
        for card, told in zip(cards, crowd.control("truth/members", body=cards, method="POST"), strict=True):
            if told["belongs_to"]:
                return int(told["belongs_to"]), int(card)
    raise AssertionError("the crowd has somebody who is listed twice")


def test_an_overridden_account_on_a_roster_gives_way_to_the_one_that_is_played(
    crowd: World, listed_twice: tuple[int, int]
) -> None:
    played, overridden = listed_twice
    PlayerFactory.create(membership_id=overridden, membership_type=1)
    enrol([overridden], now=NOW)
    run(crawl_members)
    assert Section.objects.get().error_kind == "account_not_found"
    run(repair_players)
    assert set(Member.objects.values_list("pk", "tracked", "primary_id")) == {
        (overridden, False, played),
        (played, True, None),
    }
    (section,) = Section.objects.all()
    assert (section.subject, section.due_at, section.priority) == (played, NOW, Priority.BROAD)
    enrol([overridden], now=NOW)  # as the next roster does
    assert Section.objects.count() == 1


def test_an_account_that_is_overridden_no_longer_is_tracked_again(
    crowd: World, listed_twice: tuple[int, int]
) -> None:
    _, overridden = listed_twice
    PlayerFactory.create(membership_id=overridden, membership_type=1)
    enrol([overridden], now=NOW)
    run_one(repair_player(crowd.client(), overridden, now=NOW))

    def apart(_: str, response: Any) -> Any:
        cards = [card for card in response["destinyMemberships"] if int(card["membershipId"]) == overridden]
        return {"destinyMemberships": [{**card, "crossSaveOverride": 0} for card in cards]}

    assert overridden in whom_to_ask(NOW + AGAIN, limit=9)
    run_one(repair_player(crowd.client(apart), overridden, now=NOW + AGAIN))
    member = Member.objects.get(pk=overridden)
    assert (member.tracked, member.primary_id) == (True, None)
    assert Section.objects.filter(subject=overridden, due_at=NOW + AGAIN).exists()


def test_who_was_removed_is_not_tracked_again_in_place_of_another_account(
    crowd: World, listed_twice: tuple[int, int]
) -> None:
    played, overridden = listed_twice
    for who in listed_twice:
        PlayerFactory.create(membership_id=who)
        enrol([who], now=NOW)
    Member.objects.filter(pk=played).update(tracked=False)
    run_one(repair_player(crowd.client(), overridden, now=NOW))
    assert not Member.objects.tracked().exists()
    assert find_player(str(overridden)) is not None


def test_who_is_not_to_be_tracked_is_neither_repaired_nor_tracked(
    crowd: World, listed_twice: tuple[int, int]
) -> None:
    played, overridden = listed_twice
    corrupt(overridden)
    enrol([overridden], now=NOW)
    suppress({played: None}, reason="", now=NOW)
    run_one(repair_player(crowd.client(), overridden, now=NOW))
    assert not Member.objects.tracked().exists()
    assert not Player.objects.filter(pk=played).exists()
    suppress({overridden: None}, reason="", now=NOW)
    IdentityCheck.objects.all().delete()
    run_one(repair_player(crowd.client(), overridden, now=NOW))
    assert not IdentityCheck.objects.exists()


def test_a_class_that_a_report_withheld_is_that_of_the_character() -> None:
    character = CharacterFactory.create(class_hash=TITAN)
    played(1, 0, character_id=character.pk, membership_id=character.member_id)
    run(fill_in_classes)
    assert Performance.objects.get().class_hash == TITAN
    assert fill_classes() == 0


def test_a_class_that_one_report_withheld_is_that_of_the_newest_other() -> None:
    for number, class_hash in enumerate((0, HUNTER, TITAN, 0)):
        played(number, class_hash, character_id=70, membership_id=7, period=NOW + number * DAY)
    played(9, 0, character_id=80, membership_id=8)
    assert fill_classes() == 2
    classes = Performance.objects.order_by("instance_id").values_list("class_hash", flat=True)
    assert list(classes) == [TITAN, HUNTER, TITAN, TITAN, 0]


def test_a_class_that_is_known_is_kept_when_a_report_withholds_it(reports: list[Said]) -> None:
    """Whichever comes first, and when the archived reply is read again."""
    said = reports[0]
    store(said)
    row = Performance.objects.exclude(class_hash=0).earliest("character_id")
    bare: Said = json.loads(json.dumps(said))
    for entry in bare["entries"]:
        entry["player"]["classHash"] = 0
    Instance.objects.all().delete()
    store(bare)
    assert Performance.objects.get(pk=row.pk).class_hash == row.class_hash
    assert list(differences(list(RawReport.objects.all()))) == []


def played(instance_id: int, class_hash: int, **fields: Any) -> None:
    PerformanceFactory.create(instance_id=instance_id, class_hash=class_hash, **fields)
