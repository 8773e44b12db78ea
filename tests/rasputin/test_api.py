"""What the API promises as a whole: health, problems in sentences, docs out of the package."""

from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from rasputin import connect
from rasputin.models import Stamp
from tests.factories.tracking import PendingReportFactory, SectionFactory
from tracking import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def stamp() -> Stamp:
    return Stamp.objects.create(base_url=settings.BUNGIE_BASE_URL)


def test_health_tells_parts_source_and_backlog(client: Client, stamp: Stamp) -> None:
    SectionFactory.create(run_at=None)
    PendingReportFactory.create()
    PendingReportFactory.create(due_at=None, error_kind="not_found")
    answer = client.get("/api/health")
    told = answer.json()
    assert answer.status_code == 200, told
    assert (told["status"], told["version"], told["source"]) == ("ok", connect.VERSION, stamp.base_url)
    assert told["database"] == told["redis"] == told["stamp"] == {"ok": True, "problem": None}
    assert told["backlog"]["sections_never_run"] == 1
    assert (told["backlog"]["reports_pending"], told["backlog"]["dead"]) == (1, 1)


def test_health_is_503_where_the_data_are_of_another_bungie(client: Client) -> None:
    Stamp.objects.create(base_url="https://elsewhere.example")
    answer = client.get("/api/health")
    assert (answer.status_code, answer.json()["stamp"]["ok"]) == (503, False)
    assert "another Bungie" in answer.json()["stamp"]["problem"]


def test_health_is_503_where_nothing_was_prepared(client: Client) -> None:
    answer = client.get("/api/health")
    assert (answer.status_code, answer.json()["stamp"]["ok"]) == (503, False)


def test_health_is_503_without_redis_and_keeps_its_address_to_itself(
    client: Client, stamp: Stamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = redis.Redis.from_url("redis://:secret@127.0.0.1:9/0", socket_timeout=1)
    monkeypatch.setattr(connect.budget(), "_redis", away)
    answer = client.get("/api/health")
    assert (answer.status_code, answer.json()["redis"]["ok"], answer.json()["database"]["ok"]) == (
        503,
        False,
        True,
    )
    assert "secret" not in answer.content.decode()


def test_a_database_that_does_not_answer_is_a_503_in_a_sentence(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(queries, "activity_detail", fail)
    answer = client.get("/api/activities/1")
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("The database does not answer")


def test_an_error_of_ours_is_a_500_in_a_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(queries, "activity_detail", fail)
    client.raise_request_exception = False
    answer = client.get("/api/activities/1")
    assert (answer.status_code, answer.json()) == (
        500,
        {"detail": "Something broke here, not on your side: it was logged."},
    )


@pytest.mark.parametrize("path", ["/api/nothing", "/api/clans/1/2/3", "/api/members/a/b/c"])
def test_an_unknown_address_is_a_404_in_a_sentence(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json() == {"detail": f"There is nothing at {path}: /api/docs lists what there is."}


def test_the_docs_and_their_scripts_come_out_of_the_package(client: Client) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert "//" not in page.content.decode().replace("</", "").split("<script", 1)[1].split("</script", 1)[0]
    assert client.get("/static/ninja/swagger-ui-bundle.js").status_code == 200


def test_every_endpoint_is_documented_with_its_problems(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {path: sorted(operations["get"]["responses"]) for path, operations in paths.items()} == {
        "/api/members/{identifier}": ["200", "404", "422"],
        "/api/members/{identifier}/activities": ["200", "404", "422"],
        "/api/members/{identifier}/stats": ["200", "404", "422"],
        "/api/members/{identifier}/titles": ["200", "404", "422"],
        "/api/members/{identifier}/triumphs": ["200", "404", "422"],
        "/api/activities/{instance_id}": ["200", "404", "422"],
        "/api/activities/{instance_id}/raw": ["200", "404", "422"],
        "/api/clans": ["200", "422"],
        "/api/clans/{group_id}": ["200", "404", "422"],
        "/api/clans/{group_id}/roster": ["200", "404", "422"],
        "/api/seasons": ["200"],
        "/api/modes": ["200"],
        "/api/manifest/{table}/{key}": ["200", "404", "422"],
        "/api/health": ["200", "503"],
        "/api/status": ["200", "503"],
    }


def test_the_front_page_leads_to_docs_admin_and_flower(client: Client) -> None:
    page = client.get("/").content.decode()
    assert all(
        link in page for link in ("/api/docs", "/api/health", "/admin/", f":{settings.RASPUTIN_FLOWER_PORT}/")
    )
