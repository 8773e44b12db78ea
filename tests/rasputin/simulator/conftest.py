"""Simulators shared by the tests: one world at rest, one of recorded replies."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rasputin.simulator.server import WORLD, Simulator, running


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("simulator"), *WORLD, "--limit", "100000") as started:
        yield started


@pytest.fixture(scope="module")
def replaying(tmp_path_factory: pytest.TempPathFactory, recorded: Path) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("simulator")
    with running(folder, "--recorded", str(recorded), "--limit", "100000") as started:
        yield started


@pytest.fixture(scope="module")
def members(simulator: Simulator) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = simulator.control("truth/members")
    return told


@pytest.fixture(scope="module")
def busiest(members: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """The member and the character with the longest history."""
    played = (
        (c["activities"], c["character_id"], member) for member in members for c in member["characters"]
    )
    _, character_id, member = max(played, key=lambda found: (found[0], found[1]))
    return member, character_id
