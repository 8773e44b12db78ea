"""Making a database ready: whose data it holds, the demo, the first admin."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django_celery_beat.models import PeriodicTask
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from clans.models import Clan
from rasputin.health import health
from rasputin.local import demo
from rasputin.models import Stamp
from rasputin.prepare import Refused, check_settings, first_admin_link, hash_of, prepare, seed_demo, stamp
from tests.simulated import World
from tracking.models import Section

ONE, OTHER = "http://127.0.0.1:1001", "http://127.0.0.1:1002"

pytestmark = pytest.mark.django_db


def test_an_empty_database_is_stamped_with_who_fills_it(settings: Settings) -> None:
    settings.BUNGIE_BASE_URL = ONE
    stamp()
    stamp()
    assert list(Stamp.objects.values_list("id", "base_url")) == [(1, ONE)]


def test_data_of_another_bungie_are_refused_in_one_sentence(settings: Settings) -> None:
    settings.BUNGIE_BASE_URL = ONE
    stamp()
    settings.BUNGIE_BASE_URL = OTHER
    with pytest.raises(Refused) as raised:
        stamp()
    sentence = str(raised.value)
    assert ONE in sentence
    assert OTHER in sentence
    assert re.fullmatch(r"This database holds data of [^\n]+\.", sentence)
    assert Stamp.objects.get().base_url == ONE


def test_a_database_that_lacks_a_migration_gets_it_and_one_that_has_all_is_left_alone(
    settings: Settings, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.BUNGIE_BASE_URL = ONE
    with connection.cursor() as cursor:
        for model in apps.get_app_config("rasputin").get_models():
            cursor.execute(f"DROP TABLE {model._meta.db_table}")
    MigrationRecorder(connection).migration_qs.filter(app="rasputin").delete()
    prepare()
    assert Stamp.objects.get().base_url == ONE
    with django_assert_max_num_queries(10):
        prepare()


@pytest.mark.parametrize("address", [ONE, "http://localhost:8780", "http://[::1]:8780"])
def test_a_demo_stamped_with_its_simulators_old_address_opens_and_is_stamped_anew(
    settings: Settings, address: str
) -> None:
    Stamp.objects.create(base_url=address)
    settings.BUNGIE_BASE_URL, settings.RASPUTIN_STAMP = OTHER, "simulator"
    stamp()
    assert Stamp.objects.get().base_url == "simulator"
    assert health().stamp.ok


def test_the_demo_opens_whatever_port_its_simulator_has(settings: Settings) -> None:
    settings.RASPUTIN_STAMP = demo.STAMP
    for address in (ONE, OTHER):
        settings.BUNGIE_BASE_URL = address
        assert stamp().base_url == "simulator"
        assert health().stamp.ok


@pytest.mark.parametrize(
    ("stamped", "named", "address"),
    [
        ("https://www.bungie.net", "simulator", ONE),
        ("http://elsewhere.example", "simulator", ONE),
        ("simulator", "", "https://www.bungie.net"),
        ("simulator", "", ONE),
        (ONE, "", "https://www.bungie.net"),
    ],
)
def test_real_and_simulated_data_never_share_a_database(
    settings: Settings, stamped: str, named: str, address: str
) -> None:
    Stamp.objects.create(base_url=stamped)
    settings.BUNGIE_BASE_URL, settings.RASPUTIN_STAMP = address, named
    with pytest.raises(Refused, match=rf"^This database holds data of {stamped} and must not [^\n]+\.$"):
        stamp()
    assert Stamp.objects.get().base_url == stamped
    assert not health().stamp.ok


def test_a_database_prepared_twice_is_prepared_once(settings: Settings) -> None:
    settings.BUNGIE_BASE_URL = ONE
    prepare()
    before = list(PeriodicTask.objects.order_by("pk").values())
    prepare()
    assert list(PeriodicTask.objects.order_by("pk").values()) == before
    assert Stamp.objects.get().base_url == ONE


def test_settings_that_would_do_harm_are_refused_before_anything_is_written(settings: Settings) -> None:
    settings.RASPUTIN_RATE = 26
    with pytest.raises(Refused, match=r"RASPUTIN_RATE must lie above 0 and not above 25\."):
        prepare()
    assert not Stamp.objects.exists()
    settings.RASPUTIN_RATE = 20
    check_settings()


def test_the_demo_tracks_the_simulators_clans_once(world: World, at_rest: None) -> None:
    seed_demo(world.url)
    groups = {int(clan["group_id"]) for clan in world.clans()}
    assert set(Clan.objects.tracked().values_list("pk", flat=True)) == groups
    assert Section.objects.count() == 2 * len(groups)
    Clan.objects.filter(pk=min(groups)).update(tracked=False)
    seed_demo(world.url)
    assert not Clan.objects.get(pk=min(groups)).tracked, "what a person removed stays removed"


def test_the_first_admins_link_is_known_by_its_hash_alone_and_ends_with_the_first_admin(
    settings: Settings,
) -> None:
    settings.BUNGIE_BASE_URL = ONE
    stamp()
    link = first_admin_link("http://127.0.0.1:8000") or ""
    token = link.removeprefix("http://127.0.0.1:8000/setup/")
    assert len(token) >= 32
    assert Stamp.objects.get().setup_token_hash == hash_of(token)
    assert first_admin_link("http://127.0.0.1:8000") != link
    get_user_model().objects.create_superuser("admin")
    assert first_admin_link("http://127.0.0.1:8000") is None
