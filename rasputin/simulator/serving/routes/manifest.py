"""The manifest's index, and single definitions."""

from __future__ import annotations

from typing import Any, Protocol

from rasputin.simulator.replies.documents import Document
from rasputin.simulator.replies.envelope import Reply, success
from rasputin.simulator.serving.routing import Request, Route, route


class Manifest(Protocol):
    def index(self, now: float) -> Any: ...
    def definition(self, table: str, key: str, locale: str, now: float) -> Any: ...
    def file(self, locale: str, name: str, address: str, now: float) -> Document | Reply: ...
    def database(self, locale: str, name: str, now: float) -> Document | Reply: ...


class ManifestEndpoints:
    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest

    def routes(self) -> tuple[Route, ...]:
        return (
            route("manifest", "GET", "/Destiny2/Manifest/", self._index),
            route("definition", "GET", "/Destiny2/Manifest/{text}/{text}/", self._definition),
        )

    def _index(self, request: Request) -> Reply:
        return success(self._manifest.index(request.now))

    def _definition(self, request: Request, table: str, key: str) -> Reply:
        return success(self._manifest.definition(table, key, request.query.get("lc", ""), request.now))
