"""One day of one circle: who plays when, what, and with whom."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from rasputin.simulator.world import evening
from rasputin.simulator.world.catalogue import KINDS, SKULLS
from rasputin.simulator.world.dice import Dice
from rasputin.simulator.world.ids import STARTS_PER_SECOND, InstanceIds
from rasputin.simulator.world.kind import Kind
from rasputin.simulator.world.people import People, Player
from rasputin.simulator.world.shape import STRANGERS, Shape
from rasputin.simulator.world.starts import Start, start_told

DAY = 86_400
# The plan's day begins at 08:00 UTC, when hardly anybody plays, and nothing reaches over its end.
DAY_BEGINS = 8 * 3_600
MEETING_SECONDS = 900
CHANGE_SECONDS = 31
SATURATED = 32_767


class Part(NamedTuple):
    """One character's share of an activity; seconds count from its start. Team is 0, 1 or None."""

    player: int
    slot: int
    character_id: int
    start: int
    played: int
    team: int | None
    fireteam: int
    completed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An activity that was played. Not `counted` means that nobody says how many players there were, not
    `hosted` that no platform is named, not `sided` that the report leaves the teams out, and `shy` that
    histories list it only when asked for just its mode.
    """

    instance_id: int
    kind: Kind
    reference: int
    director: int
    start: int
    duration: int
    finished: bool
    begun: Start
    tier: int
    skulls: tuple[int, ...]
    counted: bool
    hosted: bool
    sided: bool
    shy: bool
    winner: int
    lag: int
    parts: tuple[Part, ...]

    @property
    def end(self) -> int:
        return self.start + self.duration

    @property
    def listed_at(self) -> int:
        """When histories begin to show it, a little after its report is there."""
        return self.end + self.lag


@dataclass(frozen=True, slots=True)
class Session:
    player: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    instances: tuple[Instance, ...]
    sessions: tuple[Session, ...]


@dataclass(slots=True)
class _Guest:
    """A member on the day, with the characters that live all day: free from `free` on, gone after `until`."""

    player: Player
    clan: int | None
    slots: tuple[int, ...]
    slot: int
    free: int
    until: int
    first: int = 0
    last: int = 0


def day_of(moment: float) -> int:
    return int(moment - DAY_BEGINS) // DAY


class Planner:
    def __init__(self, shape: Shape, people: People, ids: InstanceIds) -> None:
        self._shape = shape
        self._people = people
        self._ids = ids

    def block(self, circle: int, day: int) -> Block:
        return _Day(self._shape, self._people, self._ids, circle, day).plan()


class _Day:
    def __init__(self, shape: Shape, people: People, ids: InstanceIds, circle: int, day: int) -> None:
        self._shape, self._people, self._ids, self._circle = shape, people, ids, circle
        self._dice = Dice(shape.seed, "day", circle, day)
        self._begin = day * DAY + DAY_BEGINS
        self._places: Counter[int] = Counter()
        self._busy: dict[int, int] = {}
        self._instances: list[Instance] = []

    def plan(self) -> Block:
        guests = self._guests()
        queue = [(guest.free, guest.player.index) for guest in guests.values()]
        heapq.heapify(queue)
        while queue:
            free, index = heapq.heappop(queue)
            guest = guests[index]
            if free != guest.free or guest.free > guest.until:
                continue
            for member in self._play(guest, guests):
                heapq.heappush(queue, (member.free, member.player.index))
        self._instances.sort(key=attrgetter("start", "instance_id"))
        sessions = (Session(g.player.index, g.first - 150, g.last + 240) for g in guests.values() if g.last)
        return Block(tuple(self._instances), tuple(sorted(sessions, key=attrgetter("start"))))

    def _guests(self) -> dict[int, _Guest]:
        guests = {}
        for index in self._shape.members_of_circle(self._circle):
            player = self._people.player(index)
            slots = self._slots_of(player)
            if slots and self._dice.chance(evening.PLAY if self._shape.evenings else player.appetite):
                guests[index] = self._guest(player, slots)
        return guests

    def _slots_of(self, player: Player) -> tuple[int, ...]:
        end = self._begin + DAY
        return tuple(c.slot for c in player.characters if c.lives(self._begin) and c.lives(end))

    def _guest(self, player: Player, slots: tuple[int, ...]) -> _Guest:
        start, until = self._session(player)
        return _Guest(
            player=player,
            clan=self._shape.clan_of(player.index),
            slots=slots,
            slot=self._dice.weighted(slots, (7, 2, 1)[: len(slots)]),
            free=start,
            until=until,
        )

    def _session(self, player: Player) -> tuple[int, int]:
        if self._shape.evenings:
            start, until = evening.session(self._dice)
            return self._begin + start, self._begin + until
        start = self._begin + player.hour * 3_600 + self._dice.between(-9_000, 9_000)
        start = max(start, self._begin + 300)
        minutes = player.stamina * (0.3 + self._dice.share() * 1.4)
        return start, start + int(minutes * 60)

    def _play(self, leader: _Guest, guests: dict[int, _Guest]) -> list[_Guest]:
        """Let the leader choose and play; all who are free again afterwards."""
        kind = self._dice.weighted(KINDS, leader.player.tastes)
        party = self._party(leader, kind, guests)
        start = max(member.free for member in party) + self._dice.between(20, 150)
        instance = self._instance(kind, party, start)
        if instance is None:
            leader.until = 0
            return []
        self._instances.append(instance)
        for member in party:
            member.first = member.first or start
            member.last = instance.end
            member.free = instance.end + self._dice.skewed(25, 900)
        return party

    def _party(self, leader: _Guest, kind: Kind, guests: dict[int, _Guest]) -> list[_Guest]:
        party = [leader]
        if self._shape.evenings and self._dice.chance(evening.ALONE):
            return party
        soonest, latest = leader.free, leader.free + MEETING_SECONDS
        for guest in guests.values():
            if len(party) >= kind.party:
                break
            if not soonest <= guest.free <= latest or guest.free > guest.until or guest is leader:
                continue
            liking = leader.player.company * (1.0 if guest.clan == leader.clan else 0.25)
            if self._dice.chance(liking):
                party.append(guest)
        return party

    def _instance(self, kind: Kind, party: list[_Guest], start: int) -> Instance | None:
        dice = self._dice
        usual = kind.minutes[0] * 60, kind.minutes[1] * 60
        duration = evening.duration(dice) if self._shape.evenings else dice.skewed(*usual)
        joined = 0
        if kind.lasting and start - self._begin > SATURATED + 1_200 and dice.chance(0.03):
            joined = SATURATED + dice.between(1, 1_000)
        begun = self._free_second(start - joined)
        if start + duration + 600 > self._begin + DAY:
            return None
        finished = dice.chance(kind.finished)
        parts = self._parts(kind, party, duration, finished, joined, start)
        place = self._places[begun]
        self._places[begun] += 1
        reference = dice.pick(kind.references)
        tier = dice.between(0, 5) if kind.tiered else 0
        checkpoint = joined > 0 or (kind.lasting and dice.chance(0.3))
        return Instance(
            instance_id=self._ids.make(begun, self._circle, place),
            kind=kind,
            reference=reference,
            director=kind.playlist or reference,
            start=begun,
            duration=joined + duration,
            finished=finished,
            begun=start_told(dice, begun, fresh=not checkpoint),
            tier=tier,
            skulls=tuple(dice.pick(SKULLS[part::3]) for part in range(3)) if tier > 2 else (),
            counted=not dice.chance(0.012),
            hosted=not dice.chance(kind.hostless),
            sided=not dice.chance(kind.sideless),
            shy=dice.chance(kind.shy),
            winner=dice.between(0, 1),
            lag=dice.between(3, 55),
            parts=tuple(sorted(parts, key=attrgetter("character_id"))),
        )

    def _free_second(self, start: int) -> int:
        while self._places[start] >= STARTS_PER_SECOND:
            start += 1
        return start

    def _parts(
        self, kind: Kind, party: list[_Guest], duration: int, finished: bool, joined: int, start: int
    ) -> list[Part]:
        parts: list[Part] = []
        fireteam = self._fireteam()
        for number, guest in enumerate(party):
            team = self._team(kind, number, party_side=True)
            begin = joined + (self._dice.between(0, 5) if number else 0)
            end = joined + duration
            parts += self._member_parts(kind, guest, begin, end, team, fireteam, finished)
        for number in range(len(party), self._size(kind, len(party))):
            stranger = self._stranger(start, start + duration)
            if stranger is not None:
                parts.append(
                    self._stranger_part(kind, stranger, number, joined, duration, finished, fireteam)
                )
        return parts

    def _member_parts(
        self, kind: Kind, guest: _Guest, begin: int, end: int, team: int | None, fireteam: int, finished: bool
    ) -> list[Part]:
        """One for each character that the guest plays in turn; only the last can finish."""
        characters, index = guest.player.characters, guest.player.index
        *before, last = self._slots(kind, guest, end - begin)
        parts: list[Part] = []
        share = (end - begin) / (len(before) + 1)
        for number, slot in enumerate(before, start=1):
            change = end - int(share * (len(before) + 1 - number + 0.6 * (self._dice.share() - 0.5)))
            parts.append(_part(characters[slot].character_id, index, slot, begin, change, team, fireteam))
            begin = change + CHANGE_SECONDS
        done = _part(characters[last].character_id, index, last, begin, end, team, fireteam, finished)
        return [*parts, done]

    def _slots(self, kind: Kind, guest: _Guest, seconds: int) -> list[int]:
        """The characters that a guest plays, usually one."""
        if seconds <= 900 or not self._dice.chance(kind.swaps):
            return [guest.slot]
        count, first = len(guest.slots), guest.slots.index(guest.slot)
        changes = 2 if self._dice.chance(0.2) else 1
        return [guest.slots[(first + change) % count] for change in range(min(count, changes + 1))]

    def _stranger_part(
        self, kind: Kind, stranger: int, number: int, joined: int, duration: int, finished: bool, party: int
    ) -> Part:
        dice = self._dice
        player = self._people.player(stranger)
        slot = dice.between(0, len(player.characters) - 1)
        begin, end = 0 if joined else dice.between(0, 6), joined + duration
        leaves = dice.chance(0.06)
        if not joined and dice.chance(0.12):
            begin = dice.between(30, max(31, duration // 2))
        elif leaves:
            end = max(begin + 20, int(end * dice.share()))
        fireteam = party if dice.chance(0.1) else 0 if dice.chance(0.03) else self._fireteam()
        team = self._team(kind, number, party_side=False)
        completed = finished and not leaves
        return _part(
            player.characters[slot].character_id, stranger, slot, begin, end, team, fireteam, completed
        )

    def _team(self, kind: Kind, number: int, *, party_side: bool) -> int | None:
        if not kind.teams:
            return None
        if kind.private:
            return number % 2
        return 0 if party_side or number < kind.size // 2 else 1

    def _size(self, kind: Kind, party: int) -> int:
        if not kind.matched:
            extra = kind.size > 1 and party < kind.size and self._dice.chance(0.35)
            return max(party + extra, 2 if kind.private else 1)
        if kind.size >= 8 and self._dice.chance(0.1):
            return max(party, kind.size - 1)
        return kind.size

    def _stranger(self, start: int, end: int) -> int | None:
        for _ in range(6):
            index = self._shape.stranger(self._circle, self._dice.skewed(0, STRANGERS - 1))
            if self._busy.get(index, 0) < start:
                self._busy[index] = end + 60
                return index
        return None

    def _fireteam(self) -> int:
        # On the wire this is a double: only ids that a double holds exactly are given out.
        return (self._dice.between(1, 2**51) - 2**50) << 12


def _part(
    character_id: int,
    player: int,
    slot: int,
    begin: int,
    end: int,
    team: int | None,
    fireteam: int,
    completed: bool = False,
) -> Part:
    return Part(
        player=player,
        slot=slot,
        character_id=character_id,
        start=begin,
        played=end - begin,
        team=team,
        fireteam=fireteam,
        completed=completed,
    )
