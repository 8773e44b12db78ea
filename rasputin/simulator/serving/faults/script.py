"""Rules from a file or a request: JSON or TOML in, checked rules or a sentence about what is wrong out."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import msgspec

from rasputin.simulator.serving.faults.rule import Rule


def read_script(path: Path, endpoints: Collection[str]) -> list[Rule]:
    """The rules of a file: `[{...}, ...]` or `{"rules": [...]}` in JSON, `[[rules]]` in TOML."""
    try:
        text = path.read_text()
        told = tomllib.loads(text) if path.suffix == ".toml" else msgspec.json.decode(text)
        return rules(told, endpoints)
    except (OSError, tomllib.TOMLDecodeError, msgspec.DecodeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error


def rules(told: Any, endpoints: Collection[str]) -> list[Rule]:
    """One rule, a list of them, or an object that holds the list as `rules`."""
    if isinstance(told, dict):
        told = told["rules"] if set(told) == {"rules"} else [told]
    if not isinstance(told, list):
        raise ValueError("Rules are an object or a list of objects.")
    made = [_rule(number, one, endpoints) for number, one in enumerate(told, 1)]
    names = [rule.name for rule in made if rule.name]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"Two rules are named {', '.join(sorted(twice))}.")
    return made


def _rule(number: int, told: Any, endpoints: Collection[str]) -> Rule:
    try:
        rule = msgspec.convert(told, Rule)
    except msgspec.ValidationError as error:
        raise ValueError(f"Rule {number}: {error}") from error
    if strangers := sorted(set(rule.endpoints) - set(endpoints)):
        known = ", ".join(sorted(endpoints))
        raise ValueError(f"Rule {number}: no endpoint is named {', '.join(strangers)}, but {known}.")
    return rule
