"""A request with its address taken apart."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote

from rasputin.simulator.serving.messages import Asked
from rasputin.simulator.serving.routing import SITE, STATS, WWW

HOSTS = (("stats", STATS, f"{STATS}/"), ("www", WWW, f"{WWW}/"))
STATS_PREFIX = len("/stats")


class Visit(NamedTuple):
    """`host` is the name of the host that is meant (www, stats or site), `root` the beginning of the address
    that stands for it (WWW, STATS or SITE), `path` what follows that.
    """

    asked: Asked
    host: str
    root: str
    path: str
    query: str

    @property
    def base(self) -> str:
        return f"http://{self.header(b'host') or '127.0.0.1'}"

    @property
    def key(self) -> str:
        return self.header(b"x-api-key")

    @property
    def wants_zip(self) -> bool:
        return b"gzip" in self.asked.headers.get(b"accept-encoding", b"")

    @property
    def true_address(self) -> bytes:
        """The address as it would be at Bungie's."""
        if self.root == STATS:
            return b"https://stats.bungie.net" + self.asked.target[STATS_PREFIX:]
        return b"https://www.bungie.net" + self.asked.target

    def header(self, name: bytes) -> str:
        return self.asked.headers.get(name, b"").decode("latin-1").strip()


def read_visit(asked: Asked) -> Visit:
    whole, _, query = asked.target.decode("latin-1").partition("?")
    path = unquote(whole) if "%" in whole else whole
    for host, root, start in HOSTS:
        if path.startswith(start):
            return Visit(asked, host, root, path[len(root) :], query)
    return Visit(asked, "site", SITE, path, query)
