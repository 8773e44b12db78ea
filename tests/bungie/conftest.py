"""What the client's tests share: a server, a client of it, and what was recorded from Bungie."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rasputin.bungie import Client
from tests.bungie.bungie_server import Server, make_client, serve

RECORDED = Path(__file__).parents[3] / "shared/bungie/recorded"


@pytest.fixture(scope="session")
def recorded() -> Callable[[str], bytes]:
    """Reads a recorded reply of Bungie's; skips the test where the collection is absent."""
    if not RECORDED.is_dir():
        pytest.skip(f"no recorded replies in {RECORDED}")

    def read(name: str) -> bytes:
        content = (RECORDED / name).read_bytes()
        return gzip.decompress(content) if name.endswith(".gz") else content

    return read


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as serving:
        yield serving


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    made = make_client(server.url)
    yield made
    made.close()


@pytest.fixture(scope="session")
def openapi() -> dict[str, Any]:
    """Bungie's own description of its API; skips the test where it is absent."""
    document = RECORDED.parent / "openapi.json"
    if not document.is_file():
        pytest.skip(f"no OpenAPI document at {document}")
    loaded: dict[str, Any] = json.loads(document.read_bytes())
    return loaded
