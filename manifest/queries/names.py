"""Names and icons of hashes, many at a time: what stands beside every hash that leaves the system."""

from collections.abc import Iterable
from typing import NamedTuple

from manifest.models import PROJECTIONS


class Named(NamedTuple):
    """Empty texts for what the manifest does not name."""

    name: str
    icon_path: str


def named(table: str, keys: Iterable[int | str | None]) -> dict[int | str, Named]:
    """By key, those of a projected table that are known; removed definitions still have their names."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    rows = PROJECTIONS[table]._base_manager.filter(pk__in=wanted)
    return {key: Named(name, icon) for key, name, icon in rows.values_list("pk", "name", "icon_path")}
