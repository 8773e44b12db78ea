"""Replies read as the client reads them: those that a test makes up, and those that were recorded."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from rasputin.bungie import shown
from rasputin.bungie.types.profile import ComponentOf
from rasputin.bungie.wire import Answer, Reader
from tests.bungie.bungie_server import envelope

T = TypeVar("T")
Read = Callable[[str], bytes]


def reply(reader: Reader[T], response: Any) -> T:
    """A response, without its envelope, in the type of its reader."""
    return reader.read(Answer(endpoint="test", status=200, headers={}, body=envelope(Response=response)))


def recorded_response(recorded: Read, name: str) -> Any:
    """A recording without its envelope; a part of a key, after #, chooses from a file of many replies."""
    path, _, part = name.partition("#")
    document = json.loads(recorded(path))
    if part:
        (found,) = (response for key, response in document.items() if part in key)
        return found
    return document.get("Response", document)


def held(component: ComponentOf[T] | None) -> T:
    """What a component holds, which must be something."""
    data = shown(component)
    assert data is not None
    return data
