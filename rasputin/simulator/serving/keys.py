"""API keys: which are accepted, which were revoked, which belong to an application that was switched off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

MISSING, INVALID, APPLICATION_DISABLED = 2102, 2101, 2103


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to become of keys."""

    accept: tuple[str, ...] = ()
    revoke: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()


class Keys:
    """Every key is good, or, when some were named at the start, only those and what is accepted later."""

    def __init__(self, named: Iterable[str] = ()) -> None:
        self._named = frozenset(named)
        self.forget()

    def forget(self) -> None:
        """As it was at the start."""
        self._accepted = set(self._named)
        self._refused: dict[str, int] = {}

    def follow(self, order: Order) -> None:
        for key in order.accept:
            self._refused.pop(key, None)
            self._accepted.add(key)
        self._refused |= dict.fromkeys(order.revoke, INVALID) | dict.fromkeys(
            order.disable, APPLICATION_DISABLED
        )

    def refusal(self, key: str) -> int | None:
        """Bungie's code for a key that is not good."""
        if not key:
            return MISSING
        if key in self._refused:
            return self._refused[key]
        return INVALID if self._named and key not in self._accepted else None

    def facts(self) -> dict[str, Any]:
        by_code = {
            code: sorted(key for key, c in self._refused.items() if c == code)
            for code in (INVALID, APPLICATION_DISABLED)
        }
        return {
            "accepted": sorted(self._accepted - set(self._refused)) if self._named else "all others",
            "revoked": by_code[INVALID],
            "disabled": by_code[APPLICATION_DISABLED],
        }
