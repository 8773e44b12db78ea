"""Looking up a recorded thing, or Bungie's refusal."""

from __future__ import annotations

from rasputin.simulator.recorded.recordings import Json
from rasputin.simulator.replies.envelope import Refusal


def found(things: dict[int, Json], thing_id: int, refusal: int) -> Json:
    if thing_id not in things:
        raise Refusal(refusal)
    return things[thing_id]
