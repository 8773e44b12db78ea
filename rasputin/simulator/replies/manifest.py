"""The manifest's index, and the paths of its files."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any, NamedTuple

from rasputin.simulator.world.definitions.locales import LOCALES

ROOT = "/common/destiny2_content"
AGGREGATE = "aggregate"
DATABASES = 3
GEAR = {
    "Geometry": f"{ROOT}/geometry/platform/mobile/geometry",
    "Texture": f"{ROOT}/geometry/platform/mobile/textures",
    "PlateRegion": f"{ROOT}/geometry/platform/mobile/plated_textures",
    "Gear": f"{ROOT}/geometry/gear",
    "Shader": f"{ROOT}/geometry/platform/mobile/shaders",
}
_NAMED = re.compile(r"([A-Za-z0-9]+)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json")


class ContentName(NamedTuple):
    """What a file's name says: the table or AGGREGATE, and of which content."""

    table: str
    guid: str


def index_reply(version: str, guid: str, tables: list[str]) -> dict[str, Any]:
    return {
        "version": version,
        "mobileAssetContentPath": _database("asset", guid, 0),
        "mobileGearAssetDataBases": [
            {"version": number, "path": _database("asset", guid, number)} for number in range(DATABASES)
        ],
        "mobileWorldContentPaths": {locale: world_path(guid, locale) for locale in LOCALES},
        "jsonWorldContentPaths": {locale: _json(locale, AGGREGATE, guid) for locale in LOCALES},
        "jsonWorldComponentContentPaths": {
            locale: {table: _json(locale, table, guid) for table in tables} for locale in LOCALES
        },
        "mobileClanBannerDatabasePath": f"{ROOT}/clanbanner/clanbanner_sql_content_{_digest(guid)}.content",
        "mobileGearCDN": GEAR,
        "iconImagePyramidInfo": [],
    }


def world_path(guid: str, locale: str) -> str:
    return f"{ROOT}/sqlite/{locale}/{world_name(guid, locale)}"


def world_name(guid: str, locale: str) -> str:
    return f"world_sql_content_{_digest(guid, locale)}.content"


def content_name(file: str) -> ContentName | None:
    match = _NAMED.fullmatch(file)
    return ContentName(*match.groups()) if match else None


def _json(locale: str, table: str, guid: str) -> str:
    return f"{ROOT}/json/{locale}/{table}-{guid}.json"


def _database(kind: str, guid: str, number: int) -> str:
    return f"{ROOT}/sqlite/{kind}/{kind}_sql_content_{_digest(guid, kind, number)}.content"


def _digest(*key: str | int) -> str:
    return blake2b(repr(key).encode(), digest_size=16).hexdigest()
