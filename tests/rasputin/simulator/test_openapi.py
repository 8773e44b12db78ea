"""Every endpoint answers as Bungie's OpenAPI document says, in success, refusal and every fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from rasputin.simulator.answers import world_source
from rasputin.simulator.answers.manifest import WorldManifest
from rasputin.simulator.replies.codes import CODES
from rasputin.simulator.replies.envelope import failure
from rasputin.simulator.serving.routes import routes
from rasputin.simulator.serving.routing import Route
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import World
from tests.rasputin.simulator import openapi_errors
from tests.rasputin.simulator.openapi_asks import ARGUMENTS, ASKS, Ask, Subjects
from tests.rasputin.simulator.openapi_validation import (
    Document,
    Operation,
    failure_problems,
    success_problems,
    value_problems,
)
from tests.rasputin.simulator.server import Reply, Simulator, running

ROUTES = list(routes(world_source(World(Shape(1, 1, 1), 0), WorldManifest())))
DEFINITION = "Destiny2.GetDestinyEntityDefinition"


@pytest.fixture(scope="module")
def document(recorded: Path) -> Document:
    described = recorded.parent / "openapi.json"
    if not described.is_file():
        pytest.skip(f"no OpenAPI document at {described}")
    return Document(json.loads(described.read_bytes()))


@pytest.fixture(scope="module")
def subjects() -> Subjects:
    return Subjects()


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("simulator"), *ARGUMENTS, "--limit", "1000000") as started:
        yield started


def send(simulator: Simulator, ask: Ask) -> Reply:
    return simulator.ask(f"{ask.host}{ask.target}", body=ask.body)


def problems(document: Document, operation: Operation, reply: Reply) -> list[str]:
    """A success is a 200 and holds what the operation gives; anything else is an error's envelope."""
    if reply.status == 200:
        return success_problems(document, operation, reply.body)
    return failure_problems(document, reply.body)


def operation_of(document: Document, ask: Ask) -> Operation:
    operation = document.operation(ask.method, ask.path)
    assert operation is not None, f"{ask.method} {ask.path} is no operation of Bungie's"
    schema = document.definition(ask.path.split("/")[3]) if operation.name == DEFINITION else None
    return replace(operation, response=schema) if schema else operation


def asks(route: Route, subjects: Subjects) -> list[Ask]:
    assert route.endpoint in ASKS, f"nothing is asked of {route.endpoint}"
    asked = [ask for ask in ASKS[route.endpoint](subjects) if ask.method == route.method]
    return [ask for ask in asked if route.pattern.fullmatch(unquote(ask.path))]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.endpoint}")
def test_an_endpoint_answers_as_the_document_says(
    document: Document, simulator: Simulator, subjects: Subjects, route: Route
) -> None:
    replies = [(ask, send(simulator, ask)) for ask in asks(route, subjects)]
    assert any(reply.status == 200 for _, reply in replies)
    for ask, reply in replies:
        assert problems(document, operation_of(document, ask), reply) == [], ask


def test_the_tables_of_the_manifest_hold_what_the_document_says(
    document: Document, simulator: Simulator
) -> None:
    index = simulator.api("/Destiny2/Manifest/").response
    tables = index["jsonWorldComponentContentPaths"]["en"]
    assert tables
    for table, path in tables.items():
        schema = document.definition(table)
        assert schema, table
        definitions = list(simulator.ask(path).json.values())
        step = max(1, len(definitions) // 200)
        for definition in definitions[::step]:
            assert value_problems(document, schema, definition) == [], (table, definition.get("hash"))


def _row(reply: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = reply["Response"]["activities"][0]
    return row


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda reply: _row(reply).pop("values"), "has no values"),
        (lambda reply: _row(reply).update(news=1), "news is not in"),
        (lambda reply: _row(reply).update(period="2026-11-22 13:00"), "no string (date-time)"),
        (lambda reply: _row(reply).update(period="2026-11-22T13:00:00.5Z"), "no string (date-time)"),
        (lambda reply: _row(reply).update(period=None), "period is null"),
        (lambda reply: _row(reply)["activityDetails"].update(instanceId=5), "no integer (int64)"),
        (lambda reply: _row(reply)["activityDetails"].update(instanceId=str(2**63)), "no integer (int64)"),
        (lambda reply: _row(reply)["activityDetails"].update(referenceId="5"), "no integer (uint32)"),
        (lambda reply: _row(reply)["activityDetails"].update(referenceId=-5), "no integer (uint32)"),
        (lambda reply: _row(reply)["activityDetails"].update(mode=9_999), "is not in the enum"),
        (lambda reply: _row(reply)["activityDetails"].update(isPrivate=0), "no boolean"),
        (lambda reply: _row(reply)["values"]["kills"]["basic"].update(value=1), "no number (double)"),
        (lambda reply: reply["Response"].update(activities={}), "is no array"),
        (lambda reply: _row(reply).update(activityDetails=[]), "is no object"),
        (lambda reply: reply.update(Message=""), "no Message"),
        (lambda reply: reply.update(ErrorStatus="Ok"), "should be Success"),
        (lambda reply: reply.update(Response=reply.pop("Response")), "the envelope's keys are"),
    ],
)
def test_a_wrong_reply_is_noticed(
    document: Document, subjects: Subjects, simulator: Simulator, edit: Callable[[Any], Any], told: str
) -> None:
    ask = next(iter(ASKS["history"](subjects)))
    reply = send(simulator, ask).json
    edit(reply)
    operation = operation_of(document, ask)
    found = success_problems(document, operation, json.dumps(reply, separators=(",", ":")).encode())
    assert any(told in problem for problem in found)


def test_white_space_between_values_is_noticed(document: Document) -> None:
    spaced = failure(1601).body.replace(b",", b", ")
    assert failure_problems(document, spaced) == ["the JSON is not compact"]


def test_the_document_does_lack_what_is_added_to_it(document: Document) -> None:
    for name, added in openapi_errors.MISSING.items():
        assert not added.keys() & document.bare[name]["properties"].keys(), name


def test_what_is_always_there_is_known_to_the_document(document: Document) -> None:
    for name, keys in openapi_errors.ALWAYS.items():
        known: dict[str, Any] = document.resolved(document.schemas[name])["properties"]
        assert set(keys) <= known.keys(), name


@pytest.mark.parametrize("code", CODES)
def test_an_error_is_enveloped_under_its_own_name(document: Document, code: int) -> None:
    assert failure_problems(document, failure(code).body) == []
