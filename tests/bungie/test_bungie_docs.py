"""The examples of docs/client.md run as they are printed, and the package needs no framework."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rasputin import bungie
from tests.bungie.bungie_server import Server, envelope

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/client.md"

CARD = {"membershipType": 3, "membershipId": "46", "displayName": "Guardian"}
REPORT = {
    "period": "2024-01-04T00:54:26Z",
    "activityDetails": {"instanceId": "42"},
    "entries": [{"characterId": "1", "player": {"destinyUserInfo": CARD}, "values": {}}],
}
STATS = {"kills": {"basic": {"value": 7.0}, "activityId": "42"}}
RECORD = {"state": 67, "objectives": []}
TABLES = {
    name: f"/common/destiny2_content/json/en/{name}-1f2e.json"
    for name in ("DestinyActivityModeDefinition", "DestinyInventoryItemDefinition")
}
REPLIES = {
    "/Search/GlobalName/": envelope({"searchResults": [{"destinyMemberships": [CARD]}], "hasMore": True}),
    "/GetMembershipsById/": envelope({"destinyMemberships": [CARD], "primaryMembershipId": "46"}),
    "components=200,900,1100": envelope(
        {
            "profileRecords": {"data": {"activeScore": 13078, "records": {"2460356851": RECORD}}},
            "metrics": {
                "data": {"metrics": {"21": {"objectiveProgress": {"objectiveHash": 1, "progress": 9}}}}
            },
        }
    ),
    "/Character/2305843009468984093/?components=202": envelope(
        {"progressions": {"data": {"milestones": {"4": {"milestoneHash": 4}}}}}
    ),
    "/AggregateActivityStats/": envelope({"activities": [{"activityHash": 4, "values": STATS}]}),
    "/UniqueWeapons/": envelope({"weapons": [{"referenceId": 4, "values": {}}]}),
    "/Character/0/Stats/": envelope({"allPvE": {"allTime": STATS}}),
    "/Stats/?periodType=1": envelope({"raid": {"daily": [{"values": STATS}]}}),
    "/Account/4611686018488107374/Stats/": envelope({"characters": [{"characterId": "1", "deleted": True}]}),
    "/AdminsAndFounder/": envelope({"results": [{"memberType": 5, "destinyUserInfo": CARD}]}),
    "/GroupV2/User/": envelope(
        {"results": [{"member": {"destinyUserInfo": CARD}, "group": {"groupId": "7", "name": "Mine"}}]}
    ),
    "/WeeklyRewardState/": envelope({"milestoneHash": 4253138191, "endDate": "2026-11-24T17:00:00Z"}),
    "/Manifest/Destiny": envelope({"hash": 1, "displayProperties": {"name": "Crota's End"}}),
    "/Manifest/": envelope({"version": "1.2", "jsonWorldComponentContentPaths": {"en": TABLES}}),
    **dict.fromkeys(TABLES.values(), b'{"7": {"hash": 7, "displayProperties": {"name": "Raid"}}}'),
    "/GlobalAlerts/": envelope([{"AlertKey": "D2-OfflineSoonToday", "AlertHtml": "Offline today."}]),
    "/Milestones/": envelope({"9": {"milestoneHash": 9, "activities": [{"activityHash": 4}]}}),
    "/Members/": envelope({"results": [{"destinyUserInfo": CARD}], "hasMore": False}),
    "/GroupV2/": envelope({"detail": {"groupId": "7", "name": "Clan"}}),
    "/LinkedProfiles/": envelope({"profiles": [CARD]}),
    "/SearchDestiny": envelope([CARD]),
    "/Destiny2/1/Profile/": envelope(code=1665),
    "/Profile/": envelope({"characters": {"data": {"1": {"characterId": "1"}}}}),
    "/Activities/": envelope({"activities": [REPORT]}),
    "/PostGameCarnageReport/": envelope(REPORT),
    "/Settings/": envelope({"systems": {"Destiny2": {"enabled": True}}}),
}


def test_the_examples_of_the_page_run(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    defaults = dict(bungie.Client.__init__.__kwdefaults__ or {})
    here = {"base_url": server.url, "stats_url": server.url}
    monkeypatch.setattr(bungie.Client.__init__, "__kwdefaults__", defaults | here)
    server.by_path = REPLIES
    names: dict[str, object] = {"__name__": "example"}
    for example in re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL):
        exec(example, names)  # noqa: S102 - our own page
    printed = capsys.readouterr().out
    assert "Clan None None" in printed
    assert "hidden by the player" in printed
    assert "[(5, 'Guardian')]" in printed
    assert "Crota's End None ['displayProperties', 'hash']" in printed
    assert "7 0 Raid None" in printed
    assert "57 57 None" in printed
    assert "Offline today." in printed
    assert "13078" in printed
    assert "{21: 9}" in printed
    assert "{'raid': [(None, 7)]}" in printed
    assert [part for part in REPLIES if not any(part in seen.path for seen in server.seen)] == []


def test_the_page_names_every_error_and_method() -> None:
    page = PAGE.read_text()
    leaves = {name for name in bungie.__all__ if _is_leaf(getattr(bungie, name))}
    methods = {name for name in dir(bungie.Client) if not name.startswith("_")} - {"close"}
    assert {name for name in leaves if f"`{name}`" not in page} == set()
    assert {name for name in methods if f"client.{name}(" not in page} == set()


def _is_leaf(thing: object) -> bool:
    if not (isinstance(thing, type) and issubclass(thing, bungie.BungieError)):
        return False
    return thing not in {bungie.BungieError, bungie.Transient, bungie.Permanent}


def test_a_script_needs_neither_django_nor_celery_nor_redis() -> None:
    script = "import sys, rasputin.bungie; print({'django', 'celery', 'redis'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, timeout=30
    )
    assert done.stdout.strip() == "set()"
