"""The examples of docs/simulator.md: commands run, scripts load, and its tables are the simulator's."""

import json
import re
import shlex
import tomllib
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from rasputin.simulator.replies.codes import CODES
from rasputin.simulator.serving.faults.rule import Rule
from rasputin.simulator.trouble.effects import TROUBLES
from tests.rasputin.simulator.server import Simulator, running

PAGE = Path(__file__).parents[3] / "docs/simulator.md"
ADDRESS = "http://127.0.0.1:8780"
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, text in BLOCKS if not kind for line in text.replace("\\\n", "").splitlines()]
SCRIPTS = [(kind, text) for kind, text in BLOCKS if kind in ("json", "toml")]


def test_every_example_is_of_a_kind_that_is_tried() -> None:
    assert {kind for kind, _ in BLOCKS} <= {"", "json", "toml"}
    assert {command.split()[0] for command in COMMANDS} <= {"python", "curl"}
    assert len(COMMANDS) >= 8
    assert len(SCRIPTS) >= 2


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("python")])
def test_a_command_starts_the_simulator(command: str, tmp_path: Path) -> None:
    program, *options = re.sub(r"--port \d+ ?", "", command.removeprefix("python -m ")).split()
    assert program == "rasputin.simulator"
    with running(tmp_path, *options) as simulator:
        assert simulator.control("health")["status"] == "ok"


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("curl")])
def test_a_request_is_answered(simulator: Simulator, command: str) -> None:
    simulator.control("faults", body={"name": "busy", "code": 1672})
    words = shlex.split(command)
    address = next(word for word in words if word.startswith(ADDRESS))
    method = words[words.index("-X") + 1] if "-X" in words else None
    body = json.loads(words[words.index("-d") + 1]) if "-d" in words else None
    reply = simulator.ask(address.removeprefix(ADDRESS), body=body, method=method)
    simulator.control("faults", method="DELETE")
    simulator.control("keys", method="DELETE")
    assert reply.status == 200, reply


@pytest.mark.parametrize(("kind", "text"), SCRIPTS)
def test_a_script_loads(simulator: Simulator, kind: str, text: str) -> None:
    read: Callable[[str], Any] = tomllib.loads if kind == "toml" else json.loads
    told = read(text)
    answered = simulator.control("faults", body=told)
    simulator.control("faults", method="DELETE")
    assert [rule["name"] for rule in answered] == [
        rule["name"] for rule in (told if isinstance(told, list) else told["rules"])
    ]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    lines = PAGE.read_text().partition(heading)[2].splitlines()[2:]
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in takewhile(lambda line: line.startswith("|"), lines)
    ]


def test_the_table_of_statuses_is_whole() -> None:
    told = {int(code): (name, int(status)) for code, name, status in rows("| code | name | status |")}
    assert told == {
        number: (code.name, code.status)
        for number, code in CODES.items()
        if number in told or code.status != 500
    }


def test_every_field_of_a_rule_is_explained() -> None:
    told = [
        *rows("| field | which requests it strikes |"),
        *rows("| field | what becomes of the answer |"),
        *rows("| field | of a trouble |"),
    ]
    explained = set(re.findall(r"`(\w+)`", " ".join(" ".join(row) for row in told)))
    assert set(Rule.__struct_fields__) - {"name"} <= explained


def test_every_trouble_is_explained() -> None:
    named = " ".join(name for name, _ in rows("| trouble | what becomes of the answer |"))
    assert set(re.findall(r"`(\w+)`", named)) == set(TROUBLES)
