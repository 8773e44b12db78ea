"""What the manifest calls the things that histories, reports and characters name by hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from manifest.queries import put_modes, put_names, put_seasons
from rasputin.bungie.enums import GENDER_NAMES, class_name
from tracking.models import Character, HistoryEntry, Instance, Performance

FEMALE = next(number for number, name in GENDER_NAMES.items() if name == "Female")


@dataclass
class WeaponUse:
    """A weapon in the hands of one character; texts are empty where the manifest does not know it."""

    item_hash: int
    kills: int
    precision_kills: int
    item_name: str = ""
    item_icon_path: str = ""
    item_type_name: str | None = None


@dataclass
class Counter:
    """A medal or counter of a mode; texts are empty where the manifest does not know it."""

    stat_id: str
    value: float
    stat_name: str = ""
    stat_icon_path: str = ""
    stat_is_medal: bool | None = None


@dataclass
class Skull:
    """A modifier that the players chose."""

    skull_hash: int
    skull_name: str = ""
    skull_icon_path: str = ""


def name_history(entries: list[HistoryEntry]) -> list[HistoryEntry]:
    """Entries `with_context`: activity, director, class, mode and season."""
    put_names(entries)
    _name_classes(entries)
    put_modes(entries)
    put_seasons(entries)
    return entries


def name_characters(characters: list[Character]) -> list[Character]:
    """Class, emblem, and the title as its wearer bears it."""
    put_names(characters)
    _name_classes(characters)
    for row in characters:
        row.title = _title(row)  # type: ignore[attr-defined]  # put beside its hash
    return characters


def name_instances(instances: list[Instance]) -> list[Instance]:
    """Activity, director, mode and season."""
    put_names(instances)
    put_modes(instances)
    put_seasons(instances)
    return instances


def weapons_of(performance: Performance) -> list[WeaponUse]:
    """Most used first."""
    uses = [WeaponUse(int(item), *counts) for item, counts in performance.weapons.items()]
    return sorted(uses, key=lambda use: (-use.kills, use.item_hash))


def counters_of(performance: Performance) -> list[Counter]:
    return [Counter(*counted) for counted in sorted(performance.extended.items())]


def name_report(
    instance: Instance,
    performances: Sequence[Performance],
    things: Sequence[WeaponUse | Counter | Skull],
) -> None:
    """All that a report names, with one query a table."""
    put_names([instance, *performances, *things])
    _name_classes(performances)
    put_modes([instance])
    put_seasons([instance])


def _name_classes(rows: Sequence[Any]) -> None:
    """The manifest's name, and Bungie's where it has none."""
    for row in rows:
        row.class_name = row.class_name or class_name(row.class_hash or 0)


def _title(row: Any) -> str | None:
    title: str | None = row.title_record_title_female if row.gender_hash == FEMALE else row.title_record_title
    return title or row.title_record_title or None
