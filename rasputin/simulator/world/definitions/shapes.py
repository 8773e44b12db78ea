"""What all definitions look like, and the addresses of their pictures."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

Json = dict[str, Any]

MISSING_ICON = "/img/misc/missing_icon_d2.png"
CLASSIFIED = "Classified"


def definition(
    hash_number: int, index: int, name: str, description: str, picture: str | None = None, **more: Any
) -> Json:
    return {
        "displayProperties": display(name, description, picture),
        **more,
        "hash": hash_number,
        "index": index,
        "redacted": False,
        "blacklisted": False,
    }


def classified(hash_number: int, index: int) -> Json:
    """A redacted definition: its hash, and texts that say nothing."""
    return {**definition(hash_number, index, CLASSIFIED, "Keep it secret."), "redacted": True}


def display(name: str, description: str, picture: str | None = None) -> Json:
    shown: Json = {"description": description, "name": name}
    return {**shown, "icon": picture, "hasIcon": True} if picture else {**shown, "hasIcon": False}


def icon(*key: int | str, ending: str = "png") -> str:
    """The path of a picture, always the same for the same key."""
    name = blake2b(repr(key).encode(), digest_size=16).hexdigest()
    return f"/common/destiny2_content/icons/{name}.{ending}"


def banner(key: int | str) -> str:
    return f"/img/theme/destiny/bgs/stats/banner_{key}.jpg"


def report_picture(name: str) -> str:
    return f"/img/destiny_content/pgcr/{name}.jpg"
