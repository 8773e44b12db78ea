"""Classes, races and genders."""

from __future__ import annotations

from collections.abc import Iterator

from rasputin.simulator.world.catalogue import CLASSES, GENDERS, RACES
from rasputin.simulator.world.definitions.shapes import Json, definition

RACE_NAMES = ("Human", "Awoken", "Exo")
GENDER_NAMES = ("Masculine", "Feminine")


def class_definitions() -> Iterator[Json]:
    for index, (name, number, kind) in enumerate(CLASSES):
        yield definition(
            number,
            index,
            name,
            "",
            classType=kind,
            genderedClassNames=_both(name),
            genderedClassNamesByGenderHash=_by_gender(name),
        )


def race_definitions() -> Iterator[Json]:
    for index, (number, kind) in enumerate(RACES):
        name = RACE_NAMES[kind]
        yield definition(
            number,
            index,
            name,
            f"A Guardian who is {name}.",
            raceType=kind,
            genderedRaceNames=_both(name),
            genderedRaceNamesByGenderHash=_by_gender(name),
        )


def gender_definitions() -> Iterator[Json]:
    for index, (number, kind) in enumerate(GENDERS):
        yield definition(number, index, GENDER_NAMES[kind], "", genderType=kind)


def _both(name: str) -> Json:
    return {"Male": name, "Female": name}


def _by_gender(name: str) -> Json:
    return {str(number): name for number, _ in GENDERS}
