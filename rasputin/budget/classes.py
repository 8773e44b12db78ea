"""Requests of one class share a fate, and how a request ended says what becomes of its class."""

from typing import NamedTuple

from rasputin.bungie.errors import BungieError, KeyRefused, Maintenance, Throttled, TimedOut, Unavailable

THROTTLE_PAUSE = 10.0  # seconds, where Bungie names none
PROBE_EVERY = 59.0  # so that a request has got through within a minute of the end of the trouble
EVERYTHING = "all"
CLASSES = {
    "report": "reports",
    **dict.fromkeys(("group", "group_by_name", "members", "admins", "member_groups"), "groups"),
    **dict.fromkeys(("manifest", "content"), "content"),
}


class Outcome(NamedTuple):
    """What a request's end means to a class: ok, fault, throttle or closed; the pause in seconds."""

    class_: str
    name: str
    pause: float


def class_of(endpoint: str) -> str:
    """destiny, reports, groups or content.

    Content needs no key, so that it comes tells nothing of a key that was refused.
    """
    return CLASSES.get(endpoint, "destiny")


def outcome_of(endpoint: str, error: BungieError | None) -> Outcome:
    if isinstance(error, KeyRefused):
        return Outcome(EVERYTHING, "closed", PROBE_EVERY)
    if isinstance(error, Maintenance):
        return Outcome(class_of(endpoint), "closed", max(PROBE_EVERY, error.wait or 0))
    if isinstance(error, Throttled) or _asks_to_wait(error):
        return Outcome(EVERYTHING, "throttle", (error.wait if error else None) or THROTTLE_PAUSE)
    fault = isinstance(error, (Unavailable, TimedOut))
    return Outcome(class_of(endpoint), "fault" if fault else "ok", PROBE_EVERY)


def concerns_others(error: BungieError | None) -> bool:
    kinds = (Throttled, Maintenance, KeyRefused, Unavailable, TimedOut)
    return isinstance(error, kinds) or _asks_to_wait(error)


def _asks_to_wait(error: BungieError | None) -> bool:
    """ThrottleSeconds beside any code; the Retry-After of a page concerns its own request only."""
    return error is not None and error.code is not None and error.wait is not None
