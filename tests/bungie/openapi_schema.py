"""Lays a type of the client beside a schema of Bungie's OpenAPI document and says where they part.

Known errors of the document, which are no differences here: any property may be missing from a reply,
integers of 64 bits arrive as strings, keys of maps always are strings, `currentpage` of the lists of members
belongs into the query.
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl

from msgspec import inspect

Schema = dict[str, Any]

INT64_MAX: Final = 2**63 - 1
#: The largest number of each of the document's integer formats.
LARGEST: Final = {
    "byte": 2**8 - 1,
    "int16": 2**15 - 1,
    "int32": 2**31 - 1,
    "uint32": 2**32 - 1,
    "int64": INT64_MAX,
}
_NAME: Final = "#/components/schemas/"


class Document:
    """Bungie's document, as far as the client declares what stands in it."""

    def __init__(self, loaded: Schema) -> None:
        self._answers = loaded["components"]["responses"]
        self._operations = {
            operation["operationId"].lstrip("."): operation | {"path": path, "verb": verb.upper()}
            for path, verbs in loaded["paths"].items()
            for verb, operation in verbs.items()
            if isinstance(operation, dict)
        }
        self.schemas: dict[str, Schema] = loaded["components"]["schemas"]

    def response(self, operation: str) -> Schema | None:
        """What the operation answers inside its envelope; None for an operation that is not there."""
        if operation not in self._operations:
            return None
        answer = self._operations[operation]["responses"]["200"]["$ref"].removeprefix(
            "#/components/responses/"
        )
        envelope = self._answers[answer]["content"]["application/json"]["schema"]
        response: Schema = envelope["properties"]["Response"]
        return response

    def asks(self, operation: str, verb: str, target: str) -> bool:
        """Whether a request of this verb and target, below /Platform, is one of the operation's."""
        described = self._operations[operation]
        path, _, query = target.partition("?")
        known = {parameter["name"] for parameter in described.get("parameters", ())}
        template = re.sub(r"\\{[^}]*\}", "[^/]+", re.escape(described["path"]))
        return (
            verb == described["verb"]
            and re.fullmatch(template, path) is not None
            and {name for name, _ in parse_qsl(query, keep_blank_values=True)} <= known
        )

    def definition(self, table: str) -> Schema | None:
        """The schema of a table of the manifest, such as DestinyRecordDefinition."""
        found = [schema for name, schema in self.schemas.items() if name.rpartition(".")[2] == table]
        return found[0] if found else None

    def numbers(self, enum: str) -> dict[str, int]:
        """The names and numbers of an enum."""
        values = self.schemas[enum]["x-enum-values"]
        return {value["identifier"]: int(value["numericValue"]) for value in values}

    def differences(self, type_: Any, schema: Schema) -> list[str]:
        """Each place where the type would not hold what the schema describes, and why."""
        return list(self._differ(inspect.type_info(type_), schema, "", frozenset()))

    def _differ(self, type_: inspect.Type, schema: Schema, path: str, above: frozenset[Any]) -> Iterator[str]:
        type_, schema = _present(type_), self._resolved(schema)
        said = _kind(schema)
        if _KINDS.get(type(type_)) != said:
            yield f"{path or '(all)'}: {type(type_).__name__} for {said}"
        elif isinstance(type_, inspect.StructType):
            if (type_.cls, id(schema)) not in above:
                yield from self._fields(type_, schema, path, above | {(type_.cls, id(schema))})
        elif isinstance(type_, inspect.DictType):
            yield from _key(type_.key_type, schema["x-dictionary-key"], path)
            yield from self._differ(type_.value_type, schema["additionalProperties"], f"{path}.*", above)
        elif isinstance(type_, inspect.VarTupleType | inspect.ListType):
            yield from self._differ(type_.item_type, schema["items"], f"{path}[]", above)
        elif isinstance(type_, inspect.IntType):
            yield from _range(type_, schema, path)

    def _fields(
        self, type_: inspect.StructType, schema: Schema, path: str, above: frozenset[Any]
    ) -> Iterator[str]:
        for field in type_.fields:
            place = f"{path}.{field.encode_name}".lstrip(".")
            if field.encode_name not in schema["properties"]:
                yield f"{place}: {type_.cls.__name__}.{field.name} is not in the document"
            else:
                yield from self._differ(field.type, schema["properties"][field.encode_name], place, above)

    def _resolved(self, schema: Schema) -> Schema:
        """The schema itself behind a reference; Bungie writes those with a description as allOf of one."""
        for inner in (schema, *schema.get("allOf", ())):
            if "$ref" in inner:
                return self._resolved(self.schemas[inner["$ref"].removeprefix(_NAME)])
        return schema


_KINDS: Final[dict[type[inspect.Type], str]] = {
    inspect.StructType: "object",
    inspect.DictType: "map",
    inspect.VarTupleType: "array",
    inspect.ListType: "array",
    inspect.IntType: "integer",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
    inspect.StrType: "string",
    inspect.DateTimeType: "date-time",
}


def _kind(schema: Schema) -> str:
    if schema.get("type") == "object" and "properties" not in schema and "additionalProperties" in schema:
        return "map"
    return "date-time" if schema.get("format") == "date-time" else str(schema.get("type"))


def _present(type_: inspect.Type) -> inspect.Type:
    """The type of a value that is there: without None, without what msgspec notes beside it."""
    if isinstance(type_, inspect.Metadata):
        return _present(type_.type)
    if isinstance(type_, inspect.UnionType):
        others = [each for each in type_.types if not isinstance(each, inspect.NoneType)]
        return _present(others[0]) if len(others) == 1 else type_
    return type_


def _key(type_: inspect.Type, schema: Schema, path: str) -> Iterator[str]:
    if isinstance(type_, inspect.IntType) and schema["type"] == "integer":
        yield from _range(type_, schema, f"{path}.(key)")
    elif not isinstance(type_, inspect.StrType):
        yield f"{path}.(key): {type(type_).__name__} for {schema['type']}"


def _range(type_: inspect.IntType, schema: Schema, path: str) -> Iterator[str]:
    """An integer must hold all that its format allows, and nothing that a column of 64 bits cannot hold.

    Ids may refuse negative numbers, which Bungie never gives.
    """
    wanted = LARGEST[schema["format"]]
    if type_.le is None or type_.ge is None or not wanted <= type_.le <= INT64_MAX or type_.ge > 0:
        yield f"{path}: an integer of {type_.ge} to {type_.le} for {schema['format']}"
