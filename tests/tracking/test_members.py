"""Members: what a profile brings, whose type it heals, and which histories it makes due."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rasputin.bungie import Client
from rasputin.bungie.errors import Private, WrongMembershipType
from rasputin.queues import Priority
from rasputin.steps import run_one
from tests.simulated import NOW, World
from tests.tracking.conftest import Enrol
from tracking.models import Character, Member, Player, PlayerName, Section, TypeSource
from tracking.services import (
    UnknownPlayer,
    add_member,
    enrol,
    refresh_members,
    remove_member,
    sync_member,
)
from tracking.services.players import store_players

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


def sync(bungie: Client, membership_id: int, *, now: Any = NOW) -> int:
    return run_one(sync_member(bungie, membership_id, now=now)).sections


def histories(**chosen: Any) -> list[Section]:
    return list(Section.objects.of(Section.Kind.HISTORY).filter(**chosen).order_by("subject"))


def without(character_id: int) -> Any:
    """Profiles in which a character is not there."""

    def edit(path: str, response: Any) -> Any:
        if "/Profile/" in path:
            ids = response["profile"]["data"]["characterIds"]
            response["profile"]["data"]["characterIds"] = [one for one in ids if int(one) != character_id]
            response["characters"]["data"].pop(str(character_id))
        return response

    return edit


def test_a_profile_brings_names_type_and_every_character(
    world: World, bungie: Client, enrolled: Enrol
) -> None:
    who = enrolled()
    assert sync(bungie, who) == len(world.member(who)["characters"]) + 1, "histories, and triumphs"
    told, player = world.member(who), Player.objects.get(pk=who)
    assert (player.bungie_name, player.bungie_code, player.membership_type) == (
        told["name"],
        told["code"],
        told["membership_type"],
    )
    assert (player.type_source, player.type_at, player.names_at) == (TypeSource.PROFILE, NOW, NOW)
    assert {
        str(row.pk): (row.class_hash, row.light, row.minutes_played) for row in Character.objects.all()
    } == {
        row["character_id"]: (row["class_hash"], row["light"], row["minutes_played"])
        for row in told["characters"]
    }
    assert list(PlayerName.objects.values_list("member", "name", "first_seen_at")) == [
        (who, player.name, NOW)
    ]
    newest = max(filter(None, Character.objects.values_list("last_played_at", flat=True)))
    member = Member.objects.get()
    assert (member.profile_at, member.last_played_at) == (NOW, newest)


def test_a_new_character_gets_a_history_section(bungie: Client, world: World, enrolled: Enrol) -> None:
    who, newest, _ = world.busiest()
    enrolled(who)
    sync(world.client(without(newest)), who)
    assert histories(subject=newest) == []
    assert sync(bungie, who, now=NOW + HOUR) == 1
    (section,) = histories(subject=newest)
    assert (section.due_at, section.priority, section.run_at) == (NOW + HOUR, Priority.BROAD, None)


def test_a_profile_read_twice_changes_nothing_but_its_date(bungie: Client, enrolled: Enrol) -> None:
    who = enrolled()

    def stored() -> list[Any]:
        tables = (Player, Character, Section, Member)
        return [list(table._base_manager.order_by("pk").values()) for table in tables]

    sync(bungie, who)
    before = stored()
    assert sync(bungie, who) == 0
    assert stored() == before


def test_a_wrong_type_is_healed_by_bungies_hint(bungie: Client, world: World, enrolled: Enrol) -> None:
    who = world.busiest()[0]
    right = world.member(who)["membership_type"]
    enrolled(who, membership_type=1 if right != 1 else 2)
    assert sync(bungie, who) > 0
    assert Player.objects.get(pk=who).membership_type == right
    assert world.asked() == {"profile": 2}


def test_a_hint_alone_is_believed_though_the_profile_is_hidden(world: World, enrolled: Enrol) -> None:
    who = world.busiest()[0]
    right = world.member(who)["membership_type"]
    enrolled(who, membership_type=1 if right != 1 else 2)
    sync(world.client(lambda _, response: response and {"profile": {"privacy": 2}}), who)
    player = Player.objects.get(pk=who)
    assert (player.membership_type, player.type_source) == (right, TypeSource.HINT)
    assert not Character.objects.exists()


def test_a_hint_about_somebody_else_is_not_believed(bungie: Client, world: World, enrolled: Enrol) -> None:
    """Error 18 names an id: of another account it says nothing of ours."""
    who = enrolled()
    service = sync_member(bungie, who, now=NOW)
    next(service)
    error = WrongMembershipType("about another account")
    error.actual_type, error.membership_id = 1, who + 1
    with pytest.raises(WrongMembershipType):
        service.throw(error)
    assert Player.objects.get(pk=who).type_source == TypeSource.ROSTER


def test_a_roster_never_overwrites_the_type_that_a_profile_told(bungie: Client, enrolled: Enrol) -> None:
    who = enrolled()
    sync(bungie, who)
    right = Player.objects.get(pk=who).membership_type
    later = Player(
        membership_id=who, membership_type=2, type_source=TypeSource.ROSTER, type_at=NOW + 100 * HOUR
    )
    store_players([later])
    assert Player.objects.get(pk=who).membership_type == right


def test_a_private_profile_raises_and_changes_nothing(bungie: Client, world: World, enrolled: Enrol) -> None:
    who = enrolled()
    world.fails(path="/Profile/", code=1665)
    with pytest.raises(Private):
        sync(bungie, who)
    assert world.asked() == {"profile": 1}
    assert not Character.objects.exists()


def test_a_character_that_vanishes_is_marked_and_due_once_more(
    bungie: Client, world: World, enrolled: Enrol
) -> None:
    who, gone, _ = world.busiest()
    enrolled(who)
    sync(bungie, who)
    Section.objects.update(due_at=NOW + 100 * HOUR)
    client = world.client(without(gone))
    sync(client, who, now=NOW + HOUR)
    sync(client, who, now=NOW + 2 * HOUR)
    assert Character.objects.get(pk=gone).vanished_at == NOW + HOUR
    assert Character.objects.exclude(vanished_at=None).count() == 1
    assert [section.subject for section in histories(due_at=NOW + HOUR)] == [gone]


def test_a_reply_without_characters_makes_nobody_vanish(
    bungie: Client, world: World, enrolled: Enrol
) -> None:
    who = enrolled()
    sync(bungie, who)

    def hide(_: str, response: Any) -> Any:
        return {**response, "characters": {"privacy": 2}}

    sync(world.client(hide), who, now=NOW + HOUR)
    assert not Character.objects.exclude(vanished_at=None).exists()


def test_a_character_that_comes_back_is_walked_again(bungie: Client, world: World, enrolled: Enrol) -> None:
    who, back, _ = world.busiest()
    enrolled(who)
    sync(bungie, who)
    sync(world.client(without(back)), who, now=NOW + HOUR)
    Section.objects.filter(subject=back).update(due_at=None)  # it was walked a last time
    sync(bungie, who, now=NOW + 2 * HOUR)
    assert Character.objects.get(pk=back).vanished_at is None
    assert [section.due_at for section in histories(subject=back)] == [NOW + 2 * HOUR]


def test_who_played_since_is_walked_before_the_others(bungie: Client, enrolled: Enrol) -> None:
    who = enrolled()
    sync(bungie, who)
    played = Character.objects.earliest("pk")
    Character.objects.filter(pk=played.pk).update(last_played_at=NOW - 1000 * HOUR)
    Section.objects.update(due_at=NOW + 100 * HOUR)
    assert sync(bungie, who, now=NOW + HOUR) == 1
    (section,) = histories(priority=Priority.HOT)
    assert (section.subject, section.due_at) == (played.pk, NOW + HOUR)


def test_removed_and_tracked_again_a_member_is_crawled_as_before(bungie: Client, enrolled: Enrol) -> None:
    who = enrolled()
    sync(bungie, who)
    before = [(row.kind, row.subject) for row in Section.objects.order_by("kind", "subject")]
    remove_member(str(who))
    assert not Section.objects.exists()
    assert Character.objects.exists()
    assert add_member(bungie, str(who), now=NOW + HOUR).pk == who
    sync(bungie, who, now=NOW + HOUR)
    assert [(row.kind, row.subject) for row in Section.objects.order_by("kind", "subject")] == before


def test_who_was_removed_stays_so_until_a_person_wants_it_again(bungie: Client, enrolled: Enrol) -> None:
    """A roster shows them again and again."""
    who = enrolled()
    remove_member(str(who))
    assert enrol([who], now=NOW) == 0
    assert not Member.objects.tracked().exists()
    assert enrol([who], now=NOW, again=True) == 1
    assert Member.objects.tracked().exists()


def test_a_profile_that_arrives_after_its_member_was_removed_changes_nothing(
    bungie: Client, enrolled: Enrol
) -> None:
    who = enrolled()
    remove_member(str(who))
    assert sync(bungie, who) == 0
    assert not Character.objects.exists()
    assert not Section.objects.exists()


def test_nobody_can_remove_who_is_not_tracked(enrolled: Enrol) -> None:
    who = enrolled()
    remove_member(str(who))
    with pytest.raises(UnknownPlayer, match="not tracked"):
        remove_member(str(who))


def test_a_member_is_added_by_name_and_by_id(bungie: Client, world: World) -> None:
    named, numbered = [row for row in world.members() if row["name"]][:2]
    by_name = add_member(bungie, f"{named['name']}#{named['code']}", now=NOW)
    by_id = add_member(bungie, numbered["membership_id"], now=NOW)
    assert [by_name.pk, by_id.pk] == [int(named["membership_id"]), int(numbered["membership_id"])]
    assert by_name.player.membership_type == named["membership_type"]
    assert {row.subject for row in Section.objects.due(NOW)} == {by_name.pk, by_id.pk}


@pytest.mark.parametrize("unknown", ["Nobody Such#0001", "4611686018400000000", "no name at all"])
def test_who_cannot_be_found_is_named_in_a_sentence(bungie: Client, unknown: str) -> None:
    with pytest.raises(UnknownPlayer, match=unknown.partition("#")[0]):
        add_member(bungie, unknown, now=NOW)
    assert not Player.objects.exists()


def test_a_refresh_comes_before_everybody_else(bungie: Client, world: World, enrolled: Enrol) -> None:
    first, second = (int(row["membership_id"]) for row in world.members()[:2])
    enrolled(first, second)
    sync(bungie, first)
    sync(bungie, second)
    Section.objects.update(due_at=NOW + 100 * HOUR)
    assert [member.pk for member in refresh_members([str(first)], now=NOW)] == [first]
    mine = {first, *Character.objects.filter(member=first).values_list("pk", flat=True)}
    due = Section.objects.due(NOW)
    assert {row.subject for row in due} == mine
    assert {row.priority for row in due} == {Priority.PERSON}


def test_who_is_held_back_after_trouble_is_asked_at_once_where_a_person_wishes(enrolled: Enrol) -> None:
    who = enrolled()
    later = timezone.now() + HOUR
    Section.objects.update(lease_until=later, error_kind="unavailable", failures=9)
    refresh_members([str(who)], now=NOW)
    assert Section.objects.due(NOW).free().get().subject == who
    Section.objects.update(lease_until=later, lease_token=uuid.uuid4())
    refresh_members([str(who)], now=NOW)
    assert not Section.objects.due(NOW).free().exists(), "a worker has it"
