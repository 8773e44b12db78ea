"""The one recording that holds many replies: a map from addresses to replies, each by its path."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.recorded.reading.folder import Folder

NAME = "mixed/TheDescend-elevatorbot/data.json"
HOSTS = ("https://www.bungie.net/Platform", "https://stats.bungie.net/Platform", "https://www.bungie.net")


class Bot:
    """Replies by the path behind the host, up to the query; several of one path by path and query."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._replies: dict[str, Any] = folder.document(NAME)
        folder.read.discard(NAME)

    def reply(self, path: str, query: str = "") -> Any:
        key = next(key for host in HOSTS if (key := f"{host}{path}?{query}") in self._replies)
        self._folder.read.add(f"{NAME}#{key}")
        return self._replies[key]

    def starting(self, path: str) -> dict[str, Any]:
        """All that begin with it, by what follows."""
        found = {}
        for key, reply in self._replies.items():
            for host in HOSTS:
                if key.startswith(f"{host}{path}"):
                    self._folder.read.add(f"{NAME}#{key}")
                    found[key.removeprefix(f"{host}{path}")] = reply
        return found
