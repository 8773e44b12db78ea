"""The client: one short method for each of Bungie's operations that the tracker asks for, by topic.

Every method raises the errors of `rasputin.bungie.errors` and nothing else; which of them to expect beyond
the transient ones and KeyRefused stands in its docstring. Nothing is tried again here: that is the
caller's decision, as every request costs part of a budget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rasputin.bungie.client.activities import Activities
from rasputin.bungie.client.asking import Reply
from rasputin.bungie.client.clans import Clans
from rasputin.bungie.client.game import Game
from rasputin.bungie.client.manifest import Defined, Manifests
from rasputin.bungie.client.players import Players
from rasputin.bungie.client.statistics import Statistics
from rasputin.bungie.transport import Gate, Transport

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

__all__ = ["Client", "Defined", "Reply"]


class Client(Players, Activities, Statistics, Clans, Manifests, Game):
    """Bungie's API, typed. One Client serves any number of threads; make it after a fork, not before.

    `user_agent` should carry a contact, as Bungie asks. `gate` is asked before every request and told after
    it. `adapter` replaces the pooled HTTP adapter of requests.
    """

    def __init__(
        self,
        *,
        api_key: str,
        user_agent: str,
        base_url: str = "https://www.bungie.net",
        stats_url: str = "https://stats.bungie.net",
        gate: Gate | None = None,
        timeout: tuple[float, float] = (5, 20),
        pool: int = 16,
        adapter: BaseAdapter | None = None,
    ) -> None:
        self._transport = Transport(
            api_key=api_key,
            user_agent=user_agent,
            roots={"www": base_url, "stats": stats_url},
            gate=gate,
            timeout=timeout,
            pool=pool,
            adapter=adapter,
        )

    def __repr__(self) -> str:
        return f"<Client of {self._transport.roots['www']}>"

    def close(self) -> None:
        """Close the connections of the pool."""
        self._transport.close()
