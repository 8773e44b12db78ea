"""That docs/api.md says what the API does."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
FREE = {"granted", "granted_by_host", "granted_by_priority", "closed", "bytes_by_kind"}  # their keys are data


@pytest.fixture
def spec(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def test_the_page_names_every_endpoint_and_no_other(spec: dict[str, Any]) -> None:
    named = re.findall(r"^\| `(/api/[^`]*)`", PAGE, re.MULTILINE)
    assert sorted(named) == sorted(spec["paths"])


@pytest.mark.parametrize("endpoint", ["activities", "stats", "triumphs"])
def test_the_page_names_every_parameter_of_a_members_lists(spec: dict[str, Any], endpoint: str) -> None:
    parameters = spec["paths"][f"/api/members/{{identifier}}/{endpoint}"]["get"]["parameters"]
    names = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
    assert {name for name in names if f"`{name}`" not in PAGE} == set()


def test_every_key_of_an_example_is_one_that_the_api_answers(spec: dict[str, Any]) -> None:
    answered = {
        name for schema in spec["components"]["schemas"].values() for name in schema.get("properties", {})
    }
    told = {key for example in EXAMPLES for key in keys(example)}
    assert told - answered == set()


@pytest.mark.parametrize(
    ("schema", "mark"),
    [
        ("Member", "guardian_rank"),
        ("Character", "vanished_at"),
        ("ActivityLine", "report"),
        ("Totals", "kda"),
        ("ReportTotals", "grenade_kills"),
        ("Weapon", "item_type_name"),
        ("Counter", "stat_id"),
        ("Clan", "about"),
        ("RosterLine", "is_online"),
        ("ModeGroup", "slug"),
    ],
)
def test_an_example_shows_every_key(spec: dict[str, Any], schema: str, mark: str) -> None:
    schemas = spec["components"]["schemas"]
    shown = next(found for example in EXAMPLES for found in objects(example) if mark in found)
    assert set(shown) == set(schemas[schema]["properties"])


def keys(value: Any) -> Iterator[str]:
    for found in objects(value):
        yield from found


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for key, child in value.items():
            if key not in FREE:
                yield from objects(child)
    elif isinstance(value, list):
        for child in value:
            yield from objects(child)
