"""The answer that a rule puts in the place of the true one."""

from __future__ import annotations

import msgspec

from rasputin.simulator.replies.envelope import Reply, failure, page, redirect, success
from rasputin.simulator.serving.faults.call import Call
from rasputin.simulator.serving.faults.maintenance import closed
from rasputin.simulator.serving.faults.rule import Rule
from rasputin.simulator.serving.packing import API_HEADERS, ZIPPED
from rasputin.simulator.world.dice import draws

SUCCESS = 1
ITSELF = "self"
NONSENSE = b"\x1f\x8b\x08\x00" + b"".join(number.to_bytes(4, "big") for number in draws(0, "garbled"))
JSON = b"application/json; charset=utf-8"
PLAIN = b"text/plain; charset=utf-8"
TITLES = {
    400: "Bungie.net: 400 Bad Request",
    403: "Attention Required! | Cloudflare",
    404: "404 Not Found",
    429: "Too Many Requests",
    500: "500 Internal Server Error",
    502: "502 Bad Gateway",
    503: "503 Service Unavailable",
    504: "504 Gateway Timeout",
    520: "520 Web server is returning an unknown error",
    521: "521 Web server is down",
    522: "522 Connection timed out",
    523: "523 Origin is unreachable",
    524: "524 Origin Time-out",
    525: "525 SSL handshake failed",
    526: "526 Invalid SSL certificate",
}


def spoilt(rule: Rule, call: Call) -> Reply | None:
    """None if the true answer is to be sent."""
    reply = _other(rule, call)
    if rule.content_type is None:
        return reply
    return (reply or call.reply)._replace(content_type=rule.content_type.encode())


def _other(rule: Rule, call: Call) -> Reply | None:
    if rule.maintenance:
        return closed(call)
    if rule.code is not None:
        return _envelope(rule, rule.code, call)
    if rule.response is not msgspec.UNSET:
        return success(rule.response)._replace(status=rule.status or 200)
    if rule.body is not None:
        return Reply(rule.status or 200, rule.body.encode(), None, PLAIN)
    if rule.redirect is not None:
        return _moved(rule.redirect, call)
    if rule.garbled:
        return _garbled(rule.status or 200)
    if rule.status is not None:
        return page(rule.status, rule.title or TITLES.get(rule.status, f"{rule.status} Error"))
    return None


def _envelope(rule: Rule, code: int, call: Call) -> Reply:
    if code == SUCCESS:
        return call.reply._replace(status=rule.status or call.reply.status)
    return failure(
        code,
        status=rule.status,
        throttle_seconds=rule.throttle_seconds,
        data=rule.data,
        message=rule.message,
    )


def _moved(location: str, call: Call) -> Reply:
    if location == ITSELF:
        return redirect(call.visit.base + call.visit.asked.target.decode("latin-1"))
    return redirect(call.visit.base + location if location.startswith("/") else location)


def _garbled(status: int) -> Reply:
    return Reply(status, NONSENSE, None, JSON, headers=API_HEADERS + ZIPPED)
