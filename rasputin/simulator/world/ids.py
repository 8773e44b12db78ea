"""Ids that look like Bungie's, scattered by the seed, each of which can be turned back into its number."""

from __future__ import annotations

from math import gcd

from rasputin.simulator.world.dice import number

# The counter's value on one day, and that day, as found in public reports of early 2025.
COUNTER_AT_ANCHOR = 15_897_664_962
ANCHOR_SECONDS = 1_739_307_561
STARTS_PER_SECOND = 4


class Scatter:
    """A one-to-one map of 0..size-1 onto itself, so that neighbours get ids far apart."""

    def __init__(self, size: int, seed: int, name: str) -> None:
        self.size = size
        self._shift = number(seed, name, "shift") % size
        self._step = _coprime(number(seed, name, "step") % size, size)
        self._back = pow(self._step, -1, size)

    def out(self, index: int) -> int:
        return (index * self._step + self._shift) % self.size

    def back(self, scattered: int) -> int:
        return (scattered - self._shift) * self._back % self.size


def _coprime(start: int, size: int) -> int:
    step = start | 1
    while gcd(step, size) != 1:
        step += 2
    return step


class Ids:
    """Ids of players, their characters and clans of one world."""

    _players = 100_000_000
    _first_other = 50_000_000
    _others = 4
    _characters = 1_000_000_000
    _first_later = 600_000_000
    _accounts = 29_000_000
    _account_base = 1_000
    _groups = 4_900_000
    _player_base = 4_611_686_018_400_000_000
    _character_base = 2_305_843_009_000_000_000
    _group_base = 10_007

    def __init__(self, seed: int) -> None:
        self._player = Scatter(self._players, seed, "players")
        self._character = Scatter(self._characters, seed, "characters")
        self._account = Scatter(self._accounts, seed, "accounts")
        self._group = Scatter(self._groups, seed, "groups")

    def player(self, index: int) -> int:
        return self._player_base + self._player.out(index)

    def player_index(self, membership_id: int) -> int | None:
        offset = membership_id - self._player_base
        return self._player.back(offset) if 0 <= offset < self._players else None

    def other(self, player: int, number: int) -> int:
        """A further membership of a player: up to four."""
        return self.player(self._first_other + player * self._others + number)

    def other_owner(self, membership_id: int) -> tuple[int, int] | None:
        """Player index and number of a further membership."""
        index = self.player_index(membership_id)
        if index is None or index < self._first_other:
            return None
        return divmod(index - self._first_other, self._others)

    def account(self, player: int) -> int:
        """The account on Bungie's site."""
        return self._account_base + self._account.out(player)

    def account_owner(self, account_id: int) -> int | None:
        offset = account_id - self._account_base
        return self._account.back(offset) if 0 <= offset < self._accounts else None

    def character(self, player: int, slot: int) -> int:
        """Three slots side by side, and four more for characters that came before or after."""
        number = player * 3 + slot if slot < 3 else self._first_later + player * 4 + slot - 3
        return self._character_base + self._character.out(number)

    def character_owner(self, character_id: int) -> tuple[int, int] | None:
        """Player index and slot, or None for an id out of range."""
        offset = character_id - self._character_base
        if not 0 <= offset < self._characters:
            return None
        number = self._character.back(offset)
        if number < self._first_later:
            return divmod(number, 3)
        player, later = divmod(number - self._first_later, 4)
        return player, later + 3

    def group(self, clan: int) -> int:
        return self._group_base + self._group.out(clan)


class InstanceIds:
    """One counter for the whole game: it rises with the start, and tells start and circle.

    A second holds STARTS_PER_SECOND places for each circle of clans, so no two activities meet.
    """

    def __init__(self, circles: int) -> None:
        self._per_second = STARTS_PER_SECOND * max(circles, 8)

    def make(self, start: int, circle: int, place: int) -> int:
        second = (start - ANCHOR_SECONDS) * self._per_second
        return COUNTER_AT_ANCHOR + second + circle * STARTS_PER_SECOND + place

    def start_and_circle(self, instance_id: int) -> tuple[int, int]:
        second, rest = divmod(instance_id - COUNTER_AT_ANCHOR, self._per_second)
        return second + ANCHOR_SECONDS, rest // STARTS_PER_SECOND
