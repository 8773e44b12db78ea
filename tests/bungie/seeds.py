"""Good replies of every operation: one with each field that its type declares, and recorded ones."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from msgspec import inspect

from rasputin.bungie.types.definitions import RecordDefinition
from tests.bungie.bungie_server import envelope
from tests.bungie.conftest import RECORDED
from tests.bungie.every_reader import READERS
from tests.bungie.recordings import RECORDINGS

#: Bytes; what is larger even when trimmed takes too long to spoil.
LARGEST: Final = 20_000
#: A field that no type declares, in every object of a sample.
UNKNOWN: Final = "fieldOfTomorrow"


@cache
def seeds(operation: str) -> tuple[Any, ...]:
    """Replies in their envelopes, recorded ones where the collection is; for no operation, files."""
    if not operation:
        return ({"7": sample(inspect.type_info(RecordDefinition))}, [{"id": -7, "json": "{}"}])
    whole = [sample(inspect.type_info(each.type)) for each in READERS.values() if each.operation == operation]
    return tuple(json.loads(envelope(response)) for response in (*whole, *_recorded(operation)))


def _recorded(operation: str) -> Iterator[Any]:
    for recording in RECORDINGS:
        path = RECORDED / recording.name
        if recording.operation == operation and path.suffix == ".json" and path.is_file():
            reply = trimmed(recording.replies(json.loads(path.read_text("utf-8-sig")))[0])
            if len(json.dumps(reply)) < LARGEST:
                yield reply


def sample(type_: inspect.Type) -> Any:
    """JSON that carries every field that the type declares, and one that it does not."""
    match type_:
        case inspect.Metadata():
            return sample(type_.type)
        case inspect.UnionType():
            return sample(next(each for each in type_.types if not isinstance(each, inspect.NoneType)))
        case inspect.StructType():
            return {field.encode_name: sample(field.type) for field in type_.fields} | {UNKNOWN: [7]}
        case inspect.DictType():
            return {sample(type_.key_type): sample(type_.value_type)}
        case inspect.VarTupleType() | inspect.ListType():
            return [sample(type_.item_type)] * 2
    return _PLAIN[type(type_)]


_PLAIN: Final[dict[type[inspect.Type], Any]] = {
    inspect.IntType: "7",
    inspect.FloatType: 7.5,
    inspect.BoolType: True,
    inspect.StrType: "text",
    inspect.DateTimeType: "2024-01-04T00:54:26Z",
    inspect.AnyType: {"hash": 7},
}


def trimmed(value: Any) -> Any:
    """The same with at most two entries of every list and map of numbers."""
    if isinstance(value, list):
        return [trimmed(item) for item in value[:2]]
    if isinstance(value, dict):
        short = list(value.items())[:2] if all(key.isdigit() for key in value) else value.items()
        return {key: trimmed(item) for key, item in short}
    return value
