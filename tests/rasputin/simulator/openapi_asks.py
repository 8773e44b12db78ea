"""What every endpoint is asked, so that all that it answers can be held against Bungie's document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import quote

from rasputin.simulator.clock import seconds
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.plan import Instance
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import World
from tests.rasputin.simulator.server import START

NOW = seconds(START)
DAYS = 12
SHAPE = Shape(seed=5, clans=3, members=150)
ARGUMENTS = ("--seed", "5", "--clans", "3", "--members", "150", "--days", str(DAYS))

REPORTS_HOST = "/stats/Platform"
HOST = "/Platform"
COMPONENTS = "100,104,200,202,204,700,900,1100"
SMALL_COMPONENTS = "100,104,200,202,204"


class Ask(NamedTuple):
    """A request, a POST where it has a body; `target` is what follows the host."""

    target: str
    body: Any = None
    host: str = HOST

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


class Subjects:
    """One player of every sort that the world knows, and one instance of every kind of activity."""

    def __init__(self) -> None:
        self.world = World(SHAPE, NOW - DAYS * 86_400)
        self.players = list(self._players())
        self.instances = list(self._instances())
        self.group_ids = list(self.world.clans.by_id)

    def character_paths(self) -> Iterator[str]:
        for player in self.players:
            for character in player.characters:
                yield f"{_account(player)}/Character/{character.character_id}"

    def _players(self) -> Iterator[Player]:
        seen = set()
        for player in islice(self.world.everybody(), 2 * SHAPE.members):
            if (sort := _sort(player)) not in seen:
                seen.add(sort)
                yield player

    def _instances(self) -> Iterator[Instance]:
        seen = set()
        for player in self.world.members():
            for character in player.characters:
                for row in self.world.played(character.character_id, NOW):
                    instance = row.instance
                    sort = (instance.kind.name, instance.sided, instance.hosted, instance.counted)
                    if sort not in seen:
                        seen.add(sort)
                        yield instance


def _sort(player: Player) -> tuple[object, ...]:
    """All in which players differ so that replies about them do."""
    guise = player.guise(NOW)
    return (
        player.private,
        player.unlinked,
        player.stripped,
        len(player.accounts),
        player.bungie_id is None,
        len(player.guises),
        guise.platform_name == "",
        guise.code is None,
        len(guise.applicable_types) > 1,
        len(player.living_characters(NOW)),
        len(player.deleted_characters(NOW)),
    )


def _account(player: Player) -> str:
    return f"/Destiny2/{player.guise(NOW).membership_type}/Account/{player.membership_id}"


def _profile(player: Player) -> str:
    return f"/Destiny2/{player.guise(NOW).membership_type}/Profile/{player.membership_id}"


def _reports(subjects: Subjects) -> Iterator[Ask]:
    for instance in subjects.instances:
        yield Ask(f"/Destiny2/Stats/PostGameCarnageReport/{instance.instance_id}/", host=REPORTS_HOST)
    yield Ask("/Destiny2/Stats/PostGameCarnageReport/1/", host=REPORTS_HOST)


def _histories(subjects: Subjects) -> Iterator[Ask]:
    for character in subjects.character_paths():
        yield Ask(f"{character}/Stats/Activities/?count=250")
    first = next(subjects.character_paths())
    for query in ("count=5&page=1", "mode=5", "mode=91", "page=900", "count=900", "page=x"):
        yield Ask(f"{first}/Stats/Activities/?{query}")


def _profiles(subjects: Subjects) -> Iterator[Ask]:
    for player in subjects.players:
        asked = COMPONENTS if player in subjects.players[:4] else SMALL_COMPONENTS
        yield Ask(f"{_profile(player)}/?components={asked}")
        yield Ask(f"/Destiny2/4/Profile/{player.membership_id}/?components=100")
    yield Ask(f"{_profile(subjects.players[0])}/")


def _characters(subjects: Subjects) -> Iterator[Ask]:
    for player in subjects.players:
        for character in player.characters:
            path = f"{_profile(player)}/Character/{character.character_id}/"
            yield Ask(f"{path}?components={SMALL_COMPONENTS}")
    first = subjects.players[0]
    path = f"{_profile(first)}/Character/{first.characters[0].character_id}/"
    yield Ask(f"{path}?components={COMPONENTS}")
    yield Ask(f"{_profile(subjects.players[0])}/Character/1/?components=200")


def _account_stats(subjects: Subjects) -> Iterator[Ask]:
    for player in subjects.players:
        yield Ask(f"{_account(player)}/Stats/")
    yield Ask(f"{_account(subjects.players[0])}/Stats/?groups=1,2,3")
    yield Ask(f"{_account(subjects.players[0])}/Stats/?groups=19")


def _character_stats(subjects: Subjects) -> Iterator[Ask]:
    for character in subjects.character_paths():
        yield Ask(f"{character}/Stats/")
    first = next(subjects.character_paths())
    daily = "periodType=1&daystart=2026-11-12&dayend=2026-11-20"
    for query in ("groups=1,2,3&modes=5,7,4,84", daily, f"{daily}&modes=7", "periodType=1", "periodType=3"):
        yield Ask(f"{first}/Stats/?{query}")
    yield Ask(f"{_account(subjects.players[0])}/Character/0/Stats/")


def _of_characters(ending: str) -> Callable[[Subjects], Iterator[Ask]]:
    def asks(subjects: Subjects) -> Iterator[Ask]:
        for character in subjects.character_paths():
            yield Ask(f"{character}/Stats/{ending}")

    return asks


def _linked(subjects: Subjects) -> Iterator[Ask]:
    for player in subjects.players:
        yield Ask(f"{_profile(player)}/LinkedProfiles/?getAllMemberships=true")
        yield Ask(f"/Destiny2/-1/Profile/{player.membership_id}/LinkedProfiles/")
        yield Ask(f"/Destiny2/254/Profile/{player.bungie_id or 1}/LinkedProfiles/")


def _searches(subjects: Subjects) -> Iterator[Ask]:
    for player in subjects.players:
        guise = player.guise(NOW)
        asked = {"displayName": guise.name, "displayNameCode": guise.code}
        yield Ask("/Destiny2/SearchDestinyPlayerByBungieName/-1/", asked)
    yield Ask("/Destiny2/SearchDestinyPlayerByBungieName/-1/", {"displayName": "?", "displayNameCode": 1})
    yield Ask("/Destiny2/SearchDestinyPlayerByBungieName/-1/", {})


def _memberships(subjects: Subjects) -> Iterator[Ask]:
    for player in subjects.players:
        yield Ask(f"/User/GetMembershipsById/{player.membership_id}/-1/")
        if player.bungie_id is not None:
            yield Ask(f"/User/GetMembershipsById/{player.bungie_id}/254/")
        for account in player.accounts:
            yield Ask(f"/User/GetMembershipsById/{account.membership_id}/{account.membership_type}/")
    yield Ask("/User/GetMembershipsById/1/-1/")


def _prefix_searches(subjects: Subjects) -> Iterator[Ask]:
    for player in subjects.players:
        yield Ask("/User/Search/GlobalName/0/", {"displayNamePrefix": player.guise(NOW).name[:2]})
    yield Ask("/User/Search/GlobalName/1/", {"displayNamePrefix": "S"})
    yield Ask("/User/Search/GlobalName/0/", {"displayNamePrefix": "\x00"})


def _groups_of_members(subjects: Subjects) -> Iterator[Ask]:
    for player in subjects.players:
        kind = player.guise(NOW).membership_type
        yield Ask(f"/GroupV2/User/{kind}/{player.membership_id}/0/1/")


def _groups_by_name(subjects: Subjects) -> Iterator[Ask]:
    for clan in subjects.world.clans.every:
        yield Ask(f"/GroupV2/Name/{quote(clan.name)}/1/")
        yield Ask("/GroupV2/NameV2/", {"groupName": clan.name, "groupType": 1})
    yield Ask("/GroupV2/NameV2/", {"groupName": "nobody's", "groupType": 1})


def _rewards(subjects: Subjects) -> Iterator[Ask]:
    for group_id in (*subjects.group_ids, 1):
        yield Ask(f"/Destiny2/Clan/{group_id}/WeeklyRewardState/")


def _groups(ending: str) -> Callable[[Subjects], Iterator[Ask]]:
    def asks(subjects: Subjects) -> Iterator[Ask]:
        for group_id in (*subjects.group_ids, 1):
            yield Ask(f"/GroupV2/{group_id}/{ending}")

    return asks


def _fixed(*asks: Ask) -> Callable[[Subjects], Iterable[Ask]]:
    return lambda subjects: asks


#: By the endpoint's name in the simulator's table of routes.
ASKS: dict[str, Callable[[Subjects], Iterable[Ask]]] = {
    "report": _reports,
    "history": _histories,
    "profile": _profiles,
    "character": _characters,
    "account_stats": _account_stats,
    "character_stats": _character_stats,
    "activity_stats": _of_characters("AggregateActivityStats/"),
    "weapon_stats": _of_characters("UniqueWeapons/"),
    "linked": _linked,
    "search": _searches,
    "members": _groups("Members/?currentpage=1&memberType=0"),
    "group": _groups(""),
    "admins": _groups("AdminsAndFounder/"),
    "group_by_name": _groups_by_name,
    "groups_of_member": _groups_of_members,
    "memberships": _memberships,
    "prefix_search": _prefix_searches,
    "rewards": _rewards,
    "manifest": _fixed(Ask("/Destiny2/Manifest/")),
    "definition": _fixed(
        Ask("/Destiny2/Manifest/DestinyClassDefinition/3655393761/"),
        Ask("/Destiny2/Manifest/DestinyClassDefinition/1/"),
        Ask("/Destiny2/Manifest/DestinyNothingDefinition/1/"),
    ),
    "settings": _fixed(Ask("/Settings/")),
    "alerts": _fixed(Ask("/GlobalAlerts/"), Ask("/GlobalAlerts/?includestreaming=true")),
    "milestones": _fixed(Ask("/Destiny2/Milestones/")),
}
