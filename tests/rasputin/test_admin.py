"""What operators are promised of the admin pages, and of the page that makes the first admin."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clans.models import Clan, Membership, Network
from manifest.models import (
    Activity,
    ActivityType,
    Definition,
    Metric,
    ModeGroup,
    PresentationNode,
    TableFile,
    Version,
)
from rasputin import clock
from rasputin.models import DiskSample, Job, Stamp
from rasputin.prepare import first_admin_link
from tests.factories.clans import ClanFactory, MembershipFactory, NetworkFactory
from tests.factories.manifest import (
    ActivityFactory,
    ActivityModeFactory,
    CharacterClassFactory,
    ItemFactory,
    RecordFactory,
    SeasonFactory,
    StatFactory,
    VersionFactory,
    define,
)
from tests.factories.tracking import (
    START,
    CharacterFactory,
    HistoryEntryFactory,
    InstanceFactory,
    MemberFactory,
    MemberRecordsFactory,
    PendingReportFactory,
    PerformanceFactory,
    PlayerFactory,
    SectionFactory,
    TeamFactory,
    TitleFactory,
    TriumphEventFactory,
)
from tracking import archive
from tracking.models import (
    ArchiveDictionary,
    Character,
    IdentityCheck,
    Instance,
    PendingReport,
    PlayerName,
    RawReport,
    Section,
    Suppressed,
)

pytestmark = pytest.mark.django_db

RECORD, WEAPON, EMBLEM, SKULL = 2**31 + 1, 1345867571, 1901885391, 36103086

APPS = ("rasputin", "manifest", "tracking", "clans")
admin.autodiscover()
OURS = [model for model in admin.site._registry if model._meta.app_label in APPS]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """A real hash takes a second, and most tests here make an admin."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world() -> int:
    """One of everything; returns the member's id."""
    Stamp.objects.create(base_url=settings.BUNGIE_BASE_URL)
    DiskSample.objects.create(taken_at=START, database_bytes=9, free_bytes=1)
    Job.objects.create(kind=Job.Kind.ERASE, added_at=START, due_at=START)
    Suppressed.objects.create(membership_id=77, suppressed_at=START)
    describe()
    member = MemberFactory.create(player__bungie_name="Zavala")
    PlayerName.objects.create(member=member, name="Old#0001", first_seen_at=START, last_seen_at=START)
    character = CharacterFactory.create(member=member, title_record_hash=RECORD)
    clan = ClanFactory.create(name="Tower", network=NetworkFactory.create(name="City"))
    MembershipFactory.create(clan=clan, player=member.player)
    SectionFactory.create(subject=member.pk)
    IdentityCheck.objects.create(membership_id=member.pk, asked_at=START, due_at=START)
    PendingReportFactory.create(instance_id=169, due_at=None, error_kind="not_found")
    HistoryEntryFactory.create(
        instance_id=168, character_id=character.pk, membership_id=member.pk, period=START
    )
    InstanceFactory.create(instance_id=168, period=START, skulls=[SKULL])
    TeamFactory.create(instance_id=168)
    PerformanceFactory.create(
        instance_id=168, character_id=character.pk, membership_id=member.pk, emblem_hash=EMBLEM
    )
    MemberRecordsFactory.create(member=member)
    TitleFactory.create(member=member, record_hash=RECORD)
    TriumphEventFactory.create(member=member, record_hash=RECORD)
    archive.keep_dictionary()
    RawReport.objects.create(
        instance_id=168,
        body=archive.compress(b'{"Response": {"period": "2026"}}'),
        dictionary_id=archive.current_id(),
        fetched_at=START,
        parser_version=1,
    )
    return int(member.pk)


def describe() -> None:
    """One of everything that the manifest has."""
    version = VersionFactory.create()
    TableFile.objects.create(version=version, table="Activity", language="en", path="/1")
    define(version, "ActivityModifier", SKULL, "Contest")
    for make in (ActivityFactory, ActivityModeFactory, CharacterClassFactory, SeasonFactory, StatFactory):
        make.create()
    RecordFactory.create(hash=RECORD, name="Complete the triumphs", title="Rivensbane")
    ItemFactory.create(hash=WEAPON)
    ItemFactory.create(hash=EMBLEM, name="Seraph's Gate", item_type=14, type_name="Emblem")
    for model in (ActivityType, PresentationNode, Metric):
        model.objects.create(hash=1, name="Something")


def address(model: type[Model], page: str = "") -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{page}"


def test_every_model_that_can_be_registered_is(db: None) -> None:
    from django.apps import apps

    labels = (*APPS, "django_celery_beat", "auth")
    models = {model for label in labels for model in apps.get_app_config(label).get_models()}
    composite = {model for model in models if len(model._meta.pk_fields) > 1}
    bookkeeping = {"PeriodicTasks", "Permission", "Content", "StagedDefinition", "TableFile"}
    missing = models - composite - set(admin.site._registry)
    assert {model.__name__ for model in missing} == bookkeeping


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_answers_and_searches_and_filters(
    admin_client: Client, world: int, model: type[Model]
) -> None:
    page = admin.site._registry[model]
    filters = [name for name in page.list_filter if isinstance(name, str)]
    queries = ["?q=Zavala%230042", "?q=99999999999999999999"]
    queries += [f"?{name}__isnull=True" for name in filters]
    queries += [f"?group={group}" for group in ("raids", "nonsense")]
    queries += [f"?title={title}" for title in ("yes", "gilding")]
    if len(filters) < len(page.list_filter):
        queries += [
            f"?state={state}" for state in ("due", "leased", "failed", "failing", "dead", "forgotten")
        ]
    for query in queries:
        assert admin_client.get(address(model, query)).status_code in (200, 302), query
    assert "result_list" in admin_client.get(address(model)).content.decode()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_row_has_a_page(admin_client: Client, world: int, model: type[Model]) -> None:
    row = model._default_manager.first()
    assert row is not None
    assert admin_client.get(address(model, f"{row.pk}/change/")).status_code == 200


@pytest.mark.parametrize(
    "model",
    [model for model in OURS if model not in {Network, Clan, ModeGroup}],
    ids=lambda model: model.__name__,
)
def test_what_the_crawl_owns_cannot_be_changed_added_or_deleted(
    admin_client: Client, world: int, model: type[Model]
) -> None:
    row = model._default_manager.first()
    assert row is not None
    for page in ("add/", f"{row.pk}/delete/"):
        assert admin_client.post(address(model, page)).status_code == 403
    assert admin_client.post(address(model, f"{row.pk}/change/"), {}).status_code == 403


def test_a_player_is_found_by_the_whole_bungie_name(admin_client: Client, world: int) -> None:
    PlayerFactory.create(bungie_name="Zavala", bungie_code=7)
    page = admin_client.get("/admin/tracking/player/?q=Zavala%230042").content.decode()
    assert "Zavala#0042" in page
    assert "Zavala#0007" not in page


def test_a_member_shows_characters_and_the_newest_history(admin_client: Client, world: int) -> None:
    page = admin_client.get(f"/admin/tracking/member/{world}/change/").content.decode()
    assert "Newest history" in page
    assert "/admin/tracking/instance/168/change/" in page
    assert "Hunter" in page


def test_pages_name_what_their_hashes_are(admin_client: Client, world: int) -> None:
    character = Character.objects.get()
    shown = {
        f"tracking/member/{world}/change/": {"Rivensbane", "Last Wish", "Hunter"},
        "tracking/character/": {"Rivensbane", "Hunter"},
        f"tracking/character/{character.pk}/change/": {"Rivensbane", "Hunter"},
        "tracking/title/": {"Rivensbane", "Zavala#0042"},
        "tracking/triumphevent/": {"Rivensbane", "completed"},
        "tracking/instance/": {"Last Wish", "Raid", "2122313384"},
        "tracking/instance/168/change/": {
            *("Last Wish", "Raid", "40: Season of the Tests", "Contest"),
            *("Hunter", "Seraph&#x27;s Gate", "Ace of Spades", "Hand Cannon", "Double Play"),
        },
    }
    for path, names in shown.items():
        page = admin_client.get(f"/admin/{path}").content.decode()
        assert {name for name in names if name not in page} == set(), path


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("tracking/instance/?q=last+wish", 1),
        ("tracking/instance/?q=2122313384", 1),
        ("tracking/instance/?q=Deep+Stone", 0),
        ("tracking/instance/?group=raids", 1),
        ("tracking/instance/?group=trials", 0),
        ("tracking/instance/?group=raids&q=wish", 1),
        ("tracking/character/?q=rivensbane", 1),
        (f"tracking/character/?q={2**31 + 1}", 1),
        ("tracking/character/?q=hunter", 1),
        ("tracking/character/?q=warlock", 0),
        ("manifest/activity/?q=wish", 1),
        ("manifest/activity/?q=nowhere", 0),
        ("manifest/activity/?group=raids", 1),
        ("manifest/activity/?group=gambit", 0),
        ("manifest/record/?q=rivensbane&title=yes", 1),
        ("manifest/item/?q=hand+cannon", 1),
        ("manifest/definition/?q=36103086", 1),
    ],
)
def test_things_are_found_by_name_and_by_hash(
    admin_client: Client, world: int, query: str, number: int
) -> None:
    page = admin_client.get(f"/admin/{query}")
    assert len(page.context["cl"].result_list) == number


def test_without_a_manifest_pages_show_hashes(admin_client: Client) -> None:
    member = MemberFactory.create()
    CharacterFactory.create(member=member, class_hash=7, title_record_hash=RECORD)
    InstanceFactory.create(instance_id=168)
    assert str(RECORD) in admin_client.get("/admin/tracking/character/").content.decode()
    assert str(RECORD) in admin_client.get(f"/admin/tracking/member/{member.pk}/change/").content.decode()
    assert "2122313384" in admin_client.get("/admin/tracking/instance/").content.decode()


def test_a_group_of_modes_is_changed_by_the_names_of_modes(admin_client: Client, world: int) -> None:
    group = ModeGroup.objects.create(slug="mine", name="Mine", modes=[4, 4711])
    url = f"/admin/manifest/modegroup/{group.pk}/change/"
    page = admin_client.get(url).content.decode()
    assert "Dungeon (82)" in page
    assert '<option value="4711" selected>4711</option>' in page
    chosen = {"name": "Mine", "slug": "mine", "description": "", "order": "5", "on_boards": "on"}
    assert (
        admin_client.post(url, {**chosen, "modes": ["82", "4711"], "without_modes": ["32"]}).status_code
        == 302
    )
    group.refresh_from_db()
    assert (group.modes, group.without_modes, group.on_boards, group.on_reports) == (
        [82, 4711],
        [32],
        True,
        False,
    )
    refused = admin_client.post(url, {**chosen, "modes": ["Dungeon"]}).content.decode()
    assert "Select a valid choice" in refused


def test_the_list_of_groups_shows_names_and_takes_changes(admin_client: Client, world: int) -> None:
    ModeGroup.objects.exclude(slug="trials").delete()
    group = ModeGroup.objects.get()
    assert "TrialsOfOsiris, 39, 41, 42" in admin_client.get("/admin/manifest/modegroup/").content.decode()
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": group.pk, "form-0-on_reports": "on"}
    assert admin_client.post("/admin/manifest/modegroup/", {**rows, "_save": "Save"}).status_code == 302
    group.refresh_from_db()
    assert (group.on_boards, group.on_reports, group.modes) == (False, True, [84, 39, 41, 42])


def test_an_instance_shows_who_played_and_a_raw_report_what_bungie_said(
    admin_client: Client, world: int
) -> None:
    instance = admin_client.get("/admin/tracking/instance/168/change/").content.decode()
    raw = admin_client.get("/admin/tracking/rawreport/168/change/").content.decode()
    assert "Zavala#0042" in instance
    assert "Alpha" in instance
    assert "&quot;period&quot;: &quot;2026&quot;" in raw


def test_a_clan_shows_its_roster_and_takes_a_network(admin_client: Client, world: int) -> None:
    clan, other = Clan.objects.get(), NetworkFactory.create()
    url = f"/admin/clans/clan/{clan.pk}/change/"
    assert "Zavala#0042" in admin_client.get(url).content.decode()
    management = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    answer = admin_client.post(url, {"network": other.pk, "name": "Renamed", **management})
    assert answer.status_code == 302, answer.content.decode()
    clan.refresh_from_db()
    assert (clan.network, clan.name) == (other, "Tower")


@pytest.mark.parametrize(
    "model",
    [Section, PendingReport, Membership, RawReport, Character, Instance, Definition, Activity],
    ids=lambda model: model.__name__,
)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(
    admin_client: Client, world: int, model: type[Model]
) -> None:
    CharacterFactory.create(title_record_hash=8, emblem_hash=9)  # of which nothing is known
    with CaptureQueriesContext(connection) as few:
        admin_client.get(address(model))
    SectionFactory.create_batch(5)
    PendingReportFactory.create_batch(5)
    MembershipFactory.create_batch(5, clan=Clan.objects.get())
    dictionary = ArchiveDictionary.objects.get()
    version = Version.objects.get()
    for number in range(5):
        CharacterFactory.create(title_record_hash=number, emblem_hash=number)
        InstanceFactory.create(activity_hash=number)
        ActivityFactory.create(hash=number)
        define(version, "Activity", number, "Something")
        RawReport.objects.create(
            instance_id=number, body=b"-", dictionary_id=dictionary.pk, fetched_at=START, parser_version=1
        )
    with CaptureQueriesContext(connection) as many:
        admin_client.get(address(model))
    assert len(many) == len(few)


def test_try_again_now_makes_a_dead_letter_due(admin_client: Client) -> None:
    dead = PendingReportFactory.create(
        due_at=None, error_kind="poison", error_message="died", attempts=4, failures=3
    )
    answer = try_again(admin_client, dead)
    dead.refresh_from_db()
    assert answer.status_code == 302
    assert dead.due_at is not None
    assert dead.due_at <= clock.now()
    assert (dead.attempts, dead.failures, dead.error_kind, dead.error_message) == (0, 0, "", "")


def test_try_again_now_frees_a_held_row_and_leaves_a_worker_its_lease(admin_client: Client) -> None:
    soon = timezone.now() + timedelta(minutes=5)
    held = SectionFactory.create(lease_until=soon, error_kind="timed_out")
    leased = SectionFactory.create(lease_until=soon, lease_token=uuid4(), attempts=1, error_kind="timed_out")
    try_again(admin_client, held)
    try_again(admin_client, leased)
    held.refresh_from_db()
    leased.refresh_from_db()
    assert (held.lease_until, held.error_kind) == (None, "")
    assert (leased.lease_until, leased.attempts, leased.error_kind) == (soon, 1, "timed_out")


def test_forget_ends_dead_letters_and_leaves_the_others(admin_client: Client) -> None:
    dead = PendingReportFactory.create(due_at=None, error_kind="poison", error_message="its worker died")
    failing = PendingReportFactory.create(error_kind="not_found")
    for row in (dead, failing):
        try_again(admin_client, row, action="forget")
        row.refresh_from_db()
    assert (dead.error_kind, dead.error_message) == ("forgotten", "poison: its worker died")
    assert failing.error_kind == "not_found"
    assert "forgotten" in admin_client.get(address(PendingReport)).text


def test_who_may_only_look_cannot_try_again(client: Client) -> None:
    user = User.objects.create_user("looker", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_pendingreport"))
    client.force_login(user)
    dead = PendingReportFactory.create(due_at=None, error_kind="poison")
    assert "Try again now" not in client.get("/admin/tracking/pendingreport/").content.decode()
    try_again(client, dead)
    try_again(client, dead, action="forget")
    dead.refresh_from_db()
    assert (dead.due_at, dead.error_kind) == (None, "poison")


def test_the_admins_own_pages_answer(admin_client: Client) -> None:
    for path in ("", "auth/user/add/", "auth/group/", "django_celery_beat/periodictask/"):
        assert admin_client.get(f"/admin/{path}").status_code == 200, path
    assert admin_client.get("/admin/django_celery_beat/periodictask/add/").status_code == 200


def try_again(client: Client, row: Section | PendingReport, *, action: str = "try_again_now") -> Any:
    chosen = {"action": action, "_selected_action": [row.pk]}
    return client.post(address(type(row)), chosen)


# --- The first admin ------------------------------------------------------------------------------

WORD = "six-fronts-held"


def chosen(word: str = WORD, *, again: str | None = None, username: str = "saint") -> dict[str, str]:
    return {"username": username, "password1": word, "password2": word if again is None else again}


@pytest.fixture
def link() -> str:
    Stamp.objects.create(base_url=settings.BUNGIE_BASE_URL)
    found = first_admin_link("")
    assert found is not None
    return found


def test_the_link_makes_an_admin_who_is_logged_in_at_once(client: Client, link: str) -> None:
    assert client.get(link).status_code == 200
    answer = client.post(link, chosen())
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200
    user = User.objects.get()
    assert (user.username, user.is_superuser, user.is_staff) == ("saint", True, True)
    assert user.check_password(WORD)
    assert Stamp.objects.get().setup_token_hash == ""


def test_the_link_works_once(client: Client, link: str) -> None:
    client.post(link, chosen())
    for answer in (client.get(link), client.post(link, chosen(username="other"))):
        assert answer.status_code == 404
        assert "This link was used or is not the newest" in answer.content.decode()
    assert User.objects.count() == 1


def test_only_the_newest_link_works(client: Client, link: str) -> None:
    newest = first_admin_link("") or ""
    assert client.get(link).status_code == 404
    assert client.get(newest).status_code == 200
    assert client.get("/setup/wrong").status_code == 404


def test_no_link_works_where_there_is_an_admin(client: Client, link: str) -> None:
    User.objects.create_superuser("shaxx")
    assert client.post(link, chosen()).status_code == 404


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (chosen(again="other"), "The two password fields didn"),
        (chosen("abc"), "This password is too short."),
        (chosen("password"), "This password is too common."),
        (chosen(username=""), "This field is required."),
    ],
)
def test_a_bad_choice_is_told_and_leaves_the_link(
    client: Client, link: str, choice: dict[str, str], sentence: str
) -> None:
    answer = client.post(link, choice)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert User.objects.count() == 0
    assert client.get(link).status_code == 200
