"""Settings, alerts and milestones: recorded ones hold their numbers, odd ones decode too."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from rasputin.bungie import Client
from rasputin.bungie.readers import ALERTS, MILESTONES, SETTINGS
from rasputin.bungie.types import Destiny2CoreSettings
from tests.bungie.bungie_server import Server, envelope
from tests.bungie.reading import recorded_response, reply

Read = Callable[[str], bytes]
CLAN = "clan/richard4339-destiny2-php"
RESET = datetime(2022, 3, 1, 17, tzinfo=UTC)


def test_each_method_asks_bungies_path(server: Server, client: Client) -> None:
    server.queue = []
    server.by_path = {
        "/Settings/": envelope({"systems": {}}),
        "/GlobalAlerts/": envelope([]),
        "/Milestones/": envelope({}),
    }
    assert client.core_settings().systems == {}
    assert client.global_alerts() == ()
    assert client.public_milestones() == {}
    assert [seen.path for seen in server.seen] == [
        "/Platform/Settings/",
        "/Platform/GlobalAlerts/",
        "/Platform/Destiny2/Milestones/",
    ]


def test_recorded_alerts_hold_what_is_announced(recorded: Read) -> None:
    (alert,) = reply(ALERTS, recorded_response(recorded, f"{CLAN}/getGlobalAlerts.json"))
    assert (alert.alert_key, alert.alert_level, alert.alert_type) == ("D2-OfflineSoonToday", 3, 0)
    assert alert.alert_timestamp == datetime(2018, 12, 4, 13, 48, 36, tzinfo=UTC)
    assert alert.alert_link == "https://www.bungie.net/en/Help/Article/13125"
    assert alert.alert_html.startswith("Destiny 2 will be temporarily offline today")
    assert reply(ALERTS, recorded_response(recorded, f"{CLAN}/getGlobalAlerts-NoAlerts.json")) == ()


@pytest.mark.parametrize("nothing", [None, []])
def test_no_alerts_are_none(nothing: Any) -> None:
    assert reply(ALERTS, nothing) == ()


def test_a_stream_is_an_alert_with_a_channel() -> None:
    said = [{"AlertKey": "stream", "AlertType": 1, "StreamInfo": {"ChannelName": "bungie"}}]
    (alert,) = reply(ALERTS, said)
    assert alert.stream_info is not None
    assert (alert.alert_type, alert.stream_info.channel_name, alert.alert_timestamp) == (1, "bungie", None)


def test_recorded_milestones_end_at_the_reset(recorded: Read) -> None:
    name = "manifest/2023-02-01_d2-checklist/fake-milestones.json"
    milestones = reply(MILESTONES, recorded_response(recorded, name))
    assert all(hash_ == milestone.milestone_hash for hash_, milestone in milestones.items())
    assert {milestone.end_date for milestone in milestones.values()} == {None, RESET}
    raid = milestones[3181387331]
    assert [activity.activity_hash for activity in raid.activities] == [2122313384, 1661734046]
    assert raid.activities[0].phase_hashes[:2] == (1126840038, 1040714588)
    assert (raid.order, raid.start_date) == (9200, datetime(2022, 2, 22, 17, tzinfo=UTC))
    xur = milestones[534869653]
    assert ([vendor.vendor_hash for vendor in xur.vendors], xur.end_date) == ([2190858386], None)
    assert milestones[3603098564].available_quests[0].quest_item_hash == 1866206611


def test_recorded_settings_name_every_system(recorded: Read) -> None:
    settings = reply(SETTINGS, recorded_response(recorded, "legacy_d1/GetCommonSettings.json"))
    assert len(settings.systems) == 71
    assert (settings.is_enabled("Destiny"), settings.is_enabled("DestinyBuyItem")) == (True, False)
    assert settings.is_enabled("NoSuchSystem") is None
    assert settings.systems["iosVersion"].parameters == {"MinVersionMajor": "0"}


TREES = {
    "records_root_node": 1866538467,
    "active_triumphs_root_node_hash": 1866538467,
    "active_seals_root_node_hash": 616318467,
    "legacy_triumphs_root_node_hash": 3215903653,
    "legacy_seals_root_node_hash": 1881970629,
    "lore_root_node_hash": 1993337477,
    "exotic_catalysts_root_node_hash": 2642502414,
    "medals_root_node_hash": 3901403713,
    "metrics_root_node": 1074663644,
    "seasonal_challenges_presentation_node_hash": 3443694067,
    "collection_root_node": 3790247699,
    "badges_root_node": 498211331,
    "crafting_root_node_hash": 3937826784,
}


@pytest.mark.parametrize(
    ("name", "season", "past", "ranks_root"),
    [
        ("2023-02-01_d2-checklist", 2809059432, 11, None),
        ("2024-10-03_228353.24.09.19.1730_d2-checklist_small-tables", 2758726572, 16, 3741753466),
    ],
)
def test_recorded_core_settings_name_the_trees_and_the_season(
    recorded: Read, name: str, season: int, past: int, ranks_root: int | None
) -> None:
    said = json.loads(recorded(f"manifest/{name}/destiny2-destiny2coresettings.json"))
    core = reply(SETTINGS, {"systems": {}, "destiny2CoreSettings": said}).destiny2
    assert core is not None
    assert {tree: getattr(core, tree) for tree in TREES} == TREES
    assert (core.current_season_hash, core.current_season_pass_hash) == (season, None)
    assert (len(core.past_season_hashes), core.guardian_ranks_root_node_hash) == (past, ranks_root)
    assert len(core.current_rank_progression_hashes) == 8
    assert core.undiscovered_collectible_image == "/img/destiny_content/collections/undiscovered.png"


def test_settings_of_another_era_lack_what_it_did_not_have() -> None:
    assert reply(SETTINGS, {"environment": "live"}).destiny2 is None
    assert reply(SETTINGS, {"destiny2CoreSettings": {}}).destiny2 == Destiny2CoreSettings()
