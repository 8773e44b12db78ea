"""Names and icons of hashes, many at a time: what stands beside every hash that leaves the system."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from manifest.models import PROJECTIONS, Content, Definition
from manifest.queries.modes import ModeName, modes
from manifest.queries.seasons import season_of, seasons
from rasputin.bungie.enums import mode_name
from rasputin.bungie.types.definitions.base import MISSING_ICON

#: Which table tells what the values of a column are, in whatever rows it is.
TABLES: Final = {
    "activity_hash": "Activity",
    "director_hash": "Activity",
    "class_hash": "Class",
    "emblem_hash": "InventoryItem",
    "item_hash": "InventoryItem",
    "title_record_hash": "Record",
    "record_hash": "Record",
    "skull_hash": "ActivityModifier",
    "stat_id": "HistoricalStats",
}

#: What else of a table is put beside name and icon.
MORE: Final = {
    "Activity": ("image_path",),
    "InventoryItem": ("type_name",),
    "Record": ("title", "title_female"),
    "HistoricalStats": ("is_medal",),
}

#: Tables of which only some definitions are projected: weapons and emblems.
PARTLY_PROJECTED: Final = ("InventoryItem",)

SEARCHED: Final = ("name", "title", "title_female", "type_name")

UNTRANSLATED = "###"  # with which Bungie's names begin where a text is missing


class Named(NamedTuple):
    """Empty texts for what the manifest does not name."""

    name: str
    icon_path: str


def named(table: str, keys: Iterable[int | str | None]) -> dict[int | str, Named]:
    """By key, those of a table that are known; removed definitions still have their names."""
    return {key: Named(_name(row.name), row.icon_path) for key, row in _known(table, keys).items()}


def hashes_named(table: str, text: str) -> QuerySet[Any, Any]:
    """Of the things of a projected table that hold a text in their name or title, in any case."""
    fields = [field for field in ("name", *MORE.get(table, ())) if field in SEARCHED]
    wanted = Q()
    for field in fields:
        wanted |= Q(**{f"{field}__icontains": text})
    return PROJECTIONS[table]._base_manager.filter(wanted).values_list("pk", flat=True)


def put_names(rows: Sequence[Any]) -> None:
    """Puts beside each hash of the rows what the manifest tells of it, with one query a table, two where
    items are used that are neither weapons nor emblems.

    A row, of whatever kind, with `activity_hash` gets `activity_name`, `activity_icon_path` and
    `activity_image_path`: None, and "" for name and icon, where the manifest does not know it.
    """
    for table in dict.fromkeys(TABLES.values()):
        columns = [column for column, of in TABLES.items() if of == table]
        places = [(row, column) for row in rows for column in columns if hasattr(row, column)]
        known = _known(table, {getattr(row, column) for row, column in places})
        for row, column in places:
            _put(row, column, table, known.get(getattr(row, column)))


def put_modes(rows: Sequence[Any]) -> None:
    """Puts `mode_name`, `mode_icon_path` and `mode_names` beside `mode` and `modes`, with one query."""
    if not rows:
        return
    told = {mode.mode: mode for mode in modes()}
    for row in rows:
        mode = told.get(row.mode) or ModeName(row.mode, "" if row.mode is None else mode_name(row.mode))
        row.mode_name, row.mode_icon_path = mode.name, mode.icon_path
        row.mode_names = [told[mode].name if mode in told else mode_name(mode) for mode in row.modes]


def put_seasons(rows: Sequence[Any]) -> None:
    """Puts `season`, in which `period` lies, with one query; None before the first and after the last."""
    if not rows:
        return
    spans = seasons()
    for row in rows:
        row.season = season_of(spans, row.period)


def _put(row: Any, column: str, table: str, told: Any) -> None:
    stem = column.removesuffix("_hash").removesuffix("_id")
    setattr(row, f"{stem}_name", _name(told.name) if told else "")
    setattr(row, f"{stem}_icon_path", told.icon_path if told else "")
    for field in MORE.get(table, ()):
        setattr(row, f"{stem}_{field}", getattr(told, field, None))


def _known(table: str, keys: Iterable[int | str | None]) -> Mapping[Any, Any]:
    """Rows by key; Bungie's 0 is no hash."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    model = PROJECTIONS.get(table)
    if model is None:
        return _defined(table, wanted)
    known: dict[Any, Any] = model._base_manager.in_bulk(wanted)
    missing = wanted - known.keys() if table in PARTLY_PROJECTED else set()
    return known | _defined(table, missing) if missing else known


def _defined(table: str, keys: Iterable[int | str]) -> dict[int, Named]:
    """Of what is not projected."""
    content = Content.objects.filter(pk=OuterRef("content_hash")).annotate(
        icon=KT("data__displayProperties__icon")
    )
    kept = Definition.objects.filter(
        table=table, language=settings.MANIFEST_LANGUAGES[0], key__in=[str(key) for key in keys]
    )
    told = kept.annotate(icon=Subquery(content.values("icon")[:1])).values_list("key", "name", "icon")
    return {int(key): Named(name, "" if icon == MISSING_ICON else icon or "") for key, name, icon in told}


def _name(text: str) -> str:
    return "" if text.startswith(UNTRANSLATED) else text
