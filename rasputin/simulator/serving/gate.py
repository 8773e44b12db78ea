"""What the servers in front of the API say before it sees a request."""

from __future__ import annotations

from rasputin.simulator.replies.envelope import Reply, failure, page, redirect
from rasputin.simulator.serving.keys import Keys
from rasputin.simulator.serving.limits import Throttle
from rasputin.simulator.serving.routing import SITE, Router
from rasputin.simulator.serving.visit import Visit

KEYLESS = "/Destiny2/Manifest/"


class Gate:
    def __init__(self, throttle: Throttle, keys: Keys, router: Router) -> None:
        self._throttle = throttle
        self._keys = keys
        self._router = router

    def refusal(self, visit: Visit, now: float, window: float) -> Reply | None:
        if not visit.asked.headers.get(b"user-agent", b"").strip():
            return page(403, "Attention Required! | Cloudflare")
        if visit.root == SITE:
            return None
        if not self._admits(visit, now, window):
            return failure(51, throttle_seconds=self._throttle.throttle_seconds)
        if not visit.path.endswith("/"):
            return _slashed(visit)
        return None if visit.path == KEYLESS else self._key_refusal(visit.key)

    def _admits(self, visit: Visit, now: float, window: float) -> bool:
        asked, throttle = visit.asked, self._throttle
        named = throttle.minds_endpoints
        endpoint = self._router.name(asked.method, visit.root, visit.path) if named else ""
        return throttle.admits(asked.address, visit.host, endpoint, now, window)

    def _key_refusal(self, key: str) -> Reply | None:
        code = self._keys.refusal(key)
        return None if code is None else failure(code)


def _slashed(visit: Visit) -> Reply:
    path, mark, query = visit.asked.target.decode("latin-1").partition("?")
    return redirect(f"{visit.base}{path}/{mark}{query}")
