"""Which pictures there are of the game's things, by the names that players know. Read only."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from manifest.models import Activity, Item, PresentationNode, Record

EMBLEM = 14


class Icon(NamedTuple):
    """`path` is Bungie's, empty for what has no picture; `hash` is of the first thing that looks so."""

    name: str
    hash: int
    path: str


class Thing(NamedTuple):
    """`instead` is shown where nothing of that name has an icon."""

    name: str
    removed: bool
    hash: int
    icon: str
    instead: str = ""


class Kind(NamedTuple):
    """Things of a sort, and the table that they come from."""

    table: str
    things: Callable[[bool], Iterator[Thing]]


def icons(kind: str, *, removed: bool = False) -> list[Icon]:
    """A picture for each name, or several where things of one name look different: those that are there
    come before those that are removed, and a smaller hash before a larger.

    `kind` is one of KINDS. Things of the current manifest only, unless `removed`.
    """
    things = sorted(KINDS[kind].things(removed))
    groups = groupby(things, key=lambda thing: thing.name or thing.hash)
    return [icon for _, group in groups for icon in one_a_picture(list(group))]


def one_a_picture(things: list[Thing]) -> list[Icon]:
    """Of things that share a name, in their order."""
    own = [(thing, thing.icon) for thing in things if thing.icon]
    instead = [(thing, thing.instead) for thing in things if thing.instead]
    found: dict[str, Icon] = {}
    for thing, path in own or instead or [(things[0], "")]:
        found.setdefault(path, Icon(thing.name, thing.hash, path))
    return list(found.values())


def _titles(removed: bool) -> Iterator[Thing]:
    """A record that counts gildings bears the title too, and is none."""
    trackers = Record.objects.exclude(gilding_hash=None).values("gilding_hash")
    given = Record.objects.filter(has_title=True, for_gilding=False).exclude(pk__in=trackers)
    seals = _icons_of_seals()
    for row in _kept(given, removed):
        title = row.title or row.title_female or row.name
        yield Thing(title, row.removed, row.pk, row.icon_path, seals.get(row.pk, ""))


def _icons_of_seals() -> dict[int, str]:
    """By the record of the title; a seal that is removed gives way to one that is there."""
    seals = PresentationNode.objects.exclude(completion_record_hash=None).exclude(icon_path="")
    ordered = seals.order_by("-removed", "pk").values_list("completion_record_hash", "icon_path")
    return {record: path for record, path in ordered if record is not None}


def _emblems(removed: bool) -> Iterator[Thing]:
    for row in _kept(Item.objects.filter(item_type=EMBLEM), removed):
        yield Thing(row.name, row.removed, row.pk, row.icon_path)


def _activities(removed: bool) -> Iterator[Thing]:
    """Many have no icon but the picture behind their report."""
    for row in _kept(Activity.objects.all(), removed):
        yield Thing(row.name, row.removed, row.pk, row.icon_path, row.image_path)


def _kept(rows: QuerySet[Any], removed: bool) -> QuerySet[Any]:
    return rows if removed else rows.filter(removed=False)


KINDS: Final = {
    "titles": Kind("Record", _titles),
    "emblems": Kind("InventoryItem", _emblems),
    "activities": Kind("Activity", _activities),
}
