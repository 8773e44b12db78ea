"""Post-game reports and history rows, rendered from the world's numbers."""

from __future__ import annotations

import msgspec

from rasputin.simulator.clock import seconds as seconds_of
from rasputin.simulator.clock import stamp
from rasputin.simulator.replies.cards import report_card
from rasputin.simulator.replies.dress import standing, thousands, told
from rasputin.simulator.replies.entries import POINTS, Shared, entry_values, extended_values, shared_values
from rasputin.simulator.replies.history import row_values
from rasputin.simulator.world.catalogue import KINDS, TEAM_NAMES
from rasputin.simulator.world.kind import Kind
from rasputin.simulator.world.people import People
from rasputin.simulator.world.plan import Instance, Part
from rasputin.simulator.world.scores import Scores, TeamScore

CHALLENGES_TOLD = seconds_of("2025-07-15T17:00:00Z")

TEAM_STANDING = told("standing", standing)
TEAM_SCORE = told("score", thousands)


class Reports:
    def __init__(self, people: People, scores: Scores) -> None:
        self._people = people
        self._scores = scores

    def report(self, instance: Instance) -> list[bytes]:
        """In pieces, to be joined."""
        pieces = [_head(instance, self._host_type(instance))]
        self._add_entries(pieces, instance)
        pieces += (
            b'],"teams":[',
            b",".join([_team(side) for side in self._scores.told_teams(instance)]),
            b"]}",
        )
        return pieces

    def row(self, instance: Instance, part: Part) -> msgspec.Raw:
        """One entry of a history."""
        kind = self._people.player(part.player).guise(instance.start).membership_type
        told = (
            _period(instance),
            _details(instance, kind),
            row_values(instance, self._scores.score(instance, part)),
        )
        return msgspec.Raw(b'{%b"activityDetails":%b,"values":{%b}}' % told)

    def _host_type(self, instance: Instance) -> int:
        host = self._people.player(instance.parts[0].player)
        return 0 if host.stripped else host.guise(instance.start).membership_type

    def _add_entries(self, pieces: list[bytes], instance: Instance) -> None:
        kept: dict[tuple[int | None, int | None], Shared] = {}
        scored = instance.kind.scored
        for part, player, score, detail in self._scores.entries(instance):
            side = score.standing, score.team
            shared = kept.get(side)
            if shared is None:
                shared = kept[side] = shared_values(instance, score)
            head, tail = report_card(player, player.guise(instance.start), part.slot)
            pieces += (shared[0], POINTS[score.score], head, b"%d" % detail.light, tail)
            pieces += entry_values(score, shared, scored=scored)
            pieces += extended_values(instance, score, detail)
        pieces[-1] = b"}}"


def _head(instance: Instance, membership_type: int) -> bytes:
    begun = instance.begun
    told = (
        _period(instance),
        begun.phase,
        _boolean(begun.from_beginning),
        _challenge(instance),
        _details(instance, membership_type),
    )
    return (
        b'{%b"startingPhaseIndex":%d,"activityWasStartedFromBeginning":%b,%b"activityDetails":%b,"entries":['
        % told
    )


def _period(instance: Instance) -> bytes:
    return b'"period":"%b",' % stamp(instance.start).encode()


def _details(instance: Instance, membership_type: int) -> bytes:
    return b'{"referenceId":%d,"directorActivityHash":%d,"instanceId":"%d",%b"membershipType":%d}' % (
        instance.reference,
        instance.director,
        instance.instance_id,
        SORTS[instance.kind.name],
        membership_type if instance.hosted else 0,
    )


def _sort(kind: Kind) -> bytes:
    modes = ",".join(map(str, kind.modes)).encode()
    return b'"mode":%d,"modes":[%b],"isPrivate":%b,' % (kind.mode, modes, _boolean(kind.private))


def _challenge(instance: Instance) -> bytes:
    """What reports tell since a summer."""
    if instance.start < CHALLENGES_TOLD:
        return b""
    skulls = ",".join(map(str, instance.skulls)).encode() if instance.skulls else b""
    return b'"activityDifficultyTier":%d,"selectedSkullHashes":[%b],' % (instance.tier, skulls)


def _boolean(value: bool) -> bytes:
    return b"true" if value else b"false"


def _team(side: TeamScore) -> bytes:
    name = TEAM_NAMES.get(side.team_id, str(side.team_id)).encode()
    order, score = TEAM_STANDING[side.standing], TEAM_SCORE[side.score]
    return b'{"teamId":%d,%b%b"teamName":"%b"}' % (side.team_id, order, score, name)


SORTS = {kind.name: _sort(kind) for kind in KINDS}
