"""The simulated world asked at a time: clans, players, histories and instances that exist by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from rasputin.simulator.world.clans import Clans
from rasputin.simulator.world.dice import draws
from rasputin.simulator.world.ids import InstanceIds
from rasputin.simulator.world.people import Account, People, Player
from rasputin.simulator.world.plan import Block, Instance, Part, Planner, Session, day_of
from rasputin.simulator.world.rosters import Rosters
from rasputin.simulator.world.scores import Scores
from rasputin.simulator.world.shape import Shape


class Row(NamedTuple):
    """One line of a character's history."""

    instance: Instance
    part: Part


class _Circle:
    """What a circle has done so far, read on day by day."""

    def __init__(self, planner: Planner, circle: int, since: int) -> None:
        self._planner, self._circle, self._since = planner, circle, since
        self._next = day_of(since)
        self.sessions: defaultdict[int, list[Session]] = defaultdict(list)
        self.rows: defaultdict[int, list[Row]] = defaultdict(list)
        self.instances: dict[int, Instance] = {}

    def read_on(self, now: float) -> None:
        while self._next <= day_of(now):
            self._add(self._planner.block(self._circle, self._next))
            self._next += 1

    def _add(self, block: Block) -> None:
        for session in block.sessions:
            self.sessions[session.player].append(session)
        for instance in block.instances:
            if instance.start >= self._since:
                self.instances[instance.instance_id] = instance
                for part in instance.parts:
                    self.rows[part.character_id].append(Row(instance, part))


class World:
    """A pure function of the shape, the first moment of activity, and the time asked for.

    `wrong_hints` is the share of members who are said to be online and are not, or the other way round.
    `dated_by_session`: what says when somebody last played moves only when a session begins.
    """

    def __init__(
        self, shape: Shape, since: float, *, wrong_hints: float = 0.02, dated_by_session: bool = False
    ) -> None:
        self.shape = shape
        self.since = int(since)
        self.wrong_hints = wrong_hints
        self.dated_by_session = dated_by_session
        self.people = People(shape, self.since)
        self.clans = Clans(shape.seed, self.people.ids, self.since, shape.clans)
        self.rosters = Rosters(shape, self.since, self.clans.every.__getitem__)
        self.scores = Scores(shape.seed, self.people)
        self._ids = InstanceIds(shape.circles)
        self._planner = Planner(shape, self.people, self._ids)
        self._circles: dict[int, _Circle] = {}

    def members(self) -> Iterator[Player]:
        return (self.people.player(index) for index in range(self.shape.members))

    def everybody(self) -> Iterator[Player]:
        return (self.people.player(index) for index in range(self.shape.players))

    def player(self, membership_id: int) -> Player | None:
        index = self.people.ids.player_index(membership_id)
        return self.people.player(index) if index is not None and index < self.shape.players else None

    def account(self, membership_id: int) -> tuple[Player, Account] | None:
        """Whose further membership this is."""
        owner = self.people.ids.other_owner(membership_id)
        if owner is None or owner[0] >= self.shape.players:
            return None
        player = self.people.player(owner[0])
        return (player, player.accounts[owner[1]]) if owner[1] < len(player.accounts) else None

    def bungie_user(self, account_id: int) -> Player | None:
        """Whose account on the site this is."""
        index = self.people.ids.account_owner(account_id)
        if index is None or index >= self.shape.players:
            return None
        player = self.people.player(index)
        return player if player.bungie_id == account_id else None

    def named(self, name: str, code: int, now: float) -> Player | None:
        """Who goes by this name now."""
        index = self.people.names.owner(name, code)
        if index is None or index >= self.shape.players:
            return None
        player = self.people.player(index)
        guise = player.guise(now)
        return player if guise.code == code and guise.name.casefold() == name.casefold() else None

    def character_owner(self, character_id: int) -> Player | None:
        owner = self.people.ids.character_owner(character_id)
        if owner is None or owner[0] >= self.shape.players:
            return None
        player = self.people.player(owner[0])
        return player if owner[1] < len(player.characters) else None

    def played(self, character_id: int, now: float) -> list[Row]:
        """All that the character has played and that statistics know by now, newest first."""
        return list(self._newest_first(character_id, now))

    def count(self, character_id: int, now: float) -> int:
        """How much that is."""
        return sum(1 for _ in self._newest_first(character_id, now))

    def played_since(self, character_id: int, since: float, now: float) -> Iterator[Row]:
        """What the character has begun since a moment, without looking at what lies before it."""
        return takewhile(lambda row: row.instance.start >= since, self._newest_first(character_id, now))

    def history(self, character_id: int, now: float, mode: int = 0) -> list[Row]:
        """What the character's history lists of it when asked for a mode; 0 is said to be all of them."""
        return [row for row in self.played(character_id, now) if _lists(mode, row.instance)]

    def begun(self, character_id: int, now: float) -> Row | None:
        """What the character joined last, be it over or not."""
        return next((row for row in self._rows(character_id, now) if _joined(row) <= now), None)

    def instance(self, instance_id: int, now: float) -> Instance | None:
        """The activity if it has ended by now."""
        start, circle = self._ids.start_and_circle(instance_id)
        if start > now or not 0 <= circle < self.shape.circles:
            return None
        instance = self._circle(circle, now).instances.get(instance_id)
        return instance if instance is not None and instance.end <= now else None

    def ended(self, since: float, until: float) -> Iterator[Instance]:
        """All activities of all circles that ended after one moment and not after another."""
        for number in range(self.shape.circles):
            for instance in self._circle(number, until).instances.values():
                if since < instance.end <= until:
                    yield instance

    def last_session(self, player: Player, now: float) -> Session | None:
        """The newest session that has begun."""
        sessions = self._circle(self.shape.circle_of(player.index), now).sessions.get(player.index, [])
        return next((session for session in reversed(sessions) if session.start <= now), None)

    def last_seen_before(self, player: Player) -> int:
        """When a player was last seen before the world's activity begins."""
        return self.since - 3_600 - draws(self.shape.seed, "before", player.index)[0] % (40 * 86_400)

    def _newest_first(self, character_id: int, now: float) -> Iterator[Row]:
        return (row for row in self._rows(character_id, now) if row.instance.listed_at <= now)

    def _rows(self, character_id: int, now: float) -> Iterator[Row]:
        """All that is planned for the character up to the end of the day, newest first."""
        owner = self.character_owner(character_id)
        if owner is None:
            return iter(())
        return reversed(self._circle(self.shape.circle_of(owner.index), now).rows.get(character_id, []))

    def _circle(self, number: int, now: float) -> _Circle:
        circle = self._circles.get(number)
        if circle is None:
            circle = self._circles[number] = _Circle(self._planner, number, self.since)
        circle.read_on(now)
        return circle


def _joined(row: Row) -> int:
    return row.instance.start + row.part.start


def _lists(mode: int, instance: Instance) -> bool:
    if instance.shy:
        return mode == instance.kind.mode
    return mode == 0 or mode in instance.kind.modes
