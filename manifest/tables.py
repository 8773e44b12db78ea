"""Which tables of the manifest are kept, and under which names."""

from collections.abc import Mapping, Sequence
from typing import Final

ALL: Final = "all"


def short(bungie_name: str) -> str:
    """`InventoryItem` for `DestinyInventoryItemDefinition`; what is short already stays as it is."""
    return bungie_name.removeprefix("Destiny").removesuffix("Definition") or bungie_name


def long(name: str) -> str:
    """Bungie's name of a table."""
    return f"Destiny{short(name)}Definition"


def kept_paths(
    paths: Mapping[str, Mapping[str, str]], *, tables: Sequence[str], languages: Sequence[str]
) -> dict[tuple[str, str], str]:
    """(table, language) -> path, for what is to be kept and is there; tables come and go."""
    wanted = {short(name) for name in tables}
    return {
        (short(name), language): path
        for language in languages
        for name, path in sorted(paths.get(language, {}).items())
        if ALL in tables or short(name) in wanted
    }
