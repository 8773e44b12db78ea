"""Members who are private, never played, moved, deleted their characters or have several memberships."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from rasputin.bungie import Client
from rasputin.queues import Priority
from rasputin.steps import run_one
from tests.factories.tracking import PlayerFactory
from tests.simulated import NOW, World, run
from tracking.models import Character, Member, Player, PlayerName, Section, TypeSource
from tracking.queries import find_player
from tracking.services import UnknownPlayer, add_member, enrol, sync_history, sync_member
from tracking.tasks import crawl_members

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db

Person = dict[str, Any]


@pytest.fixture
def client(crowd: World) -> Iterator[Client]:
    made = crowd.client()
    yield made
    made.close()


@pytest.fixture
def crawling_crowd(crowd: World, tasks_at: Callable[[World], World]) -> World:
    return tasks_at(crowd)


def first(crowd: World, wanted: Callable[[Person], Any]) -> Person:
    return next(person for person in crowd.members() if wanted(person))


def track(person: Person, **known: Any) -> int:
    identity = int(person["membership_id"])
    told = {"membership_type": person["membership_type"], "type_source": TypeSource.ROSTER, "type_at": NOW}
    Player.objects.create(membership_id=identity, **{**told, **known})
    enrol([identity], now=NOW)
    return identity


def others_of(crowd: World, person: Person) -> list[Any]:
    """Cards of the further memberships."""
    path = f"/User/GetMembershipsById/{person['membership_id']}/-1/"
    cards = crowd.api(path).response["destinyMemberships"]
    return [card for card in cards if card["membershipId"] != person["membership_id"]]


def test_a_private_history_is_asked_once_a_day_however_often_its_owner_plays(
    crawling_crowd: World, client: Client
) -> None:
    who = track(first(crawling_crowd, lambda person: person["private"] and person["characters"]))
    run(crawl_members)
    histories = Section.objects.of(Section.Kind.HISTORY)
    assert set(histories.values_list("error_kind", "due_at")) == {("private", NOW + DAY)}
    member = Member.objects.get()
    assert (member.private, member.profile_at) == (True, NOW)
    Character.objects.update(last_played_at=NOW - DAY)  # so that the profile tells of play since
    run_one(sync_member(client, who, now=NOW + HOUR))
    assert not histories.filter(priority=Priority.HOT).exists()
    assert set(histories.values_list("due_at", flat=True)) == {NOW + DAY}
    assert not Section.objects.dead().exists()


def test_who_opens_a_private_history_is_followed_as_everybody_else(crowd: World, client: Client) -> None:
    who = track(first(crowd, lambda person: len(person["characters"]) and not person["private"]))
    run_one(sync_member(client, who, now=NOW))
    Member.objects.update(private=True)
    run_one(sync_history(client, Character.objects.earliest("pk").pk, now=NOW))
    assert not Member.objects.get().private


def test_who_never_played_is_asked_again_in_a_week(crawling_crowd: World) -> None:
    track(first(crawling_crowd, lambda person: person["never_played"]))
    run(crawl_members)
    (section,) = Section.objects.all()
    assert (section.error_kind, section.due_at) == ("account_not_found", NOW + 7 * DAY)
    assert not Character.objects.exists()
    assert crawling_crowd.asked() == {"profile": 1}


def test_the_profile_heals_a_platform_that_changed(crowd: World, client: Client) -> None:
    person = first(crowd, lambda person: len({one["membership_type"] for one in person["names"]}) > 1)
    before, after = (one["membership_type"] for one in person["names"])
    who = track(person, membership_type=before, type_source=TypeSource.PROFILE, type_at=NOW - 30 * DAY)
    run_one(sync_member(client, who, now=NOW))
    player = Player.objects.get(pk=who)
    assert (player.membership_type, player.type_source, player.type_at) == (after, TypeSource.PROFILE, NOW)


def test_a_walk_goes_on_under_a_platform_that_changed(crowd: World, client: Client) -> None:
    person = first(crowd, lambda person: len({one["membership_type"] for one in person["names"]}) > 1)
    before, after = (one["membership_type"] for one in person["names"])
    who = track(person)
    run_one(sync_member(client, who, now=NOW))
    Player.objects.filter(pk=who).update(membership_type=before)
    character = max(person["characters"], key=lambda one: one["activities"])
    found = run_one(sync_history(client, int(character["character_id"]), now=NOW + HOUR))
    assert found.reports == character["activities"] > 0
    player = Player.objects.get(pk=who)
    assert (player.membership_type, player.type_source) == (after, TypeSource.HINT)
    assert crowd.asked()["history"] == 2, "refused once, then not again"


def test_who_deleted_every_character_keeps_their_histories(crawling_crowd: World) -> None:
    person = first(crawling_crowd, lambda person: person["deleted_characters"] and not person["characters"])
    who = track(person)
    for told in person["deleted_characters"]:
        Character.objects.create(
            character_id=int(told["character_id"]), member_id=who, class_hash=told["class_hash"]
        )
        Section.objects.create(kind=Section.Kind.HISTORY, subject=int(told["character_id"]), due_at=NOW + DAY)
    run(crawl_members)
    run(crawl_members)
    assert set(Character.objects.values_list("vanished_at", "walked_at")) == {(NOW, NOW)}
    histories = Section.objects.of(Section.Kind.HISTORY)
    assert set(histories.values_list("due_at", "error_kind")) == {(None, "")}
    assert Member.objects.get().last_played_at


def test_an_overridden_id_leads_to_the_membership_that_is_played(crowd: World, client: Client) -> None:
    person, card = next(
        (person, card)
        for person in crowd.members()
        for card in others_of(crowd, person)
        if card["crossSaveOverride"] and not person["private"]
    )
    assert add_member(client, card["membershipId"], now=NOW).pk == int(person["membership_id"])


def test_of_two_accounts_without_cross_save_the_played_one_is_meant(crowd: World, client: Client) -> None:
    person, card = next(
        (person, card)
        for person in crowd.members()
        for card in others_of(crowd, person)
        if not card["crossSaveOverride"]
    )

    def turned(path: str, response: Any) -> Any:
        return response[::-1] if "SearchDestinyPlayer" in path else response

    name = f"{person['name']}#{person['code']}"
    assert add_member(crowd.client(turned), name, now=NOW).pk == int(person["membership_id"])
    with pytest.raises(UnknownPlayer, match=f"no Destiny 2 profile for the id {card['membershipId']}"):
        add_member(client, card["membershipId"], now=NOW)


def test_who_hides_the_links_is_found_by_id_nevertheless(crowd: World, client: Client) -> None:
    def hidden(person: Person) -> bool:
        path = f"/Destiny2/{person['membership_type']}/Profile/{person['membership_id']}/LinkedProfiles/"
        linked = crowd.api(path).response
        return not linked["profiles"] and not linked["profilesWithErrors"]

    person = first(crowd, hidden)
    member = add_member(client, person["membership_id"], now=NOW)
    assert member.player.membership_type == person["membership_type"]


def test_an_old_name_is_nobodys(crowd: World, client: Client) -> None:
    person = first(crowd, lambda person: len({one["name"] for one in person["names"]}) > 1)
    before, after = person["names"]
    with pytest.raises(UnknownPlayer):
        add_member(client, f"{before['name']}#{before['code']}", now=NOW)
    added = add_member(client, f"{after['name']}#{after['code']}", now=NOW)
    assert added.pk == int(person["membership_id"])


def test_a_former_name_finds_a_member_until_somebody_else_has_it(crowd: World, client: Client) -> None:
    person = first(crowd, lambda person: len({one["name"] for one in person["names"]}) > 1)
    before, after = (f"{one['name']}#{one['code']:04}" for one in person["names"])
    who = track(person)
    PlayerName.objects.create(
        member_id=who, name=before, first_seen_at=NOW - 9 * DAY, last_seen_at=NOW - 8 * DAY
    )
    run_one(sync_member(client, who, now=NOW))
    assert [found and found.pk for found in map(find_player, (before, before.lower(), after))] == [who] * 3
    with pytest.raises(UnknownPlayer):
        add_member(client, before, now=NOW)
    name, _, code = before.rpartition("#")
    other = PlayerFactory.create(bungie_name=name, bungie_code=int(code))
    assert find_player(before) == other


def test_of_two_memberships_on_a_roster_a_name_means_the_one_that_is_played(
    crawling_crowd: World, client: Client
) -> None:
    card, person = next(
        (card, crawling_crowd.member(int(told["belongs_to"])))
        for clan in crawling_crowd.clans()
        for card in ids_on_roster(clan)
        for told in crawling_crowd.control("truth/members", body=[card], method="POST")
        if told["belongs_to"]
    )
    name = {"bungie_name": person["name"], "bungie_code": person["code"]}
    who = track(person, **name)
    overridden = track({**person, "membership_id": card}, **name)
    run(crawl_members)
    Player.objects.filter(pk=overridden).update(names_at=NOW + DAY)  # as the next roster does
    found = find_player(f"{person['name']}#{person['code']}")
    assert found is not None
    assert found.pk == who


def ids_on_roster(clan: Any) -> list[str]:
    return [member["membership_id"] for member in clan["members"]]
