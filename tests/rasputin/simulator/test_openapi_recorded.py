"""Recorded replies, and what is derived from them, are held against Bungie's OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rasputin.simulator.openapi_asks import COMPONENTS, REPORTS_HOST, Ask
from tests.rasputin.simulator.openapi_validation import (
    Document,
    Leniency,
    failure_problems,
    success_problems,
)
from tests.rasputin.simulator.server import Simulator

#: Ids whose replies their projects edited: numbers of stats and of a rank set to 9, names to null.
EDITED = {"100", "12346", "4107840", "4444444444444444444"}
ANY_TYPE = (1, 2, 3, 4, 5, 6)

World = dict[str, Any]


@pytest.fixture(scope="module")
def document(recorded: Path) -> Document:
    described = recorded.parent / "openapi.json"
    if not described.is_file():
        pytest.skip(f"no OpenAPI document at {described}")
    return Document(json.loads(described.read_bytes()))


@pytest.fixture(scope="module")
def world(replaying: Simulator) -> World:
    told: World = replaying.control("world")
    return told


def _members(world: World) -> Iterator[Ask]:
    for membership_id in world["members"]:
        yield Ask(f"/Destiny2/-1/Profile/{membership_id}/LinkedProfiles/")
        yield Ask(f"/User/GetMembershipsById/{membership_id}/-1/")
        for kind in ANY_TYPE:
            yield Ask(f"/Destiny2/{kind}/Profile/{membership_id}/?components={COMPONENTS}")


def _statistics(world: World) -> Iterator[Ask]:
    for membership_id in world["account_stats"]:
        for kind in ANY_TYPE:
            yield Ask(f"/Destiny2/{kind}/Account/{membership_id}/Stats/")


def _characters(world: World) -> Iterator[Ask]:
    for history in world["histories"]:
        for kind in ANY_TYPE:
            account = f"/Destiny2/{kind}/Account/{history['membership_id']}"
            character = f"{account}/Character/{history['character_id']}/Stats/"
            for ending in ("", "Activities/?count=250", "AggregateActivityStats/", "UniqueWeapons/"):
                yield Ask(f"{character}{ending}")


def _reports(world: World) -> Iterator[Ask]:
    for instance_id in world["reports"]:
        yield Ask(f"/Destiny2/Stats/PostGameCarnageReport/{instance_id}/", host=REPORTS_HOST)


def _clans(world: World) -> Iterator[Ask]:
    for clan in world["clans"]:
        for ending in ("", "Members/", "AdminsAndFounder/"):
            yield Ask(f"/GroupV2/{clan['group_id']}/{ending}")


def _game(world: World) -> Iterator[Ask]:
    for path in ("/Settings/", "/GlobalAlerts/", "/Destiny2/Manifest/", "/Destiny2/Milestones/"):
        yield Ask(path)
    for search in world["searches"]:
        asked = {"displayName": search["name"], "displayNameCode": search["code"]}
        yield Ask("/Destiny2/SearchDestinyPlayerByBungieName/-1/", asked)


@pytest.mark.parametrize("asks", [_members, _statistics, _characters, _reports, _clans, _game])
def test_recorded_replies_are_what_the_document_says(
    document: Document, replaying: Simulator, world: World, asks: Callable[[World], Iterator[Ask]]
) -> None:
    succeeded = 0
    for ask in asks(world):
        reply = replaying.ask(f"{ask.host}{ask.target}", body=ask.body)
        if reply.status != 200:
            assert failure_problems(document, reply.body) == [], ask
        elif EDITED.isdisjoint(ask.path.split("/")):
            operation = document.operation(ask.method, ask.path)
            assert operation, ask
            assert success_problems(document, operation, reply.body, Leniency(older=True)) == [], ask
            succeeded += 1
    assert succeeded
