"""Every endpoint answers as Bungie's OpenAPI document says, in success, refusal and every fault."""

from __future__ import annotations

import json
import re
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
from rasputin.simulator.trouble.effects import TROUBLES, can_befall
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import World
from tests.rasputin.simulator import openapi_errors
from tests.rasputin.simulator.openapi_asks import ARGUMENTS, ASKS, Ask, Subjects
from tests.rasputin.simulator.openapi_validation import (
    STRICT,
    Document,
    Leniency,
    Operation,
    failure_problems,
    success_problems,
    value_problems,
)
from tests.rasputin.simulator.server import HEADERS, Reply, Simulator, running

ROUTES = list(routes(world_source(World(Shape(1, 1, 1), 0), WorldManifest())))
DEFINITION = "Destiny2.GetDestinyEntityDefinition"
#: What may be wrong with an answer because the trouble is just that.
LENIENT = {
    "null_response": Leniency(nulls=True),
    "missing_components": Leniency(missing=frozenset({"profile", "characters"})),
    "null_extended": Leniency(nulls=True),
    "unknown_values": Leniency(unknown_enums=True),
    "unsaid_start": Leniency(missing=frozenset({"activityWasStartedFromBeginning", "startingPhaseIndex"})),
}
#: With which a trouble shows in every world.
TOLD = {"stale_profile": {"minutes": 3 * 24 * 60}}


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


@pytest.fixture
def rule(simulator: Simulator) -> Iterator[Callable[[Any], None]]:
    """Puts a rule in force for a test."""
    yield lambda told: simulator.control("faults", body=told)
    simulator.control("faults", method="DELETE")


def send(simulator: Simulator, ask: Ask) -> Reply:
    return simulator.ask(f"{ask.host}{ask.target}", body=ask.body)


def problems(document: Document, operation: Operation, reply: Reply, allowed: Leniency = STRICT) -> list[str]:
    """A success is a 200 and holds what the operation gives; anything else is an error's envelope."""
    if reply.status == 200:
        return success_problems(document, operation, reply.body, allowed)
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


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.endpoint}")
def test_an_empty_object_is_an_answer_only_where_bungie_gives_one(
    document: Document, subjects: Subjects, route: Route
) -> None:
    operation = operation_of(document, asks(route, subjects)[0])
    fits = value_problems(document, operation.response, {}) == []
    assert fits == (operation.name in openapi_errors.MAY_BE_EMPTY), operation.name


def first_asks(subjects: Subjects) -> Iterator[Ask]:
    """One for each endpoint."""
    return (asks(route, subjects)[0] for route in ROUTES)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"code": 1672, "throttle_seconds": 10}, 1672),
        ({"code": 51, "status": 429, "message": "Slower.", "data": {"limit": "250"}}, 51),
        ({"maintenance": ["all"], "after": "2026-11-22T10:00:00Z"}, 5),
        ({"code": 3, "delay": 0.001, "drip": 1_000_000}, 3),
    ],
    ids=["code", "code-with-all", "maintenance", "slow-code"],
)
def test_a_fault_is_enveloped_at_every_endpoint(
    document: Document,
    simulator: Simulator,
    subjects: Subjects,
    rule: Callable[[Any], None],
    fault: Any,
    code: int,
) -> None:
    rule(fault)
    codes = set()
    for ask in first_asks(subjects):
        reply = send(simulator, ask)
        assert problems(document, operation_of(document, ask), reply) == [], ask
        codes.add(reply.code)
    assert code in codes <= {code, 1}


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"code": 1, "status": 500}, 500), ({"response": None}, 200), ({"delay": 0.001}, 200)],
    ids=["true-under-500", "null", "late"],
)
def test_a_fault_that_says_success_keeps_the_shape(
    document: Document,
    simulator: Simulator,
    subjects: Subjects,
    rule: Callable[[Any], None],
    fault: Any,
    status: int,
) -> None:
    rule(fault)
    for ask in first_asks(subjects):
        reply = send(simulator, ask)
        assert reply.status == status
        allowed = Leniency(nulls="response" in fault)
        assert success_problems(document, operation_of(document, ask), reply.body, allowed) == [], ask


@pytest.mark.parametrize(
    "fault",
    [{"status": 403}, {"status": 524}, {"body": "", "status": 500}, {"redirect": "self"}],
    ids=["blocked", "timed-out", "empty", "moved"],
)
def test_what_is_no_answer_of_the_api_does_not_look_like_one(
    simulator: Simulator, subjects: Subjects, rule: Callable[[Any], None], fault: Any
) -> None:
    rule(fault)
    for ask in first_asks(subjects):
        reply = send(simulator, ask)
        assert reply.status != 200
        assert not reply.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize("trouble", TROUBLES)
def test_spoilt_data_keep_the_shape(
    document: Document,
    simulator: Simulator,
    subjects: Subjects,
    rule: Callable[[Any], None],
    trouble: str,
) -> None:
    befalling = [route for route in ROUTES if can_befall(trouble, route.endpoint)]
    asked = [ask for route in befalling for ask in asks(route, subjects)[:6]]
    true = [send(simulator, ask) for ask in asked]
    rule({"trouble": trouble, "share": 0.8, **TOLD.get(trouble, {})})
    spoilt = [send(simulator, ask) for ask in asked]
    assert [untimed(reply) for reply in spoilt] != [untimed(reply) for reply in true]
    for ask, reply in zip(asked, spoilt, strict=True):
        allowed = LENIENT.get(trouble, STRICT)
        assert problems(document, operation_of(document, ask), reply, allowed) == [], ask


def untimed(reply: Reply) -> bytes:
    """Without the moments at which it was made."""
    return re.sub(rb'MintedTimestamp":"[^"]+"', b"", reply.body)


@pytest.mark.parametrize(
    ("target", "headers", "code"),
    [
        ("/Platform/Settings/", {"User-Agent": "tests"}, 2102),
        ("/Platform/Nothing/Here/", HEADERS, 21),
        ("/Platform/Destiny2/x/Profile/1/?components=100", HEADERS, 7),
    ],
)
def test_the_gate_refuses_in_an_envelope(
    document: Document, simulator: Simulator, target: str, headers: dict[str, str], code: int
) -> None:
    reply = simulator.ask(target, headers=headers)
    assert reply.code == code
    assert failure_problems(document, reply.body) == []


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
