"""The world's clans, as the API tells them."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.answers.accounts import owner
from rasputin.simulator.replies.clans import group_reply, groups_of_member_reply, roster_reply
from rasputin.simulator.replies.envelope import Refusal
from rasputin.simulator.replies.rewards import rewards_reply
from rasputin.simulator.serving.routes.clans import CLAN, RosterRequest
from rasputin.simulator.world.clans import ADMIN, FOUNDER, Clan
from rasputin.simulator.world.turnover import Stint, Who
from rasputin.simulator.world.world import World

NO_CLAN, NO_GROUP, NO_USER = 686, 622, 217
EVERYWHERE, FOUNDED = 0, 1


class WorldClans:
    def __init__(self, world: World) -> None:
        self._world = world

    def group(self, group_id: int, now: float) -> Any:
        return group_reply(self._world, self._clan(group_id), now)

    def named(self, name: str, kind: int, now: float) -> Any:
        clan = self._world.clans.by_name.get(name.casefold())
        if clan is None or kind != CLAN:
            raise Refusal(NO_CLAN if kind == CLAN else NO_GROUP)
        return group_reply(self._world, clan, now)

    def roster(self, asked: RosterRequest, now: float) -> Any:
        clan = self._clan(asked.group_id)
        chosen = [one for one in self._stints(clan, now) if self._is_wanted(one, asked, now)]
        return roster_reply(self._world, clan, chosen, asked.page, now)

    def admins(self, group_id: int, page: int, now: float) -> Any:
        clan = self._clan(group_id)
        chosen = [stint for stint in self._stints(clan, now) if stint.role >= ADMIN]
        return roster_reply(self._world, clan, chosen, page, now)

    def groups_of(self, kind: int, membership_id: int, now: float, *, filter_: int, group_type: int) -> Any:
        player = owner(self._world, kind, membership_id, now, unknown=NO_USER)
        places = [self._world.rosters.place(Who(player.index, one), now) for one in (-1, 0)]
        chosen = [place for place in places if place and _passes(place, filter_, group_type)]
        return groups_of_member_reply(self._world, chosen, now)

    def rewards(self, group_id: int, now: float) -> Any:
        return rewards_reply(self._world, self._clan(group_id), now)

    def _clan(self, group_id: int) -> Clan:
        clan = self._world.clans.by_id.get(group_id)
        if clan is None:
            raise Refusal(NO_CLAN)
        return clan

    def _stints(self, clan: Clan, now: float) -> list[Stint]:
        return self._world.rosters.roster(clan.number, now)

    def _is_wanted(self, stint: Stint, asked: RosterRequest, now: float) -> bool:
        guise = self._world.people.player(stint.who.player).guise(now)
        names = f"{guise.name}\n{guise.platform_name}".casefold()
        return asked.role in (EVERYWHERE, stint.role) and asked.name.casefold() in names


def _passes(place: Stint, filter_: int, group_type: int) -> bool:
    """Filters: 0 all, 1 groups that the member founded, 2 the others."""
    fits = filter_ == EVERYWHERE or (place.role == FOUNDER) == (filter_ == FOUNDED)
    return fits and group_type == CLAN
