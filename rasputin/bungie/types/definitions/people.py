"""Definitions of what a character is: class, race, gender."""

from rasputin.bungie.types.common import Hash, Int32
from rasputin.bungie.types.definitions.base import Definition


class ClassDefinition(Definition, frozen=True, kw_only=True):
    """`class_type` is 0 Titan, 1 Hunter, 2 Warlock; names by the hash of the gender."""

    class_type: Int32 = 3
    gendered_class_names: dict[str, str] = {}
    gendered_class_names_by_gender_hash: dict[Hash, str] = {}


class RaceDefinition(Definition, frozen=True, kw_only=True):
    """`race_type` is 0 Human, 1 Awoken, 2 Exo."""

    race_type: Int32 = 3
    gendered_race_names: dict[str, str] = {}
    gendered_race_names_by_gender_hash: dict[Hash, str] = {}


class GenderDefinition(Definition, frozen=True, kw_only=True):
    """`gender_type` is 0 male, 1 female; since 2024 the names are body types."""

    gender_type: Int32 = 2
