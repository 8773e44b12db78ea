"""What was recorded from Bungie decodes into the types and encodes back with nothing a tracker needs lost.

`left_out.py` says which fields of the replies have no place in the types, `recordings_apart.py` which files
are no replies, each with the reason. Without the collection, all of this is skipped.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from rasputin.bungie import BungieError, enums
from rasputin.bungie.definitions import kind_of, read_definition, read_table
from rasputin.bungie.types.definitions import unsigned
from rasputin.bungie.wire import Answer
from tests.bungie.conftest import RECORDED
from tests.bungie.every_reader import READERS
from tests.bungie.left_out import LEFT_OUT
from tests.bungie.reading import Read
from tests.bungie.recorded_tables import FOLDERS, SINGLE, SLICES, UNREAD_FOLDERS, table_of
from tests.bungie.recordings import RECORDINGS, Recording
from tests.bungie.recordings_apart import ERRORS, NOT_RECORDED, PAGES, UNREAD
from tests.bungie.round_trip import Lost, changed, lost, matches, unexplained

Losses = Callable[[Recording], list[Lost]]


@pytest.fixture(scope="session")
def documents(recorded: Read) -> Callable[[str], Any]:
    """The document under a name, or its part under the key behind `#`."""

    def read(name: str) -> Any:
        path, _, key = name.partition("#")
        document = json.loads(recorded(path).decode("utf-8-sig"))
        return document[key] if key else document

    return read


@pytest.fixture(scope="session")
def losses(documents: Callable[[str], Any]) -> Losses:
    """What a recording loses on the way through the Readers of its operation."""
    known: dict[str, list[Lost]] = {}

    def find(recording: Recording) -> list[Lost]:
        if recording.name not in known:
            responses = recording.replies(documents(recording.name))
            asked = [reader for reader in READERS.values() if reader.operation == recording.operation]
            assert asked, f"no Reader for {recording.operation}"
            known[recording.name] = [
                each for response in responses for reader in asked for each in lost(reader, response)
            ]
        return known[recording.name]

    return find


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_a_recorded_reply_encodes_back_without_loss(losses: Losses, recording: Recording) -> None:
    problem = unexplained(losses(recording), LEFT_OUT.get(recording.operation, {}))
    assert not problem, f"{recording.operation} loses:\n{problem}"


def test_every_reason_to_leave_something_out_has_its_use(losses: Losses) -> None:
    found = [(recording.operation, each.path) for recording in RECORDINGS for each in losses(recording)]
    idle = [
        f"{operation}: {pattern}"
        for operation, patterns in LEFT_OUT.items()
        for pattern in patterns
        if not any(operation == asked and matches(path, pattern) for asked, path in found)
    ]
    assert not idle, "nothing needs to be left out for\n" + "\n".join(idle)


def test_every_reader_was_recorded_or_is_listed_as_not(recorded: Read) -> None:
    operations = {reader.operation for reader in READERS.values()}
    assert operations - {recording.operation for recording in RECORDINGS} == set(NOT_RECORDED)


def test_every_recorded_file_is_read_or_has_a_reason(recorded: Read, documents: Callable[[str], Any]) -> None:
    replies = [recording.name for recording in RECORDINGS if not _is_beside_tables(recording.name)]
    listed = [*replies, *ERRORS, *PAGES, *UNREAD, *SINGLE, *SLICES]
    assert sorted(_names(documents)) == sorted(listed)


def _names(documents: Callable[[str], Any]) -> Iterator[str]:
    """Every name of the collection outside of the folders of tables."""
    for path in RECORDED.rglob("*"):
        name = path.relative_to(RECORDED).as_posix()
        if path.is_file() and name.startswith("mixed/"):
            yield from (f"{name}#{key}" for key in documents(name))
        elif path.is_file() and not _is_beside_tables(name):
            yield name


def _is_beside_tables(name: str) -> bool:
    return any(name.startswith(f"{folder}/") for folder in (*FOLDERS, *UNREAD_FOLDERS))


@pytest.mark.parametrize("name", ERRORS)
def test_a_recorded_error_is_one_of_the_tree(recorded: Read, name: str) -> None:
    body = recorded(name)
    error = _failure(body, ERRORS[name].status)
    said = json.loads(body)
    assert type(error) is ERRORS[name].kind
    assert (error.code, error.status_name, error.message) == (
        said["ErrorCode"],
        said["ErrorStatus"],
        said["Message"],
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_recorded_page_is_an_error_of_the_tree(recorded: Read, name: str) -> None:
    error = _failure(recorded(name), PAGES[name].status)
    assert (type(error), error.code) == (PAGES[name].kind, None)


def _failure(body: bytes, status: int) -> BungieError:
    reader = next(iter(READERS.values()))
    with pytest.raises(BungieError) as caught:
        reader.read(Answer(endpoint="recorded", status=status, headers={}, body=body))
    return caught.value


def test_every_folder_of_tables_is_read_or_has_a_reason(recorded: Read) -> None:
    folders = [path.relative_to(RECORDED).as_posix() for path in (RECORDED / "manifest").iterdir()]
    assert sorted(folders) == sorted([*FOLDERS, *UNREAD_FOLDERS, "manifest/index"])


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_recorded_table_holds_what_its_type_declares(recorded: Read, folder: str) -> None:
    """Definitions are projections: what a Struct declares came through, and nothing else is asked."""
    names = [path.relative_to(RECORDED).as_posix() for path in (RECORDED / folder).iterdir()]
    tables = {name: table for name in names if (table := table_of(name))}
    assert tables
    for name, table in tables.items():
        said = _entries(json.loads(recorded(name)))
        held = read_table(table, recorded(name))
        assert {str(key) for key in held} == set(said)
        problem = unexplained(
            [each for key, value in held.items() for each in changed(value, said[str(key)])], {}
        )
        assert not problem, f"{name} loses:\n{problem}"


def _entries(document: Any) -> dict[str, Any]:
    """A table by unsigned hash, as a statistic's table by its id."""
    if isinstance(document, dict):
        return document
    return {
        str(row["key"] if "key" in row else unsigned(row["id"])): json.loads(row["json"]) for row in document
    }


@pytest.mark.parametrize("name", [*SINGLE, *SLICES])
def test_recorded_definitions_hold_what_their_type_declares(
    documents: Callable[[str], Any], name: str
) -> None:
    said = documents(name)
    for each in [said] if name in SINGLE else said.values():
        value = read_definition(kind_of(SINGLE.get(name) or table_of(name) or ""), each)
        assert not unexplained(changed(value, each), {})


@pytest.mark.parametrize(
    ("table", "names"),
    [("Class", enums.CLASS_NAMES), ("Race", enums.RACE_NAMES), ("Gender", enums.GENDER_NAMES)],
)
def test_what_a_character_is_has_the_names_of_the_manifest(
    documents: Callable[[str], Any], table: str, names: dict[int, str]
) -> None:
    said = documents(f"manifest/2019-06-23_d2-additional-info/{table}.json")
    assert {int(key): each["displayProperties"]["name"] for key, each in said.items()} == names


class Kept(msgspec.Struct):
    kept: Any = None


@pytest.mark.parametrize(
    ("said", "held", "paths"),
    [
        ({"kept": 1, "gone": None}, 1, []),
        ({"kept": "12"}, 12, []),
        ({"kept": 2301079130225098800}, 2.3010791302250988e18, []),
        ({"kept": "2024-01-04T00:54:26.000Z"}, "2024-01-04T00:54:26Z", []),
        ({"kept": {"a": [{}, {"b": 1}]}}, {"a": [{}, {"b": 2}]}, ["kept.a.1.b"]),
        ({"kept": [1, 2]}, [1], ["kept"]),
        ({"kept": True}, 1, ["kept"]),
        ({"kept": "one"}, "two", ["kept"]),
        ({"kept": 0}, None, ["kept"]),
    ],
)
def test_a_changed_value_is_noticed(said: Any, held: Any, paths: list[str]) -> None:
    assert [each.path for each in changed(Kept(held), said)] == paths


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.b.c", False),
        ("a.*.b", "a.17.b", True),
        ("a.*.b", "a.1.7.b", False),
        ("**.b", "b", True),
        ("**.b", "a.17.b", True),
        ("**.b", "a.bb", False),
        ("a.**.b", "a.1.2.b", True),
        ("a.**.b", "a.b", True),
    ],
)
def test_a_pattern_fits_what_it_says(pattern: str, path: str, fits: bool) -> None:
    assert matches(path, pattern) is fits
