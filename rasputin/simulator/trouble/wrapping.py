"""Routes whose answers are spoilt by the rules that strike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from rasputin.simulator.replies.envelope import Reply, success
from rasputin.simulator.serving.routing import Request, Route
from rasputin.simulator.trouble.case import Case
from rasputin.simulator.trouble.effects import TROUBLES, can_befall
from rasputin.simulator.trouble.spoiler import Spoiler


def troubled(routes: Iterable[Route]) -> Iterator[Route]:
    """A request brings the rules along that strike it."""
    return (route._replace(handle=_spoilt(route)) for route in routes)


def _spoilt(route: Route) -> Callable[..., Reply]:
    def handle(request: Request, *ids: Any) -> Reply:
        befalling = [rule for rule in request.troubles if can_befall(rule.trouble, route.endpoint)]
        return _answer(route, befalling, request, ids)

    return handle


def _answer(route: Route, rules: Sequence[Spoiler], request: Request, ids: tuple[Any, ...]) -> Reply:
    """Each rule spoils what those before it have left."""
    if not rules:
        reply: Reply = route.handle(request, *ids)
        return reply
    *before, rule = rules
    reply = _answer(route, before, request, ids)
    if reply.code != 1 or reply.stream:
        return reply
    case = Case(rule, request, _response(reply), lambda other: _response(_answer(route, before, other, ids)))
    return success(TROUBLES[str(rule.trouble)].effect(case))


def _response(reply: Reply) -> Any:
    return msgspec.json.decode(reply.body)["Response"]
