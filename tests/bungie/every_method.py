"""Every method of the client that asks Bungie something, and a way to call it without knowing it."""

import inspect
import re
from typing import Any, Final

from rasputin.bungie import Client

METHODS: Final[tuple[str, ...]] = tuple(
    name
    for name, _ in inspect.getmembers(Client, inspect.isfunction)
    if not name.startswith("_") and name != "close"
)
#: Something for each argument that a method insists on, by its name or else its type.
_SOMETHING: Final[dict[Any, Any]] = {
    "path": "/common/destiny2_content/json/en/DestinyRecordDefinition-7.json",
    "table": "DestinyRecordDefinition",
    int: 7,
    str: "text",
}


def operation(name: str) -> str:
    """The operation of Bungie's that the method's docstring begins with; "" for one that fetches files."""
    found = re.match(r"(?:\w+\.)?[A-Z]\w*[a-z][A-Z]\w*(?=[:,])", inspect.getdoc(getattr(Client, name)) or "")
    return found[0] if found else ""


def ask(client: Client, name: str) -> Any:
    """Call the method with as little as it insists on."""
    parameters = inspect.signature(getattr(client, name)).parameters.values()
    needed = {
        each.name: _SOMETHING.get(each.name, _SOMETHING.get(each.annotation))
        for each in parameters
        if each.default is each.empty
    }
    return getattr(client, name)(**needed)
