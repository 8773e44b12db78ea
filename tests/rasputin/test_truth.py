"""A changing world against the truth: never a false difference, and every true one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from clans.models import Clan, Membership
from clans.services import add_clan, sync_group, sync_roster
from rasputin import clock
from rasputin.bungie import Client
from rasputin.bungie.errors import AccountNotFound
from rasputin.steps import run_one
from rasputin.truth.people import clan_differences, member_differences, told_of_members
from rasputin.truth.source import Source
from rasputin.truth.spells import Spell, seen_at
from tests.rasputin.simulator.server import running
from tests.simulated import NOW, World
from tracking.models import Character, Member, Player, PlayerName
from tracking.services import sync_member

DAY = timedelta(days=1)
SMALLER = ("--seed", "5", "--clans", "2", "--members", "30", "--limit", "1000000")
BEGIN = NOW - 13 * DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world whose clock the tests set."""
    folder = tmp_path_factory.mktemp("moving")
    with running(folder, *SMALLER) as simulator:
        yield World(simulator.url, folder / "clock")


def follow(world: World, monkeypatch: pytest.MonkeyPatch, *looks: datetime) -> None:
    """Looks at both clans and all their members from time to time; the truth agrees each time."""
    client = world.client()
    for told in world.clans():
        add_clan(int(told["group_id"]), now=looks[0])
    for look in looks:
        set_time(world, monkeypatch, look)
        for clan in Clan.objects.all():
            run_one(sync_group(client, clan.pk, now=look))
            run_one(sync_roster(client, clan.pk, now=look))
        for member in Member.objects.tracked():
            look_at(client, member, look)
        assert differences(world) == []
    client.close()


def set_time(world: World, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    line = f"{moment:%Y-%m-%dT%H:%M:%SZ}@0"
    world.set_clock(line)
    monkeypatch.setattr(clock, "clock", clock.Clock(line))


def look_at(client: Client, member: Member, look: datetime) -> None:
    try:
        run_one(sync_member(client, member.pk, now=look))
    except AccountNotFound:
        assert member.profile_at is None


def differences(world: World) -> list[str]:
    source = Source(f"{world.url}/_simulator/truth")
    return [*clan_differences(source), *member_differences(told_of_members(source))]


def spells_of(who: int) -> list[Membership]:
    return list(Membership.objects.filter(player_id=who).order_by("seen_at", "pk"))


def left_for_a_time(who: int) -> bool:
    spells = spells_of(who)
    return not {row.left_at for row in spells} - {None} <= {row.seen_at for row in spells}


def test_a_world_that_changes_is_followed_and_never_differs(
    moving: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(moving, monkeypatch, BEGIN, NOW - 6 * DAY, NOW, NOW + 12 * DAY)
    everybody = Member.objects.values_list("pk", flat=True)
    assert [who for who in everybody if left_for_a_time(who)], "somebody left"
    assert [who for who in everybody if spells_of(who)[0].seen_at > BEGIN], "somebody joined"
    assert [who for who in everybody if len({row.clan_id for row in spells_of(who)}) > 1], "somebody moved"
    assert [who for who in everybody if len({row.role for row in spells_of(who)}) > 1], "somebody rose"
    names = PlayerName.objects.values_list("member", flat=True)
    assert len(names) > len(set(names)), "somebody has a new name"
    assert Character.objects.exclude(vanished_at=None).exists()
    set_time(moving, monkeypatch, NOW + 30 * DAY)
    assert differences(moving) == [], "what happened since our last look is no difference"


def test_every_true_difference_is_found(moving: World, monkeypatch: pytest.MonkeyPatch) -> None:
    follow(moving, monkeypatch, BEGIN, NOW - 6 * DAY, NOW)
    set_time(moving, monkeypatch, NOW + 30 * DAY)
    ended = Membership.objects.filter(left_at__lt=NOW)[:1]
    gone = Character.objects.exclude(vanished_at=None)[:1]
    there = Character.objects.filter(vanished_at=None)[:1]
    renamed = PlayerName.objects.filter(last_seen_at__lt=NOW)[:1].get()
    name, _, code = renamed.name.rpartition("#")
    tampered: dict[str, tuple[Any, dict[str, Any]]] = {
        "role 4 of member": (ended, {"role": 4}),
        "did not end at": (ended, {"left_at": BEGIN + timedelta(hours=2)}),
        "did not hold at": (ended, {"seen_at": BEGIN - 900 * DAY}),
        "is None, should be": (there, {"vanished_at": NOW}),
        "should be None": (gone, {"vanished_at": None}),
        "type and name are": (
            Player.objects.filter(pk=renamed.member_id)[:1],
            {"bungie_name": name, "bungie_code": int(code)},
        ),
        "its roster was never read": (Clan.objects.all()[:1], {"roster_at": None}),
    }
    for line, (rows, change) in tampered.items():
        with transaction.atomic():
            one = rows.get()
            type(one).objects.filter(pk=one.pk).update(**change)
            found = differences(moving)
            transaction.set_rollback(True)
        assert len(found) == 1, (line, found)
        assert line in found[0]


def moments() -> st.SearchStrategy[datetime]:
    return st.integers(0, 400 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds))


@given(cuts=st.lists(moments(), min_size=2, max_size=6, unique=True), look=moments())
def test_a_look_met_what_held_then_or_next_to_then(cuts: list[datetime], look: datetime) -> None:
    cuts.sort()
    spells = [Spell(number, began, ended) for number, (began, ended) in enumerate(pairwise(cuts))]
    seen = seen_at(spells, look)
    true = {one.value for one in spells if one.began <= look < one.ended} or {None}
    assert true <= seen
    near = timedelta(minutes=5)
    if not any(abs(cut - look) < near for cut in cuts):
        assert seen == true
