"""The languages of the manifest. Texts other than English carry the language's mark behind them."""

from __future__ import annotations

from typing import Any

ENGLISH = "en"
LOCALES = (
    ENGLISH, "fr", "es", "es-mx", "de", "it", "ja", "pt-br", "ru", "pl", "ko", "zh-cht", "zh-chs",
)  # fmt: skip
TEXTS = frozenset(
    {
        "name",
        "description",
        "flavorText",
        "itemTypeDisplayName",
        "itemTypeAndTierDisplayName",
        "obscuredName",
        "obscuredDescription",
        "progressDescription",
        "recordTypeName",
        "statName",
        "statDescription",
        "tierName",
        "tierTypeName",
    }
)
MAPS_OF_TEXTS = ("titlesByGender", "genderedClassNames", "genderedRaceNames")


def marked(text: str, locale: str) -> str:
    """`Last Wish (de)`; nothing stays nothing."""
    return text if locale == ENGLISH or not text else f"{text} ({locale})"


def translated(value: Any, locale: str) -> Any:
    """A definition with all its texts in the language."""
    if locale == ENGLISH:
        return value
    if isinstance(value, list):
        return [translated(item, locale) for item in value]
    if isinstance(value, dict):
        return {key: _entry(key, item, locale) for key, item in value.items()}
    return value


def _entry(key: str, value: Any, locale: str) -> Any:
    if isinstance(value, str):
        return marked(value, locale) if key in TEXTS else value
    if key.startswith(MAPS_OF_TEXTS):
        return {gender: marked(name, locale) for gender, name in value.items()}
    return translated(value, locale)
