"""Groups of modes: what a new database begins with, what an operator makes of it, what belongs to them."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from manifest.modegroups import PRIVATE, SEED, seed
from manifest.models import Activity, ModeGroup
from manifest.queries.modes import group_filter, mode_filter, modes
from tests.factories.manifest import ActivityFactory, ActivityModeFactory

pytestmark = pytest.mark.django_db

RECORDED_MODES = (
    "manifest/2024-10-03_228353.24.09.19.1730_d2-checklist_small-tables/destiny2-activitymode.json"
)
SLUGS = [slug for slug, *_ in SEED]


def of(asked: str | int) -> set[int]:
    return set(Activity.objects.filter(mode_filter(asked)).values_list("pk", flat=True))


def test_a_new_database_has_the_groups_that_players_speak_of() -> None:
    assert list(ModeGroup.objects.values_list("slug", flat=True)) == SLUGS
    wanted = {"raids", "dungeons", "endgame-pve", "pvp", "trials", "competitive", "gambit", "iron-banner"}
    assert wanted <= set(SLUGS)
    assert all(group.modes and group.name and group.description for group in ModeGroup.objects.all())
    assert all(group.on_boards and group.on_reports for group in ModeGroup.objects.all())


def test_the_groups_name_modes_that_the_game_has(recorded: Path) -> None:
    table = json.loads((recorded / RECORDED_MODES).read_text())
    numbers = {row["modeType"] for row in table.values()}
    assert {mode for _, _, _, modes, without in SEED for mode in (*modes, *without)} <= numbers


def test_what_an_operator_made_of_a_group_survives_an_upgrade() -> None:
    ModeGroup.objects.filter(slug="raids").update(name="Our raids", modes=[4, 82], on_boards=False)
    ModeGroup.objects.create(slug="ours", name="Ours", modes=[6], order=1)
    before = list(ModeGroup.objects.values())
    call_command("migrate", "manifest", verbosity=0)
    seed(apps, None)
    assert list(ModeGroup.objects.values()) == before


def test_a_group_is_by_its_slug_or_name_and_leaves_private_matches_out() -> None:
    raid, match, private, mission = (
        ActivityFactory.create(hash=number, modes=played).pk
        for number, played in enumerate(([7, 4], [5, 84], [5, 84, 32], [7, 2]))
    )
    assert of("pvp") == of("PvP") == {match}
    assert of("private-matches") == of("Private Matches") == {private}
    assert of("trials") == {match}
    assert of(84) == of("trials of osiris") == {match, private}
    assert of("endgame-pve") == of("Endgame PvE") == {raid}
    assert of("story") == {mission}
    assert of(0) == {raid, match, private, mission}


def test_a_mode_goes_by_the_name_that_the_manifest_has_now() -> None:
    there = ActivityFactory.create(hash=1, modes=[93]).pk
    ActivityModeFactory.create(hash=1, mode=93, name="Portal: Arena")
    assert of("portal: arena") == of("PortalArena") == {there}
    ActivityModeFactory.create(hash=2, mode=5, name="Alt", removed=True)
    ActivityModeFactory.create(hash=3, mode=5, name="Crucible")
    assert {mode.mode: mode.name for mode in modes()}[5] == "Crucible"


def test_a_number_that_no_mode_can_have_is_of_nothing() -> None:
    ActivityFactory.create(modes=[4])
    assert of(99999) == of("32768") == set()


@given(st.lists(st.integers(0, 92)), st.lists(st.integers(0, 92)), st.lists(st.integers(0, 92)))
def test_a_group_holds_what_has_any_of_its_modes_and_none_of_the_others(
    played: list[int], wanted: list[int], without: list[int]
) -> None:
    Activity.objects.update_or_create(pk=1, defaults={"modes": played})
    group = ModeGroup(slug="x", name="X", modes=wanted, without_modes=without)
    belongs = bool(set(played) & set(wanted)) and not set(played) & set(without)
    assert Activity.objects.filter(group_filter(group), pk=1).exists() == belongs


def test_private_matches_are_bungies_mode_of_that_name() -> None:
    assert [mode.name for mode in modes() if mode.mode in PRIVATE] == ["PrivateMatchesAll"]
