"""The API's endpoints by topic. Each topic says what it wants answered, by the world or by recordings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rasputin.simulator.serving.routes.activities import Activities, ActivityEndpoints
from rasputin.simulator.serving.routes.clans import ClanEndpoints, Clans
from rasputin.simulator.serving.routes.content import ContentEndpoints
from rasputin.simulator.serving.routes.game import Game, GameEndpoints
from rasputin.simulator.serving.routes.manifest import Manifest, ManifestEndpoints
from rasputin.simulator.serving.routes.players import PlayerEndpoints, Players
from rasputin.simulator.serving.routes.statistics import Statistics, StatisticsEndpoints
from rasputin.simulator.serving.routing import Route


class Source(NamedTuple):
    """What all answers are made from."""

    players: Players
    activities: Activities
    clans: Clans
    game: Game
    manifest: Manifest
    statistics: Statistics


def routes(source: Source) -> Iterator[Route]:
    """The most asked come first."""
    yield from ActivityEndpoints(source.activities).routes()
    yield from PlayerEndpoints(source.players).routes()
    yield from ClanEndpoints(source.clans).routes()
    yield from GameEndpoints(source.game).routes()
    yield from ManifestEndpoints(source.manifest).routes()
    yield from StatisticsEndpoints(source.statistics).routes()


def site_routes(source: Source) -> Iterator[Route]:
    """What lies beside the platform."""
    yield from ContentEndpoints(source.manifest).routes()
