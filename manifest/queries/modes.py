"""Modes and groups of modes: what they are called, and which activities they mean."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from manifest.models import ActivityMode, ModeGroup
from rasputin.bungie.enums import MODE_NAMES

EVERYTHING = 0
LARGEST = 2**15 - 1  # that the columns hold


class ModeName(NamedTuple):
    mode: int
    name: str
    icon_path: str = ""


class UnknownMode(ValueError):
    """Neither a mode nor a group goes by that name; the message says what does."""


def modes() -> list[ModeName]:
    """By number: the manifest's names, and Bungie's words where it has none."""
    told = {
        row.mode: ModeName(row.mode, row.name, row.icon_path)
        for row in ActivityMode.objects.exclude(name="").order_by("-removed", "pk")
    }
    known = {number: ModeName(number, name) for number, name in MODE_NAMES.items()}
    return [(known | told)[number] for number in sorted(known | told)]


def mode_filter(asked: str | int) -> Q:
    """For rows with a list `modes`: those of a mode by number or name, or of a group by its slug, which wins.

    Raises UnknownMode. Mode 0 is everything.
    """
    slug = str(asked).casefold().replace(" ", "-")
    group = ModeGroup.objects.filter(slug=slug).first() if slug.isprintable() else None
    if group is not None:
        return group_filter(group)
    number = _number(str(asked))
    return Q() if number == EVERYTHING else _any_of([number] if number <= LARGEST else [])


def group_filter(group: ModeGroup) -> Q:
    return (
        _any_of(group.modes) & ~_any_of(group.without_modes) if group.without_modes else _any_of(group.modes)
    )


def _any_of(numbers: Iterable[int]) -> Q:
    """`contains` means the same for an array and for JSON; `overlap` is the array's alone."""
    found = Q(pk__in=[])  # nothing, where there are no modes
    for number in numbers:
        found |= Q(modes__contains=[number])
    return found


def _number(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,5}", text):
        return int(text)
    by_name = {_word(mode.name): mode.mode for mode in modes()}
    by_name |= {_word(name): number for number, name in MODE_NAMES.items()}
    found = by_name.get(_word(text))
    if found is None:
        slugs = ", ".join(ModeGroup.objects.values_list("slug", flat=True))
        raise UnknownMode(
            f"{text!r} is no mode: give Bungie's number or name (4 or Raid), or one of {slugs}."
        )
    return found


def _word(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
