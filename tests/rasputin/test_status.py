"""What is asked of Bungie and what waits, in the API and on the admin's front page."""

import pytest
import redis
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from rasputin import connect
from rasputin.bungie.errors import KeyRefused, Maintenance, Throttled
from rasputin.queues import Priority
from tests.factories.tracking import PendingReportFactory
from tests.simulated import World

pytestmark = pytest.mark.django_db


def test_status_tells_what_the_budget_gave_and_what_waits(client: Client, crawling: World) -> None:
    PendingReportFactory.create()
    for host, endpoint in (("www", "profile"), ("stats", "report"), ("stats", "report")):
        connect.budget().take(host=host, endpoint=endpoint, priority=Priority.BACKFILL)  # type: ignore[arg-type]  # mypy widens the names
    told = client.get("/api/status").json()
    assert told["backlog"]["reports_pending"] == 1
    assert told["obstacles"] == []
    requests = told["requests"]
    assert requests["granted"] == {"profile": 1, "report": 2}
    assert requests["granted_by_host"] == {"stats": 2, "www": 1}
    assert requests["granted_by_priority"] == {"backfill": 3}
    assert requests["in_ten_seconds"] == 3
    assert (requests["refused"], requests["paused"], requests["throttled"]) == (0, 0, 0)


def test_status_tells_the_rates_that_hold(client: Client, crawling: World, settings: Settings) -> None:
    settings.RASPUTIN_RATE, settings.RASPUTIN_WWW_RATE = 20, 12
    told = client.get("/api/status").json()["requests"]
    assert (told["rate"], told["www_rate"], told["stats_rate"]) == (20, 12, 20)


def test_status_tells_pauses_and_closed_classes_with_what_to_do(client: Client, crawling: World) -> None:
    budget = connect.budget()
    budget.settle(endpoint="report", error=Throttled("slow down", wait=30))
    budget.settle(endpoint="group", error=Maintenance("closed", code=5))
    budget.settle(endpoint="profile", error=KeyRefused("no", code=2103))
    told = client.get("/api/status").json()
    assert 20 < told["requests"]["pause_seconds"] <= 30
    assert 80 < told["requests"]["half_rate_seconds"] <= 90
    assert set(told["requests"]["closed"]) == {"all", "groups"}
    assert any("read its mail" in sentence for sentence in told["obstacles"])
    assert any(sentence.startswith("Clans wait: maintenance") for sentence in told["obstacles"])


def test_status_is_cheap(
    client: Client, crawling: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/api/status")  # sizes are asked for once a minute
    with django_assert_max_num_queries(5):
        assert client.get("/api/status").status_code == 200


def test_status_is_503_without_redis(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    away = redis.Redis.from_url("redis://:secret@127.0.0.1:9/0", socket_timeout=1)
    monkeypatch.setattr(connect.budget(), "_redis", away)
    answer = client.get("/api/status")
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("Redis does not answer")


def test_the_admins_front_page_shows_requests_and_what_to_do(admin_client: Client, crawling: World) -> None:
    connect.budget().take(host="stats", endpoint="report", priority=Priority.BACKFILL)
    connect.budget().settle(endpoint="profile", error=KeyRefused("no", code=2103))
    page = admin_client.get("/admin/").content.decode()
    assert "Requests to Bungie" in page
    assert "report 1" in page
    assert "read its mail" in page
    assert "/admin/tracking/pendingreport/" in page, "the lists are there as before"


def test_the_admins_front_page_opens_without_redis(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = redis.Redis.from_url("redis://:secret@127.0.0.1:9/0", socket_timeout=1)
    monkeypatch.setattr(connect.budget(), "_redis", away)
    assert "Redis does not answer" in admin_client.get("/admin/").content.decode()
