"""What gets lost between a reply and the same reply decoded and encoded again."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec

from rasputin.bungie.wire import Answer, Reader
from tests.bungie.bungie_server import envelope

_NO_PLACE: Final = "has no place"


class Lost(NamedTuple):
    """A place in a reply, keys and indices between dots, whose value did not come back, and how not."""

    path: str
    how: str


def lost(reader: Reader[Any], response: Any) -> list[Lost]:
    """All that the type does not hold of a reply; a key without a place stands for all below it."""
    body = envelope(Response=response)
    value = reader.read(Answer(endpoint="recorded", status=200, headers={}, body=body))
    return list(_compare(response, json.loads(msgspec.json.encode(value)), ""))


def changed(value: Any, said: Any) -> list[Lost]:
    """What differs of that which the type does hold."""
    found = _compare(said, json.loads(msgspec.json.encode(value)), "")
    return [each for each in found if each.how != _NO_PLACE]


def _compare(said: Any, held: Any, path: str) -> Iterator[Lost]:
    if isinstance(said, dict) and isinstance(held, dict):
        for key, value in said.items():
            if value is not None:
                yield from _below(value, held, key, f"{path}.{key}".lstrip("."))
    elif isinstance(said, list) and isinstance(held, list) and len(said) == len(held):
        for index, (value, other) in enumerate(zip(said, held, strict=True)):
            yield from _compare(value, other, f"{path}.{index}".lstrip("."))
    elif not _same(said, held):
        yield Lost(path, f"{said!r:.60} became {held!r:.60}")


def _below(value: Any, held: dict[str, Any], key: str, path: str) -> Iterator[Lost]:
    if key in held:
        yield from _compare(value, held[key], path)
    else:
        yield Lost(path, _NO_PLACE)


def _same(said: Any, held: Any) -> bool:
    """Equal, or an integer that Bungie writes as a string, or the same double or moment in another form."""
    if isinstance(said, bool) or isinstance(held, bool):
        return said is held
    if isinstance(said, str) and isinstance(held, int):
        return said == str(held)
    if isinstance(said, int) and isinstance(held, float):
        return float(said) == held
    return bool(said == held) or _moment(said) == _moment(held) is not None


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def matches(path: str, pattern: str) -> bool:
    """Whether a pattern fits: `*` stands for one key or index, `**` for any number of them."""
    parts = (re.escape(part) for part in pattern.split("."))
    regex = r"\.".join({r"\*\*": r".*", r"\*": r"[^.]+"}.get(part, part) for part in parts)
    return re.fullmatch(regex.replace(r".*\.", r"(.+\.)?"), path) is not None


def unexplained(found: Iterable[Lost], reasons: Mapping[str, str]) -> str:
    """What no pattern explains, one line a place, with the numbers of maps and lists put together."""
    rest = [each for each in found if not any(matches(each.path, pattern) for pattern in reasons)]
    counts = Counter(re.sub(r"(?<![^.])\d+(?![^.])", "*", each.path) for each in rest)
    examples = {re.sub(r"(?<![^.])\d+(?![^.])", "*", each.path): each.how for each in rest}
    return "\n".join(f"{count:6} {path}: {examples[path]}" for path, count in sorted(counts.items()))
