"""The application: gate, faults, endpoints and control behind one port that carries all hosts."""

from __future__ import annotations

import re
import time

from rasputin.simulator.clock import Clock
from rasputin.simulator.replies.envelope import page
from rasputin.simulator.serving.control import PREFIX, Control
from rasputin.simulator.serving.faults.call import Call
from rasputin.simulator.serving.faults.delivery import delivered
from rasputin.simulator.serving.faults.effects import spoilt
from rasputin.simulator.serving.faults.rule import Rule
from rasputin.simulator.serving.gate import Gate
from rasputin.simulator.serving.limits import WINDOW_SECONDS
from rasputin.simulator.serving.messages import Asked, Sent
from rasputin.simulator.serving.packing import Cache, Packed, pack
from rasputin.simulator.serving.routing import SITE, UNKNOWN, Answer, Request, Router, parse_query
from rasputin.simulator.serving.visit import Visit, read_visit

Troubles = tuple[Rule, ...]

MALFORMED = re.compile(r"[<>*%&:\\?]")


class App:
    def __init__(self, clock: Clock, router: Router, control: Control, gate: Gate) -> None:
        self._clock = clock
        self._router = router
        self._control = control
        self._gate = gate
        self._cache = Cache()

    def answer(self, asked: Asked) -> Sent:
        visit = read_visit(asked)
        if visit.path.startswith(PREFIX) and visit.root == SITE:
            return pack(self._control.answer(asked.method, visit.path, visit.query, asked.body), visit).sent
        return self._public(visit)

    def _public(self, visit: Visit) -> Sent:
        """An answer on one of Bungie's hosts: counted, perhaps refused, perhaps spoilt."""
        window = WINDOW_SECONDS / self._clock.pace()
        real = time.time()
        self._control.requests.arrived(visit.asked.address, visit.host, real, window)
        refusal = self._gate.refusal(visit, real, window)
        if refusal:
            return self._counted(visit, self._name(visit), pack(refusal, visit)).sent
        if self._control.faults:
            return self._perhaps_spoilt(visit, real)
        return self._counted(visit, *self._packed(visit)).sent

    def _perhaps_spoilt(self, visit: Visit, real: float) -> Sent:
        call = Call(
            visit,
            now=self._clock.now(),
            real=real,
            find_endpoint=lambda: self._name(visit),
            find_reply=lambda: self._answer(visit).reply,
        )
        troubles = self._control.faults.troubles(call)
        if troubles:
            call.find_reply = lambda: self._answer(visit, troubles).reply
        rule = self._control.faults.striking(call)
        if rule is None:
            return self._counted(visit, *self._packed(visit, troubles)).sent
        return self._spoilt(rule, call, troubles)

    def _spoilt(self, rule: Rule, call: Call, troubles: Troubles) -> Sent:
        reply = spoilt(rule, call)
        packed = self._packed(call.visit, troubles)[1] if reply is None else pack(reply, call.visit)
        return delivered(rule, self._counted(call.visit, call.endpoint, packed))

    def _counted(self, visit: Visit, endpoint: str, packed: Packed) -> Packed:
        self._control.requests.answered(endpoint, visit.host, packed.reply.status, packed.reply.code)
        return packed

    def _packed(self, visit: Visit, troubles: Troubles = ()) -> tuple[str, Packed]:
        """The endpoint's name and the true answer, perhaps kept from before, or what troubles leave of it."""
        if troubles:
            endpoint, reply = self._answer(visit, troubles)
            return endpoint, pack(reply, visit)
        key = (visit.asked.target, visit.wants_zip)
        kept = self._cache.get(key)
        if kept:
            return "report", kept
        endpoint, reply = self._answer(visit)
        packed = pack(reply, visit)
        if endpoint == "report" and reply.code == 1:
            self._cache.put(key, packed)
        return endpoint, packed

    def _answer(self, visit: Visit, troubles: Troubles = ()) -> Answer:
        if visit.root != SITE and MALFORMED.search(visit.path):
            return Answer(UNKNOWN, page(400, "Bungie.net: 400 Bad Request"))
        return self._router.answer(self._request(visit, troubles))

    def _request(self, visit: Visit, troubles: Troubles) -> Request:
        return Request(
            method=visit.asked.method,
            host=visit.root,
            path=visit.path,
            query=parse_query(visit.query),
            body=visit.asked.body,
            base=visit.base,
            now=self._clock.now(),
            headers=visit.asked.headers,
            troubles=troubles,
        )

    def _name(self, visit: Visit) -> str:
        return self._router.name(visit.asked.method, visit.root, visit.path)
