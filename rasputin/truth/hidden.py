"""The truth as it is to be told: whoever is not to be tracked is nobody in it."""

from collections.abc import Collection, Mapping
from typing import Any

from tracking.models import Performance, Suppressed
from tracking.stripping import is_stripped

Told = dict[str, Any]

NUMBERS = ("kills", "deaths", "assists", "score", "time_played_seconds", "start_seconds")


def hidden() -> frozenset[int]:
    """Membership ids."""
    return frozenset(Suppressed.objects.values_list("membership_id", flat=True))


def without_hidden(true: Told, ours: Mapping[int, Performance], who: Collection[int]) -> Told:
    """An instance whose hidden players bear the numbers of our stripped rows, by what they did in it."""
    entries = [entry for entry in true["entries"] if int(entry["membership_id"]) in who]
    rows = [row for row in ours.values() if is_stripped(row.character_id)]
    if not entries or len(entries) != len(rows):
        return true
    stripped = [
        {**entry, "character_id": str(row.character_id), "membership_id": "0", "class_hash": 0}
        for entry, row in zip(
            sorted(entries, key=_numbers), sorted(rows, key=lambda row: _numbers(vars(row))), strict=True
        )
    ]
    others = [entry for entry in true["entries"] if entry not in entries]
    return {**true, "entries": [*others, *stripped]}


def _numbers(values: Mapping[str, Any]) -> list[Any]:
    return [values[name] for name in NUMBERS]
