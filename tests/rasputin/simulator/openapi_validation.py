"""Holds a reply against the schema of its operation in Bungie's OpenAPI document.

The document's ways that are no errors: nothing is said to be required, 64-bit integers are strings on the
wire, the keys of every map are strings, an enum as a key is written by name. Its errors are in
`openapi_errors`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.rasputin.simulator import openapi_errors

Schema = dict[str, Any]
Check = Callable[[Any], bool]

SUCCESS_KEYS = ["Response", "ErrorCode", "ThrottleSeconds", "ErrorStatus", "Message", "MessageData"]
FAILURE_KEYS = SUCCESS_KEYS[1:]
INTEGERS = {
    "byte": (0, 2**8 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class Operation:
    """An operation of the document; `path` is a regular expression."""

    name: str
    method: str
    path: str
    response: Schema


class Document:
    """Bungie's document, with what is known to be wrong in it put right."""

    def __init__(self, loaded: Schema) -> None:
        self._responses = loaded["components"]["responses"]
        self.schemas: dict[str, Schema] = dict(loaded["components"]["schemas"])
        self.bare = loaded["components"]["schemas"]
        for name, properties in openapi_errors.MISSING.items():
            schema = self.schemas[name]
            added = {key: told for key, (told, _) in properties.items()}
            self.schemas[name] = {**schema, "properties": {**schema.get("properties", {}), **added}}
        self.operations = [
            self._operation(path, method, described)
            for path, methods in loaded["paths"].items()
            for method, described in methods.items()
            if isinstance(described, dict)
        ]
        codes = self.schemas["Exceptions.PlatformErrorCodes"]["x-enum-values"]
        self.codes = {int(code["numericValue"]): code["identifier"] for code in codes}

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a path below /Platform means."""
        meant = (o for o in self.operations if o.method == method and re.fullmatch(o.path, path))
        # A fixed path is meant before one with a place for anything.
        return min(meant, key=lambda operation: operation.path.count("[^/]"), default=None)

    def definition(self, table: str) -> Schema | None:
        """The schema of a table of the manifest, such as DestinyRecordDefinition."""
        named = (name for name in self.schemas if name.rpartition(".")[2] == table)
        return next(({"$ref": f"#/components/schemas/{name}"} for name in named), None)

    def resolved(self, schema: Schema) -> Schema:
        """The schema behind a reference; one with a description of its own is written as allOf of one."""
        for inner in (schema, *schema.get("allOf", ())):
            if "$ref" in inner:
                name = _name(inner["$ref"])
                return self.resolved({"x-name": name, **self.schemas[name]})
        return schema

    def _operation(self, path: str, method: str, described: Schema) -> Operation:
        answer = self._responses[_name(described["responses"]["200"]["$ref"])]
        envelope = answer["content"]["application/json"]["schema"]
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
        name = described["operationId"].lstrip(".")
        return Operation(name, method.upper(), pattern, envelope["properties"]["Response"])


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


@dataclass(frozen=True)
class Leniency:
    """What a fault asked for or an older reply has, and what is therefore no problem."""

    unknown_enums: bool = False
    nulls: bool = False
    older: bool = False
    missing: frozenset[str] = frozenset()

    def may_miss(self, key: str) -> bool:
        return self.older or key in self.missing


STRICT = Leniency()


def success_problems(
    document: Document, operation: Operation, body: bytes, allowed: Leniency = STRICT
) -> list[str]:
    """Everything in which a reply of code 1 differs from what the document says of the operation."""
    reply = json.loads(body)
    problems = _envelope(document, reply, body, SUCCESS_KEYS)
    if reply.get("ErrorCode") != 1:
        return [*problems, f"ErrorCode is {reply.get('ErrorCode')}"]
    if reply.get("Response") is None and allowed.nulls:
        return problems
    return [*problems, *value_problems(document, operation.response, reply.get("Response"), allowed)]


def value_problems(document: Document, schema: Schema, value: Any, allowed: Leniency = STRICT) -> list[str]:
    """Everything in which a part of a reply differs from its schema."""
    return list(_Walker(document, allowed).problems(value, schema, "Response"))


def failure_problems(document: Document, body: bytes) -> list[str]:
    """Everything that is wrong with the reply of an error."""
    reply = json.loads(body)
    code = reply.get("ErrorCode")
    problems = _envelope(document, reply, body, FAILURE_KEYS)
    return [*problems, "ErrorCode is 1"] if code == 1 else problems


def _envelope(document: Document, reply: Any, body: bytes, keys: list[str]) -> list[str]:
    if not isinstance(reply, dict) or list(reply) != keys:
        return [f"the envelope's keys are {list(reply)}, should be {keys}"]
    code = reply["ErrorCode"]
    problems = []
    if reply["ErrorStatus"] != document.codes.get(code):
        problems.append(f"{code} is {reply['ErrorStatus']}, should be {document.codes.get(code)}")
    if type(reply["ThrottleSeconds"]) is not int or reply["ThrottleSeconds"] < 0:
        problems.append(f"ThrottleSeconds is {reply['ThrottleSeconds']!r}")
    if not isinstance(reply["Message"], str) or not reply["Message"]:
        problems.append("there is no Message")
    if not all(isinstance(value, str) for value in reply["MessageData"].values()):
        problems.append(f"MessageData is {reply['MessageData']}")
    if re.search(rb"\s", STRINGS.sub(b"", body)):
        problems.append("the JSON is not compact")
    return problems


class _Walker:
    def __init__(self, document: Document, allowed: Leniency) -> None:
        self._document = document
        self._allowed = allowed

    def problems(self, value: Any, schema: Schema, path: str) -> Iterator[str]:
        schema = self._document.resolved(schema)
        if value is None:
            if not schema.get("nullable") and not self._allowed.nulls:
                yield f"{path} is null"
        elif "enum" in schema or "x-enum-reference" in schema:
            yield from self._enum(value, schema, path)
        elif schema.get("type") == "array":
            yield from self._array(value, schema, path)
        elif schema.get("type") == "object":
            yield from self._object(value, schema, path)
        elif not _fits(value, schema, path):
            yield f"{path} is {value!r}, no {schema['type']} ({schema.get('format', 'any')})"

    def _array(self, value: Any, schema: Schema, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{path} is no array"
            return
        for item in value:
            yield from self.problems(item, schema["items"], f"{path}[]")

    def _object(self, value: Any, schema: Schema, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{path} is no object"
        elif "additionalProperties" in schema:
            for key, item in value.items():
                if not self._fits_key(key, schema["x-dictionary-key"]):
                    yield f"{path} has the key {key!r}"
                yield from self.problems(item, schema["additionalProperties"], f"{path}.*")
        elif "properties" in schema:
            yield from self._properties(value, schema, path)

    def _properties(self, value: Schema, schema: Schema, path: str) -> Iterator[str]:
        always = openapi_errors.ALWAYS.get(schema.get("x-name", ""), ())
        for key in always:
            if key not in value and not self._allowed.may_miss(key):
                yield f"{path} has no {key}"
        for key, item in value.items():
            if key in schema["properties"]:
                yield from self.problems(item, schema["properties"][key], f"{path}.{key}")
            elif not _is_undocumented(schema.get("x-name", ""), key):
                yield f"{path}.{key} is not in {schema.get('x-name')}"

    def _enum(self, value: Any, schema: Schema, path: str) -> Iterator[str]:
        if type(value) is not int:
            yield f"{path} is {value!r}, no number of an enum"
        elif not self._allowed.unknown_enums and value not in self._numbers(schema):
            yield f"{path} is {value}, which is not in the enum"

    def _numbers(self, schema: Schema) -> set[int] | range:
        enum = self._enum_of(schema)
        numbers = {int(each["numericValue"]) for each in enum["x-enum-values"]}
        return range(2 * max(numbers)) if enum["x-enum-is-bitmask"] else numbers

    def _enum_of(self, schema: Schema) -> Schema:
        reference = schema.get("x-enum-reference")
        return self._document.schemas[_name(reference["$ref"])] if reference else schema

    def _fits_key(self, key: str, schema: Schema) -> bool:
        if "x-enum-reference" in schema:
            return key in {each["identifier"] for each in self._enum_of(schema)["x-enum-values"]}
        if schema["type"] == "integer":
            return _whole(key, schema["format"])
        return True


def _is_undocumented(schema: str, key: str) -> bool:
    return ".Definitions." in schema and key in openapi_errors.IN_DEFINITIONS


def _fits(value: Any, schema: Schema, path: str) -> bool:
    said: tuple[str, str | None] = (schema["type"], schema.get("format"))
    match openapi_errors.WRITTEN_AS.get(said, said):
        case "integer", "int64":
            return isinstance(value, str) and _whole(value, "int64")
        case "integer", str(kind):
            low, high = INTEGERS[kind]
            return type(value) is int and low <= value <= high
        case "number", _:
            return type(value) is float
        case "boolean", _:
            return isinstance(value, bool)
        case "string", "date-time":
            return isinstance(value, str) and _is_time(value, path)
    return isinstance(value, str)


def _whole(text: str, kind: str) -> bool:
    low, high = INTEGERS[kind]
    return NUMBER.fullmatch(text) is not None and low <= int(text) <= high


def _is_time(text: str, path: str) -> bool:
    match = TIME.fullmatch(text)
    exact = path.rpartition(".")[2] in openapi_errors.WITH_FRACTIONS
    return match is not None and (exact or match[1] is None)
