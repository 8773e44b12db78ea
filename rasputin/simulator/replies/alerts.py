"""What Bungie announces to everybody: maintenance that is about to begin or going on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasputin.simulator.clock import stamp

DAY = 86_400
TOLD_BEFORE = 4 * 3_600
RED, NO_STREAM = 3, 0


def alerts_reply(begins: Iterable[float], now: float) -> list[dict[str, Any]]:
    """`begins` are the beginnings of the maintenance that is not over."""
    return [_offline_soon(begin) for begin in sorted(begins) if begin - DAY <= now]


def _offline_soon(begin: float) -> dict[str, Any]:
    return {
        "AlertKey": "D2-OfflineSoonToday",
        "AlertHtml": f"Maintenance of Destiny 2 begins at {stamp(begin)[11:16]} UTC.",
        "AlertTimestamp": stamp(begin - TOLD_BEFORE),
        "AlertLink": "https://www.bungie.net/en/Help",
        "AlertLevel": RED,
        "AlertType": NO_STREAM,
    }
