"""What /api/manifest, /api/seasons and /api/modes promise, and which manifest an answer is of."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from manifest.models import Activity, Definition, ModeGroup, Version
from manifest.queries import definition, reading
from manifest.queries.definitions import point_to
from tests.factories.manifest import (
    ActivityFactory,
    ActivityModeFactory,
    SeasonFactory,
    VersionFactory,
    define,
)
from tests.factories.tracking import START, CharacterFactory, HistoryEntryFactory
from tracking.models import Character

ICON = "https://www.bungie.net/common/destiny2_content/icons/thing.png"


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def version(db: None) -> Version:
    made: Version = VersionFactory.create(version="244164.26.11.17")
    return made


def replaced(name: str) -> Version:
    """Another manifest, as the swap does it."""
    with transaction.atomic():
        Version.objects.current().update(state=Version.State.PAST)
        made: Version = VersionFactory.create(version=name)
    point_to(made)
    return made


# --- Definitions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["Activity/4124951452", "DestinyActivityDefinition/4124951452", "Activity/-170015844"],
)
def test_a_definition_is_answered_as_bungie_wrote_it_beside_its_version(
    client: Client, version: Version, path: str
) -> None:
    define(version, "Activity", 4124951452, "Vault of Glass: Čeněk", pgcrImage="/img/vault.jpg")
    answer = client.get(f"/api/manifest/{path}")
    assert answer.json() == {
        "displayProperties": {
            "name": "Vault of Glass: Čeněk",
            "description": "",
            "icon": "/common/destiny2_content/icons/4124951452.png",
        },
        "hash": 4124951452,
        "pgcrImage": "/img/vault.jpg",
    }
    assert (answer["X-Manifest-Version"], answer["X-Manifest-Removed"]) == ("244164.26.11.17", "false")
    assert (answer["Cache-Control"], answer["Content-Type"]) == (
        "public, max-age=300",
        "application/json; charset=utf-8",
    )


def test_who_has_a_definition_gets_a_304_until_it_changes(client: Client, version: Version) -> None:
    kept = define(version, "Activity", 1, "Vault")
    etag = client.get("/api/manifest/Activity/1")["ETag"]
    assert client.get("/api/manifest/Activity/1", headers={"If-None-Match": etag}).status_code == 304
    other = define(version, "Activity", 2, "Vault of Glass")
    Definition.objects.filter(pk=kept.pk).update(content_hash=other.content_hash)
    assert client.get("/api/manifest/Activity/1", headers={"If-None-Match": etag}).status_code == 200


def test_who_asks_again_learns_that_it_is_removed_and_of_which_manifest(
    client: Client, version: Version
) -> None:
    define(version, "Activity", 1, "Leviathan")
    etag = client.get("/api/manifest/Activity/1")["ETag"]
    Definition.objects.update(removed_in=version)
    answer = client.get("/api/manifest/Activity/1", headers={"If-None-Match": etag})
    assert (answer.status_code, answer["X-Manifest-Removed"]) == (200, "true")
    replaced("244165")
    for path in ("manifest/Activity/1", "clans"):
        before = client.get(f"/api/{path}")["ETag"]
        replaced(f"of {path}")
        answer = client.get(f"/api/{path}", headers={"If-None-Match": before})
        assert (answer.status_code, answer["X-Manifest-Version"]) == (200, f"of {path}")
        told = {"If-None-Match": answer["ETag"]}
        assert client.get(f"/api/{path}", headers=told).status_code == 304


def test_a_removed_definition_stays_readable_and_says_so(client: Client, version: Version) -> None:
    define(version, "Activity", 1, "Leviathan")
    Definition.objects.update(removed_in=version)
    answer = client.get("/api/manifest/Activity/1")
    assert answer.json()["displayProperties"]["name"] == "Leviathan"
    assert answer["X-Manifest-Removed"] == "true"


def test_statistics_go_by_their_names(client: Client, version: Version) -> None:
    define(version, "HistoricalStats", "medalMulti2x", "Double Play")
    assert client.get("/api/manifest/HistoricalStats/medalMulti2x").json()["statId"] == "medalMulti2x"


def test_lang_chooses_among_the_kept_languages(client: Client, version: Version) -> None:
    define(version, "Activity", 1, "Vault of Glass")
    define(version, "Activity", 1, "Gläserne Kammer", language="de")
    told = client.get("/api/manifest/Activity/1?lang=de").json()
    assert told["displayProperties"]["name"] == "Gläserne Kammer"
    assert client.get("/api/manifest/Activity/1?language=de").status_code == 422


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("Vendor/1", "No table DestinyVendorDefinition is kept in 'en': RASPUTIN_MANIFEST_TABLES and"),
        ("Activity/1?lang=fr", "No table DestinyActivityDefinition is kept in 'fr': "),
        ("Activity/2", "DestinyActivityDefinition never had a definition '2': give the unsigned hash."),
        ("Activity/Vault", "DestinyActivityDefinition never had a definition 'Vault': give the unsigned"),
        ("Activity/%00", "DestinyActivityDefinition never had a definition"),
        ("Activity/1?lang=%00", "No table DestinyActivityDefinition is kept in '\\x00'"),
        ("%00/1", "No table Destiny\x00Definition is kept"),
        ("Activity/" + "9" * 3000, "DestinyActivityDefinition never had a definition"),
        ("Activity/-" + "9" * 3000, "DestinyActivityDefinition never had a definition"),
        ("Activity/%F0%9F%92%A3 1", "DestinyActivityDefinition never had a definition"),
    ],
)
def test_what_is_not_there_is_a_404_with_advice(
    client: Client, version: Version, path: str, sentence: str
) -> None:
    define(version, "Activity", 1, "Vault")
    answer = client.get(f"/api/manifest/{path}")
    assert (answer.status_code, answer["X-Manifest-Version"]) == (404, version.version)
    assert answer.json()["detail"].startswith(sentence)


@pytest.mark.django_db
def test_before_the_first_manifest_a_404_says_so(client: Client) -> None:
    answer = client.get("/api/manifest/Activity/1")
    assert (answer.status_code, "X-Manifest-Version" in answer) == (404, False)
    assert answer.json()["detail"].startswith("No manifest has been loaded yet: `rasputin manifest status`")


# --- Look-ups, the cache and its absence ----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_definition_is_looked_up_once_a_version(version: Version, django_assert_num_queries: Any) -> None:
    define(version, "Activity", 1, "Vault")
    with django_assert_num_queries(1):
        first, again = definition("Activity", "1"), definition("DestinyActivityDefinition", "1")
    assert first == again
    second = replaced("244165")
    with django_assert_num_queries(1):
        assert [definition("Activity", "1").version for _ in range(2)] == [second.version] * 2  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_the_cache_is_neither_believed_nor_filled(version: Version) -> None:
    define(version, "Activity", 1, "Vault")
    with reading() as seen:
        in_a_thread(lambda: replaced("244165"))
        assert definition("Activity", "1").version == seen.version == version.version  # type: ignore[union-attr]
    assert definition("Activity", "1").version == "244165"  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_without_the_cache_the_database_answers(client: Client, version: Version, settings: Settings) -> None:
    options = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {"default": options}
    define(version, "Activity", 1, "Vault")
    assert definition("Activity", "1").name == "Vault"  # type: ignore[union-attr]
    assert client.get("/api/manifest/Activity/1").status_code == 200
    replaced("244165")
    assert definition("Activity", "1").version == "244165"  # type: ignore[union-attr]


# --- Seasons and modes ----------------------------------------------------------------------------


def test_seasons_have_their_dates_names_and_pictures(client: Client, version: Version, at_rest: None) -> None:
    season = SeasonFactory.create(number=40, name="Season of the Tests")
    answer = client.get("/api/seasons")
    told = answer.json()
    assert told["manifest_version"] == answer["X-Manifest-Version"] == "244164.26.11.17"
    assert told["seasons"][0] == {
        "number": 1,
        "hash": None,
        "name": "Red War",
        "icon_url": None,
        "starts_at": "2017-09-06T00:00:00Z",
        "ends_at": "2017-12-05T17:00:00Z",
        "is_current": False,
    }
    assert told["seasons"][-1] == {
        "number": 40,
        "hash": season.pk,
        "name": "Season of the Tests",
        "icon_url": ICON,
        "starts_at": "2026-11-17T16:00:00Z",
        "ends_at": "2026-11-21T21:00:00Z",
        "is_current": False,
    }
    assert answer["Cache-Control"] == "public, max-age=300"
    assert client.get("/api/seasons", headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_seasons_and_modes_are_told_without_a_manifest(client: Client, at_rest: None) -> None:
    seasons, modes = client.get("/api/seasons").json(), client.get("/api/modes").json()
    assert (seasons["manifest_version"], modes["manifest_version"]) == (None, None)
    assert [season["number"] for season in seasons["seasons"] if season["is_current"]] == [29]
    assert {"mode": 4, "name": "Raid", "icon_url": None} in modes["modes"]


def test_modes_have_the_manifests_names_and_the_operators_groups(client: Client, version: Version) -> None:
    ActivityModeFactory.create(mode=84, name="Trials of Osiris")
    ModeGroup.objects.exclude(slug="trials").delete()
    answer = client.get("/api/modes")
    told = answer.json()
    assert answer["X-Manifest-Version"] == told["manifest_version"]
    assert {"mode": 84, "name": "Trials of Osiris", "icon_url": ICON} in told["modes"]
    assert told["groups"] == [
        {
            "slug": "trials",
            "name": "Trials",
            "description": "Trials of Osiris, and of the Nine before them.",
            "modes": [84, 39, 41, 42],
            "without_modes": [32],
            "on_boards": True,
            "on_reports": True,
        }
    ]


# --- Every answer ---------------------------------------------------------------------------------


def test_every_hash_stands_beside_its_name_and_its_icon(client: Client) -> None:
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    hashes = 0
    for title, schema in schemas.items():
        told = schema.get("properties", {})
        for column in told:
            stem = column.removesuffix("hash")
            if stem != column:
                hashes += 1
                assert {f"{stem}name", f"{stem}icon_url"} <= told.keys(), f"{title}.{column}"
            assert not column.endswith("hashes"), f"{title}.{column}"
    assert hashes > 10


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("clans", 200),
        ("clans/1", 404),
        ("members/Nobody%231234/activities", 404),
        ("clans?page=0", 422),
        ("activities/1", 404),
    ],
)
def test_every_answer_names_its_manifest(client: Client, version: Version, path: str, status: int) -> None:
    answer = client.get(f"/api/{path}")
    assert (answer.status_code, answer["X-Manifest-Version"]) == (status, "244164.26.11.17")


@pytest.mark.django_db
def test_before_the_first_manifest_no_answer_names_one(client: Client) -> None:
    assert "X-Manifest-Version" not in client.get("/api/clans")


def played(character: Character, instance_id: int) -> None:
    HistoryEntryFactory.create(
        character_id=character.pk, membership_id=character.member_id, instance_id=instance_id, period=START
    )


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_of_one_moment_whatever_is_swapped_meanwhile(client: Client, version: Version) -> None:
    character = CharacterFactory.create()
    activity = ActivityFactory.create(name="Last Wish")
    played(character, 1)
    meanwhile = Meanwhile("tracking_historyentry", lambda: swap_and_play(character, activity))
    with connection.execute_wrapper(meanwhile):
        during = client.get(f"/api/members/{character.member_id}/activities")
    after = client.get(f"/api/members/{character.member_id}/activities")
    assert meanwhile.done
    assert [what(answer) for answer in (during, after)] == [
        ("244164.26.11.17", 1, {"Last Wish"}),
        ("244165", 2, {"Last Wish: Renamed"}),
    ]


def swap_and_play(character: Character, activity: Activity) -> None:
    replaced("244165")
    Activity.objects.filter(pk=activity.pk).update(name="Last Wish: Renamed")
    played(character, 2)


def what(answer: Any) -> tuple[str, int, set[str]]:
    page = answer.json()
    assert page["total"] == len(page["items"])
    return answer["X-Manifest-Version"], page["total"], {row["activity_name"] for row in page["items"]}


class Meanwhile:
    """Does something in another connection, once, after the first statement that speaks of a table."""

    def __init__(self, word: str, work: Any) -> None:
        self._word = word
        self._work = work
        self.done = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if self._word in sql and not self.done:
            self.done = True
            in_a_thread(self._work)
        return found


def in_a_thread(work: Any) -> None:
    """With a connection of its own."""

    def do() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=do)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_dies_in_the_middle_is_a_503(client: Client, version: Version) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    dying = Meanwhile("manifest_version", lambda: terminate(pid))
    with connection.execute_wrapper(dying):
        answer = client.get("/api/clans")
    connection.close()
    assert dying.done
    assert (answer.status_code, answer.json().keys()) == (503, {"detail"})
    assert client.get("/api/clans").status_code == 200


def terminate(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])


@pytest.mark.django_db(transaction=True)
def test_without_a_database_every_answer_is_a_503_and_health_says_why(client: Client) -> None:
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        patch.setitem(connection.settings_dict, "PORT", "9")
        answers = {
            path: client.get(f"/api/{path}") for path in ("clans", "seasons", "manifest/A/1", "health")
        }
    assert {answer.status_code for answer in answers.values()} == {503}
    told = answers.pop("health").json()
    assert (told["status"], told["database"]["ok"]) == ("trouble", False)
    sentences = {answer.json()["detail"] for answer in answers.values()}
    assert sentences == {
        "The database does not answer: /api/health says more. Try again in a minute.",
    }
