"""Mangled replies give values or errors of the tree, through every Reader and every method, and in time."""

import json
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from typing import Any, Final

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasputin.bungie import BungieError, Client
from rasputin.bungie.wire import Answer
from tests.bungie.bungie_server import Server, make_client, serve
from tests.bungie.every_method import METHODS, ask, operation
from tests.bungie.every_reader import READERS
from tests.bungie.mangling import STATUSES, TOKENS, answers, bodies, with_unknown
from tests.bungie.seeds import seeds

#: Far beyond what a reply takes, and far below what anybody would wait for one.
SOON: Final = 5.0

calm = settings(
    derandomize=True,
    deadline=timedelta(seconds=SOON),
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


@pytest.mark.parametrize("name", READERS)
@settings(calm, max_examples=40)
@given(data=st.data())
def test_a_mangled_reply_gives_a_value_or_an_error_of_the_tree(name: str, data: st.DataObject) -> None:
    reader = READERS[name]
    body, status = data.draw(bodies(reader.operation)), data.draw(STATUSES)
    with suppress(BungieError):
        value = reader.read(Answer(endpoint="any", status=status, headers={}, body=body))
        assert status == 200
        assert b"\\u0000" not in msgspec.json.encode(value)
        read_all(value)


@pytest.mark.parametrize("name", READERS)
def test_an_unspoiled_seed_is_a_value(name: str) -> None:
    for document in seeds(READERS[name].operation):
        body = json.dumps(document).encode()
        read_all(READERS[name].read(Answer(endpoint="any", status=200, headers={}, body=body)))


def read_all(value: Any) -> None:
    """Read every property of every Struct in a value."""
    if isinstance(value, msgspec.Struct):
        for each in type(value).__mro__:
            for name in [name for name, member in vars(each).items() if isinstance(member, property)]:
                getattr(value, name)
        for name in value.__struct_fields__:
            read_all(getattr(value, name))
    elif isinstance(value, dict | tuple | list):
        for item in value.values() if isinstance(value, dict) else value:
            read_all(item)


@pytest.fixture(scope="module")
def serving() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture(scope="module")
def asking(serving: Server) -> Iterator[Client]:
    made = make_client(serving.url)
    yield made
    made.close()


@pytest.mark.parametrize("name", METHODS)
@settings(calm, max_examples=20)
@given(data=st.data())
def test_a_mangled_answer_leaves_a_method_as_a_value_or_an_error_of_the_tree(
    serving: Server, asking: Client, name: str, data: st.DataObject
) -> None:
    serving.answering = data.draw(answers(operation(name)))
    started = time.monotonic()
    with suppress(BungieError):
        read_all(consumed(ask(asking, name)))
    assert time.monotonic() - started < SOON


@pytest.mark.parametrize("name", METHODS)
def test_whatever_a_field_of_tomorrow_holds_gives_a_value_or_an_error_of_the_tree(
    serving: Server, asking: Client, name: str
) -> None:
    for token in TOKENS:
        serving.answers(with_unknown(operation(name), token))
        with suppress(BungieError):
            read_all(consumed(ask(asking, name)))


def consumed(result: Any) -> Any:
    """The result itself, or all that a file has to give."""
    if not isinstance(result, AbstractContextManager):
        return result
    with result as file:
        return list(file)


@settings(calm, max_examples=100)
@given(body=st.binary(max_size=200), status=st.sampled_from([200, 204, 302, 418, 500]))
def test_any_bytes_give_errors_of_the_tree(body: bytes, status: int) -> None:
    for reader in READERS.values():
        with pytest.raises(BungieError):
            reader.read(Answer(endpoint="any", status=status, headers={"Retry-After": "x"}, body=body))


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 5_000,
        b'{"ErrorCode":1,"Response":' + b"[" * 3000 + b"]" * 3000 + b"}",
        b'{"ErrorCode":' + b"9" * 5000 + b"}",
        b'{"ErrorCode":1,"Response":' + b"9" * 1_000_000 + b"}",
        b'{"ErrorCode":1e400}',
        b'{"ErrorCode":1,"Response":"\xff\xfe"}',
        b"\xef\xbb\xbf{}",
        b"<title>" * 100_000,
        b" " * 1_000_000,
    ],
    ids=lambda body: f"{body[:30]!r}",
)
def test_bodies_made_to_break_a_parser_give_errors_of_the_tree(body: bytes) -> None:
    started = time.monotonic()
    for reader in READERS.values():
        with pytest.raises(BungieError):
            reader.read(Answer(endpoint="any", status=200, headers={}, body=body))
    assert time.monotonic() - started < SOON
