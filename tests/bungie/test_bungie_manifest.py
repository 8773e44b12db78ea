"""The index of every year decodes; tables and single definitions are asked for where Bungie has them."""

import json
from collections.abc import Callable

import pytest

from rasputin import bungie
from rasputin.bungie import Client, ManifestIndex
from rasputin.bungie.readers import MANIFEST
from rasputin.bungie.types.definitions import Definition, SeasonDefinition
from tests.bungie.bungie_server import Server, envelope
from tests.bungie.reading import reply

Read = Callable[[str], bytes]

Y2026 = "2026-06-23_244164.26.06.16.2053_flat-destiny"
INDEXES = [
    ("profile/chrispaskvan-destiny-ghost-api/manifest2Response.json", "61966.18.01.12.0839-8", 0, 0),
    (f"manifest/{Y2026}/manifest.json", "244164.26.06.16.2053-2-bnet.65465", 13, 98),
    *(
        (f"manifest/index/flat-destiny/manifest_{day}_{version}.json", version, 13, tables)
        for day, version, tables in [
            ("2023-04-12", "114609.23.03.26.1900-1-bnet.49479", 81),
            ("2024-06-12", "226126.24.06.06.1800-1-bnet.55806", 88),
            ("2025-07-15", "235077.25.06.28.1930-2-bnet.60807", 97),
            ("2025-12-02", "239055.25.11.18.1646-4-bnet.62950", 98),
            ("2026-06-16", "244122.26.06.10.2000-1-bnet.65386", 98),
        ]
    ),
    (
        "manifest/index/EndGameGl-DotNetBungieAPI/DestinyManifest.json",
        "106284.22.06.21.1351-1-bnet.44999",
        13,
        73,
    ),
]


@pytest.mark.parametrize(("name", "version", "locales", "tables"), INDEXES)
def test_a_recorded_index_names_its_tables(
    recorded: Read, name: str, version: str, locales: int, tables: int
) -> None:
    document = json.loads(recorded(name).decode("utf-8-sig"))
    index = reply(MANIFEST, document.get("Response", document))
    assert index.version == version
    assert (len(index.locales), len(index.tables("en"))) == (locales, tables)
    assert index.mobile_world_content_paths["en"].startswith("/common/destiny2_content/sqlite/en/world_sql")
    assert {len(index.tables(locale)) for locale in index.locales} <= {tables}
    assert all(path.startswith("/common/destiny2_content/json/en/") for path in index.tables().values())
    assert index.tables("tlh") == {}


def test_an_index_without_a_version_is_an_error(server: Server, client: Client) -> None:
    server.answers(envelope({"mobileWorldContentPaths": {}}))
    with pytest.raises(bungie.Undecodable):
        client.manifest()
    server.answers(envelope({}))
    with pytest.raises(bungie.NoResponse):
        client.manifest()


PATH = "/common/destiny2_content/json/en/DestinySeasonDefinition-1f2e.json"


def test_a_table_is_read_by_the_name_in_its_path_or_as_asked(server: Server, client: Client) -> None:
    server.answers(b'{"7": {"hash": 7, "seasonNumber": 3}}')
    assert client.manifest_table(PATH) == {7: SeasonDefinition(hash=7, season_number=3)}
    assert client.manifest_table(PATH, Definition) == {7: Definition(hash=7)}
    assert client.manifest_table("/any/path.json") == {7: Definition(hash=7)}
    assert [seen.path for seen in server.seen] == [PATH, PATH, "/any/path.json"]


def test_a_table_of_any_size_is_not_read_as_a_whole(
    server: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rasputin.bungie.client.manifest.LARGEST_BODY", 1_000_000)
    server.answers(b"{" + b" " * 3_000_000 + b"}")
    with pytest.raises(bungie.Unavailable, match="too large"):
        client.manifest_table(PATH)


def test_a_single_definition_comes_with_its_json(server: Server, client: Client) -> None:
    said = {"hash": 7, "index": 2, "redacted": False, "seasonNumber": 3, "unknown": {"a": [1], "b": None}}
    server.answers(envelope(said))
    found = client.definition("DestinySeasonDefinition", 7)
    assert found.value == SeasonDefinition(hash=7, index=2, season_number=3)
    assert found.json == said | {"unknown": {"a": [1]}}
    assert server.seen[0].path == "/Platform/Destiny2/Manifest/DestinySeasonDefinition/7/"


def test_an_unknown_hash_is_not_found_and_no_table_no_request(server: Server, client: Client) -> None:
    server.answers(envelope(code=21), status=404)
    with pytest.raises(bungie.NotFound):
        client.definition("DestinySeasonDefinition", 7)
    with pytest.raises(ValueError, match="is no table"):
        client.definition("../Settings", 7)
    assert len(server.seen) == 1


def test_the_index_is_asked_for_under_the_platform(server: Server, client: Client) -> None:
    server.answers(envelope({"version": "1"}))
    assert client.manifest() == ManifestIndex(version="1")
    assert server.seen[0].path == "/Platform/Destiny2/Manifest/"
