"""Numbers that Bungie writes as `1.0`, and that recordings kept as TypeScript have lost the point of."""

from __future__ import annotations

from typing import Any

DOUBLES = ("value", "percentToNextLevel")


def with_doubles(document: Any) -> Any:
    """The document with its doubles as such. Only statistics have a `value`."""
    if isinstance(document, list):
        return [with_doubles(item) for item in document]
    if not isinstance(document, dict):
        return document
    return {
        key: float(item) if key in DOUBLES and isinstance(item, int) else with_doubles(item)
        for key, item in document.items()
    }
