"""What can befall any answer: values that no document knows yet, and nothing at all."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.trouble.case import Case, Effect

UNKNOWN_MODE = 9_999
UNKNOWN_REASON = {"value": 77.0, "displayValue": "77"}

# What a new value of each looks like.
UNKNOWN: dict[str, Any] = {
    "membershipType": 42,
    "mode": UNKNOWN_MODE,
    "memberType": 9,
    "classHash": 4_000_000_001,
    "classType": 7,
    "currentActivityModeType": UNKNOWN_MODE,
}


def nothing(case: Case) -> Any:
    return None


def unknown_values(case: Case) -> Any:
    _renew(case, case.response, case.request.path)
    return case.response


def _renew(case: Case, value: Any, place: str) -> None:
    if isinstance(value, list):
        for number, item in enumerate(value):
            _renew(case, item, f"{place} {number}")
    elif isinstance(value, dict):
        for key, item in value.items():
            new = _new(key, item)
            if new is not None and case.befalls(f"{place} {key}"):
                value[key] = new
            else:
                _renew(case, item, f"{place} {key}")


def _new(key: str, value: Any) -> Any:
    """An unknown value in place of this one; None where there is none."""
    if key == "modes":
        return [*value, UNKNOWN_MODE]
    if key == "completionReason":
        return {**value, "basic": UNKNOWN_REASON}
    return UNKNOWN.get(key)


EFFECTS: dict[str, Effect] = {"null_response": nothing, "unknown_values": unknown_values}
