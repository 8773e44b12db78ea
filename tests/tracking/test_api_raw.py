"""What /api/activities/{instance_id}/raw promises."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.tracking import START, PendingReportFactory
from tracking import archive
from tracking.models import RawReport

pytestmark = pytest.mark.django_db

BODY = '{"Response": {"period":"2026-11-22T13:00:00Z"} ,"Message":"Ünreadable"}'.encode()
ADDRESS = "/api/activities/168/raw"


def archived(body: bytes) -> None:
    archive.keep_dictionary()
    RawReport.objects.create(
        instance_id=168,
        body=archive.compress(body),
        dictionary_id=archive.current_id(),
        fetched_at=START,
        parser_version=1,
    )


def test_the_reply_is_answered_as_it_came(client: Client) -> None:
    archived(BODY)
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, BODY)
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=300"
    again = client.get(ADDRESS, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_archived_is_a_404_with_advice(client: Client) -> None:
    assert client.get(ADDRESS).json()["detail"].startswith("No report of activity 168 is stored or wanted")
    PendingReportFactory.create(instance_id=168)
    answer = client.get(ADDRESS)
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("The report of activity 168 is on its way")


@pytest.mark.parametrize("damage", [{}, {"body": b"broken"}, {"dictionary_id": 5}], ids=str)
def test_a_reply_that_could_not_be_kept_says_so(client: Client, damage: dict[str, Any]) -> None:
    archived(b"")
    RawReport.objects.update(**damage)
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.json()) == (
        404,
        {"detail": "The reply for activity 168 could not be kept."},
    )
