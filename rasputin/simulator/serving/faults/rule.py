"""A fault as it is told: which requests it strikes and when, and what becomes of their answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec

from rasputin.simulator.trouble.effects import TROUBLES

Host = Literal["www", "stats", "site"]
System = Literal["destiny", "groups", "users", "manifest", "stats", "all"]
Length = Literal["sent", "whole", "none"]

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Status = Annotated[int, msgspec.Meta(ge=200, le=599)]
Whole = Annotated[int, msgspec.Meta(ge=0)]
Positive = Annotated[int, msgspec.Meta(ge=1)]
Seconds = Annotated[float, msgspec.Meta(ge=0)]

ANSWERS = ("maintenance", "code", "response", "body", "redirect", "garbled")
OF_A_CODE = ("throttle_seconds", "message", "data")
DELIVERY = ("delay", "drip", "cut", "length", "reset", "hang")
OF_A_TROUBLE = ("share", "minutes", "rows")
NARROWING = ("path", "endpoints", "hosts", "addresses", "keys", "ids", "activities", "every", "rate", "times")


class Rule(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All that is told of a request must fit; what is not told fits every request.

    `path` is a regular expression searched in path and query, an id one of the path's parts, an activity the
    hash of the activity or playlist of a report. `after` and `until` are moments of the simulated clock,
    `window` is real seconds since the rule was given. Of what is left `every` takes each so-and-so-manieth,
    `rate` a share, `times` no more than so many.

    One answer takes the place of the true one: `code` (Bungie's envelope), `response` (a success with this
    `Response`), `body`, `redirect`, `garbled` (zipped nonsense), `maintenance`, or with a `status` alone an
    HTML page. Code 1 is the true answer with another status. Any answer can come late (`delay`, seconds),
    slowly (`drip`, bytes a second), `cut` to so many bytes of its body, be lost (`reset`) or never come
    (`hang`, seconds until the connection ends). A rule without all that lets the true answer pass.

    A `trouble` spoils what the true answer says. All troubles that strike do, beside the first other rule.
    It befalls a `share` of the things it is about, until so many `minutes` after the end of what was played;
    some troubles are about so many `rows`.
    """

    name: str = ""

    path: str = ""
    endpoints: tuple[str, ...] = ()
    hosts: tuple[Host, ...] = ()
    addresses: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    ids: tuple[int | str, ...] = ()
    activities: tuple[int, ...] = ()

    after: datetime | None = None
    until: datetime | None = None
    window: tuple[Seconds, Seconds] | None = None
    every: Positive = 1
    rate: Share = 1.0
    times: Whole | None = None

    code: int | None = None
    throttle_seconds: Whole = 0
    message: str | None = None
    data: dict[str, str] = {}
    status: Status | None = None
    title: str | None = None
    response: Any = msgspec.UNSET
    body: str | None = None
    content_type: str | None = None
    redirect: str | None = None
    garbled: bool = False
    maintenance: tuple[System, ...] = ()

    delay: Seconds = 0.0
    drip: Positive | None = None
    cut: Whole | None = None
    length: Length = "sent"
    reset: bool = False
    hang: Seconds | None = None

    trouble: str | None = None
    share: Share = 1.0
    minutes: Seconds | None = None
    rows: Positive = 3

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise ValueError(problem)

    def begins(self) -> float:
        return float("-inf") if self.after is None else _seconds(self.after)

    def ends(self) -> float:
        return float("inf") if self.until is None else _seconds(self.until)

    def told(self) -> dict[str, Any]:
        """The fields that say something."""
        fields: dict[str, Any] = msgspec.to_builtins(self)
        return fields


def _problem(rule: Rule) -> str | None:
    told = rule.told()
    try:
        re.compile(rule.path)
    except re.error as error:
        return f"{rule.path!r} is no regular expression: {error}."
    if "/" in rule.name:
        return f"{rule.name!r} is no name: it is a part of a path, without /."
    if len(answers := [name for name in ANSWERS if name in told]) > 1:
        return f"A rule has one answer, not {' and '.join(answers)}."
    if rule.maintenance and (narrow := [name for name in NARROWING if name in told]):
        return f"Maintenance is for everybody: it takes no {' and no '.join(narrow)}."
    if rule.code is None and (loose := [name for name in OF_A_CODE if name in told]):
        return f"{' and '.join(loose)}: only with a code."
    if rule.title is not None and (rule.status is None or answers):
        return "title: only with a status alone, which is an HTML page."
    if problem := _problem_of_a_trouble(rule, told):
        return problem
    if rule.begins() >= rule.ends() or (rule.window and rule.window[0] >= rule.window[1]):
        return "It ends before it begins."
    return None


def _problem_of_a_trouble(rule: Rule, told: dict[str, Any]) -> str | None:
    if rule.trouble is None:
        loose = [name for name in OF_A_TROUBLE if name in told]
        return f"{' and '.join(loose)}: only with a trouble." if loose else None
    if rule.trouble not in TROUBLES:
        return f"No trouble is named {rule.trouble}, but {', '.join(sorted(TROUBLES))}."
    if others := [name for name in (*ANSWERS, *DELIVERY, "status", "content_type") if name in told]:
        return f"A trouble spoils the true answer: it goes with no {' and no '.join(others)}."
    return None


def _seconds(moment: datetime) -> float:
    """Without a zone it is UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
