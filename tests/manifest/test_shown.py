"""What was crawled from the simulator has its names, in the API and in the admin."""

from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from manifest.queries.seasons import season_at
from manifest.services import sync
from rasputin import connect
from rasputin.steps import run_one
from tests.simulated import NOW, World
from tracking.models import Player, TypeSource
from tracking.services import enrol, sync_history, sync_member, sync_records

pytestmark = pytest.mark.django_db

NAMELESS = {249656167, 4166562681}  # one without a definition, one with a blank name


@pytest.fixture
def member(crawling: World, settings: Settings, tmp_path: Path) -> int:
    """The busiest one, crawled as it is in the demo; beside it the manifest."""
    settings.MANIFEST_TABLES = ["Activity", "ActivityMode", "Class", "Season", "Record"]
    bungie = connect.bungie()
    while run_one(sync(bungie, now=NOW, folder=tmp_path, has_time=lambda: True)).more:
        pass
    membership_id, character_id, _ = crawling.busiest()
    kind = crawling.member(membership_id)["membership_type"]
    Player.objects.create(
        membership_id=membership_id, membership_type=kind, type_source=TypeSource.ROSTER, type_at=NOW
    )
    enrol([membership_id], now=NOW)
    run_one(sync_member(bungie, membership_id, now=NOW))
    run_one(sync_history(bungie, character_id, now=NOW))
    run_one(sync_records(bungie, membership_id, now=NOW))
    return membership_id


def items(client: Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/members/{path}").json()["items"]
    assert found
    return found


def test_activities_titles_and_seasons_of_a_crawl_have_names(
    admin_client: Client, member: int, at_rest: None
) -> None:
    season = season_at(NOW)
    assert season is not None
    activities = items(admin_client, f"{member}/activities?page_size=100")
    assert {row["activity_hash"] for row in activities} - NAMELESS
    for row in activities:
        assert row["activity_name"] or row["activity_hash"] in NAMELESS
        assert row["mode_name"]
        assert row["class_name"]
        assert row["season"]
    assert activities[0]["season"] == {"number": season.number, "name": season.name}
    titles = items(admin_client, f"{member}/titles")
    assert all(row["title"] and row["record_name"] for row in titles)
    page = admin_client.get(f"/admin/tracking/member/{member}/change/").content.decode()
    assert escape(next(row["activity_name"] for row in activities if row["activity_name"])) in page
    listed = admin_client.get("/admin/tracking/title/").content.decode()
    assert escape(titles[0]["title"]) in listed
    seasons = admin_client.get("/admin/manifest/season/").content.decode()
    assert escape(season.name) in seasons
