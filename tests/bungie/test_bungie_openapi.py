"""The client declares what Bungie's OpenAPI document declares: fields and their types, codes, enums."""

import re
from enum import Enum
from typing import Any, Final

import msgspec
import pytest

from rasputin.bungie import BungieError, Client, enums
from rasputin.bungie.errors import CODES
from rasputin.bungie.types.common import Int32, Int64, Time
from rasputin.bungie.types.definitions import DEFINITIONS
from tests.bungie.bungie_server import Server, envelope
from tests.bungie.every_method import METHODS, ask, operation
from tests.bungie.every_reader import READERS
from tests.bungie.openapi_schema import Document, Schema

ENUMS: Final = {
    name: value
    for name, value in vars(enums).items()
    if isinstance(value, type) and issubclass(value, Enum) and value.__module__ == enums.__name__
}
#: Operations whose replies are decoded in two steps.
UNTYPED: Final = {
    "Destiny2.GetDestinyEntityDefinition": "an entry of any table, held against the document table by table"
}
#: Enums whose names no document of Bungie's holds, each with its source.
UNDOCUMENTED: Final = {"CompletionReason": "the texts that recorded reports show beside the numbers"}


@pytest.fixture(scope="session")
def document(openapi: dict[str, Any]) -> Document:
    return Document(openapi)


@pytest.mark.parametrize("name", [name for name in READERS if READERS[name].operation not in UNTYPED])
def test_a_reader_declares_fields_of_its_operation_in_their_types(document: Document, name: str) -> None:
    reader = READERS[name]
    response = document.response(reader.operation)
    assert response is not None, f"{name}: Bungie has no operation {reader.operation}"
    differences = document.differences(reader.type, response)
    assert not differences, f"{name}, {reader.operation}:\n" + "\n".join(differences)


@pytest.mark.parametrize("name", [name for name in METHODS if operation(name)])
def test_a_method_asks_for_the_operation_that_its_docstring_names(
    document: Document, server: Server, client: Client, name: str
) -> None:
    server.answers(envelope(code=5), status=503)
    with pytest.raises(BungieError):
        ask(client, name)
    (seen,) = server.seen
    target = re.sub("^(/stats)?/Platform", "", seen.path)
    assert document.asks(operation(name), seen.method, target), f"{operation(name)}: {seen.method} {target}"


def test_every_reader_serves_a_method() -> None:
    assert {reader.operation for reader in READERS.values()} == {operation(name) for name in METHODS} - {""}


@pytest.mark.parametrize("table", DEFINITIONS)
def test_a_definition_declares_fields_of_its_table_in_their_types(document: Document, table: str) -> None:
    schema = document.definition(table)
    assert schema is not None, f"Bungie has no table {table}"
    differences = document.differences(DEFINITIONS[table], schema)
    assert not differences, f"{table}:\n" + "\n".join(differences)


def test_the_codes_have_the_names_of_bungies_document(document: Document) -> None:
    names = {code: name for name, code in document.numbers("Exceptions.PlatformErrorCodes").items()}
    assert {code: name for code, (name, _) in CODES.items()} == {code: names.get(code) for code in CODES}


@pytest.mark.parametrize("name", sorted(ENUMS.keys() - UNDOCUMENTED.keys()))
def test_the_numbers_of_an_enum_have_the_names_of_one_of_bungies(document: Document, name: str) -> None:
    ours = {_folded(member.name): int(member.value) for member in ENUMS[name]}
    theirs = [
        {_folded(each): number for each, number in document.numbers(schema).items()}
        for schema, described in document.schemas.items()
        if "x-enum-values" in described
    ]
    assert any(ours.items() <= numbers.items() for numbers in theirs), f"none of Bungie's enums holds {ours}"


def _folded(name: str) -> str:
    """An enum's name without the ways of writing it: TIGER_XBOX, XBOX, TigerXbox."""
    return name.replace("_", "").casefold().removeprefix("tiger")


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ("BungieMembershipType", enums.MEMBERSHIP_TYPE_BY_NAME),
        (
            "Destiny.HistoricalStats.Definitions.DestinyActivityModeType",
            {name: number for number, name in enums.MODE_NAMES.items()},
        ),
    ],
)
def test_a_table_of_names_has_the_names_of_bungies_document(
    document: Document, schema: str, names: dict[str, int]
) -> None:
    assert names.items() <= document.numbers(schema).items()


TINY: Final[Schema] = {
    "paths": {},
    "components": {
        "responses": {},
        "schemas": {
            "Thing": {"type": "object", "properties": {"when": {"type": "string", "format": "date-time"}}},
            "Holder": {
                "type": "object",
                "properties": {
                    "thing": {"type": "object", "allOf": [{"$ref": "#/components/schemas/Thing"}]},
                    "hash": {"type": "integer", "format": "uint32"},
                    "count": {"type": "integer", "format": "int32"},
                    "names": {"type": "array", "items": {"type": "string"}},
                    "byHash": {
                        "type": "object",
                        "additionalProperties": {"type": "number", "format": "double"},
                        "x-dictionary-key": {"type": "integer", "format": "uint32"},
                    },
                },
            },
        },
    },
}


class Thing(msgspec.Struct):
    when: Time | None = None


class WrongThing(msgspec.Struct):
    when: str = ""


@pytest.mark.parametrize(
    ("field", "type_", "difference"),
    [
        ("thing", Thing | None, None),
        ("thing", WrongThing, "thing.when: StrType for date-time"),
        ("thing", dict[str, str], "thing: DictType for object"),
        ("hash", Int64, None),
        ("hash", Int32, "hash: an integer of -2147483648 to 2147483647 for uint32"),
        ("hash", int, "hash: an integer of None to None for uint32"),
        ("count", Int32 | None, None),
        ("count", bool, "count: BoolType for integer"),
        ("count", Int32 | str, "count: UnionType for integer"),
        ("names", tuple[str, ...], None),
        ("names", tuple[Int32, ...], "names[]: IntType for string"),
        ("byHash", dict[Int64, float], None),
        ("byHash", dict[Int32, float], "byHash.(key): an integer of -2147483648 to 2147483647 for uint32"),
        ("byHash", dict[Int64, Int64], "byHash.*: IntType for number"),
        ("byHash", Any, "byHash: AnyType for map"),
        ("other", str, "other: Holder.other is not in the document"),
    ],
)
def test_a_type_that_does_not_fit_is_noticed(field: str, type_: Any, difference: str | None) -> None:
    tiny = Document(TINY)
    holder = msgspec.defstruct("Holder", [(field, type_)])
    assert tiny.differences(holder, tiny.schemas["Holder"]) == ([] if difference is None else [difference])
