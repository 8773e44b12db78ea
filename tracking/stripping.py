"""Takes players out of a reply as Bungie itself does: no name, no id, no class; what they did stays."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

#: What Bungie says of a player about whom it says nothing.
NOBODY: Final = {"crossSaveOverride": 0, "isPublic": False, "membershipType": 0, "membershipId": "0"}
SHOWN_OF_NOBODY: Final = ("characterLevel", "lightLevel", "emblemHash")

#: A stripped player's character bears a small number in place of its id, by which one could be known again.
MOST_STRIPPED: Final = 10_000

_IDS: Final = re.compile(rb'"membershipId"\s*:\s*"?([0-9]{1,19})(?![0-9])')
_LONG: Final = re.compile(rb"(?<![0-9])[0-9]{16,19}(?![0-9])")


class Hidden(NamedTuple):
    """Who is not to be shown: memberships, and accounts on Bungie.net."""

    membership_ids: frozenset[int] = frozenset()
    bungie_net_ids: frozenset[int] = frozenset()

    def hides(self, membership_id: int, bungie_net_id: int | None = None) -> bool:
        return membership_id in self.membership_ids or bungie_net_id in self.bungie_net_ids


def is_stripped(character_id: int) -> bool:
    return 0 < character_id <= MOST_STRIPPED


def strip(body: bytes, hidden: Hidden) -> bytes:
    """The reply without these players; itself, if it shows none of them.

    Nothing is left of what cannot be taken apart, or names them where no player is expected.
    """
    if not names(body, hidden):
        return body
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return b""
    _Stripper(document, hidden).strip(document)
    stripped = json.dumps(document, separators=(",", ":")).encode()
    return b"" if names(stripped, hidden) else stripped


def names(body: bytes, hidden: Hidden) -> bool:
    """Whether any of them stands there by id. Short numbers count only where the id of an account is told."""
    told = {int(found) for found in _IDS.findall(body)}
    if told & hidden.membership_ids or told & hidden.bungie_net_ids:
        return True
    return any(int(found) in hidden.membership_ids for found in _LONG.findall(body))


class _Stripper:
    """Takes one document apart, in place."""

    def __init__(self, document: Any, hidden: Hidden) -> None:
        self._hidden = hidden
        self._numbers: dict[str, str] = {}
        self._taken = set(_small_numbers(document))

    def strip(self, value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                self.strip(item)
        if not isinstance(value, dict):
            return
        if self._shows(value.get("player")):
            value["player"] = _bare(value["player"])
            value["characterId"] = self._number(str(value.get("characterId")))
        for key, item in value.items():
            if self._is_card(item):
                value[key] = dict(NOBODY)
            else:
                self.strip(item)

    def _shows(self, player: Any) -> bool:
        """Whether it is a hidden player of a report, by either account."""
        return isinstance(player, dict) and any(self._is_card(card) for card in player.values())

    def _is_card(self, value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        identity = str(value.get("membershipId", ""))
        return identity.isdecimal() and self._hidden.hides(int(identity), int(identity))

    def _number(self, character_id: str) -> str:
        """The same for the same character: the smallest that is free."""
        if character_id not in self._numbers:
            number = next(number for number in range(1, MOST_STRIPPED) if number not in self._taken)
            self._taken.add(number)
            self._numbers[character_id] = str(number)
        return self._numbers[character_id]


def _bare(player: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {name: player[name] for name in SHOWN_OF_NOBODY if name in player}
    return {"destinyUserInfo": dict(NOBODY), "classHash": 0, "raceHash": 0, "genderHash": 0, **kept}


def _small_numbers(value: Any) -> Iterator[int]:
    """Characters that were stripped before."""
    if isinstance(value, list):
        for item in value:
            yield from _small_numbers(item)
    if isinstance(value, dict):
        identity = str(value.get("characterId", ""))
        if identity.isdecimal() and is_stripped(int(identity)):
            yield int(identity)
        for item in value.values():
            yield from _small_numbers(item)
