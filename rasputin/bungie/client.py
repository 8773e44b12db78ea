"""The client: one short method for each of Bungie's operations that the tracker asks for.

Every method raises the errors of `rasputin.bungie.errors` and nothing else; which of them to expect beyond
the transient ones and KeyRefused stands in its docstring. Nothing is tried again here: that is the
caller's decision, as every request costs part of a budget.
"""

from collections.abc import Mapping
from typing import Any, Final, Generic, NamedTuple, TypeVar

import msgspec
from requests.adapters import BaseAdapter

from rasputin.bungie.transport import Gate, Host, Transport
from rasputin.bungie.types import (
    ActivityHistory,
    CoreSettings,
    Group,
    HistoryActivity,
    LinkedProfiles,
    MembersPage,
    PostGameReport,
    Profile,
    Roster,
    UserInfoCard,
)
from rasputin.bungie.types.clan import roster
from rasputin.bungie.wire import Reader

T = TypeVar("T")

#: A clan has at most 100 members on one page; a walk that does not end by here is no walk.
MOST_PAGES: Final = 20

GROUP: Final[Reader[Group]] = Reader(Group)
MEMBERS: Final[Reader[MembersPage]] = Reader(MembersPage)
PROFILE: Final[Reader[Profile]] = Reader(Profile)
HISTORY: Final[Reader[ActivityHistory]] = Reader(ActivityHistory, when_empty=ActivityHistory())
REPORT: Final[Reader[PostGameReport]] = Reader(PostGameReport)
SETTINGS: Final[Reader[CoreSettings]] = Reader(CoreSettings)
CARDS: Final[Reader[tuple[UserInfoCard, ...]]] = Reader(tuple[UserInfoCard, ...], when_empty=())
LINKED: Final[Reader[LinkedProfiles]] = Reader(LinkedProfiles)


class Reply(NamedTuple, Generic[T]):
    """A decoded value beside the bytes that it was decoded from, for an archive."""

    value: T
    body: bytes


class Client:
    """Bungie's API, typed. One Client serves any number of threads; make it after a fork, not before.

    `user_agent` should carry a contact, as Bungie asks. `gate` is asked before every request and told after
    it. `adapter` replaces the pooled HTTP adapter of requests.
    """

    def __init__(
        self,
        *,
        api_key: str,
        user_agent: str,
        base_url: str = "https://www.bungie.net",
        stats_url: str = "https://stats.bungie.net",
        gate: Gate | None = None,
        timeout: tuple[float, float] = (5, 20),
        pool: int = 16,
        adapter: BaseAdapter | None = None,
    ) -> None:
        self._transport = Transport(
            api_key=api_key,
            user_agent=user_agent,
            roots={"www": base_url, "stats": stats_url},
            gate=gate,
            timeout=timeout,
            pool=pool,
            adapter=adapter,
        )

    def __repr__(self) -> str:
        return f"<Client of {self._transport.roots['www']}>"

    def close(self) -> None:
        """Close the connections of the pool."""
        self._transport.close()

    def group(self, group_id: int) -> Group:
        """GroupV2.GetGroup: a clan's detail and founder. NotFound for an unknown or deleted one."""
        return self._get(GROUP, "group", f"/GroupV2/{group_id:d}/").value

    def group_members_page(self, group_id: int, page: int = 1) -> MembersPage:
        """GroupV2.GetMembersOfGroup: one page of up to 100, counted from 1. NotFound as for the group."""
        query = f"currentpage={page:d}&memberType=0&nameSearch="
        return self._get(MEMBERS, "members", f"/GroupV2/{group_id:d}/Members/?{query}").value

    def group_members(self, group_id: int) -> Roster:
        """GroupV2.GetMembersOfGroup, all pages: the roster, which says whether it is complete."""
        pages = [self.group_members_page(group_id)]
        while pages[-1].has_more and pages[-1].results and len(pages) < MOST_PAGES:
            pages.append(self.group_members_page(group_id, len(pages) + 1))
        return roster(pages)

    def profile(self, membership_type: int, membership_id: int) -> Profile:
        """Destiny2.GetProfile, components 100 and 200: dates played, characters.

        AccountNotFound for an account that never played; WrongMembershipType with the right type.
        """
        path = f"/Destiny2/{membership_type:d}/Profile/{membership_id:d}/?components=100,200"
        return self._get(PROFILE, "profile", path).value

    def activity_history(
        self,
        membership_type: int,
        membership_id: int,
        character_id: int,
        *,
        page: int,
        count: int = 250,
        mode: int = 0,
    ) -> tuple[HistoryActivity, ...]:
        """Destiny2.GetActivityHistory: rows newest first, pages from 0, at most 250 a page, () past the end.

        Pages shift while somebody plays. Works for deleted characters. Private when the player hides it,
        NotFound for an unknown character.
        """
        path = (
            f"/Destiny2/{membership_type:d}/Account/{membership_id:d}/Character/{character_id:d}"
            f"/Stats/Activities/?count={count:d}&mode={mode:d}&page={page:d}"
        )
        return self._get(HISTORY, "history", path).value.activities

    def post_game_report(self, instance_id: int) -> Reply[PostGameReport]:
        """Destiny2.GetPostGameCarnageReport, on the stats host: the report, and the body for an archive.

        NotFound for an id that is not there, which a young one may be later; Embargoed during a raid race;
        Undecodable keeps the body. An early reply can be incomplete, and can change.
        """
        path = f"/Destiny2/Stats/PostGameCarnageReport/{instance_id:d}/"
        return self._get(REPORT, "report", path, host="stats")

    def core_settings(self) -> CoreSettings:
        """GetCommonSettings: which systems are enabled, the current season, the roots of the manifest."""
        return self._get(SETTINGS, "settings", "/Settings/").value

    def search_by_bungie_name(self, name: str, code: int) -> tuple[UserInfoCard, ...]:
        """Destiny2.SearchDestinyPlayerByBungieName: the memberships under that name, () for none.

        Two without cross save are possible, and so is one that never played.
        """
        body = {"displayName": name, "displayNameCode": code}
        return self._send(CARDS, "search", "/Destiny2/SearchDestinyPlayerByBungieName/-1/", body=body).value

    def linked_profiles(self, membership_type: int, membership_id: int) -> LinkedProfiles:
        """Destiny2.GetLinkedProfiles, all memberships of a Destiny id (or Bungie.net id, type 254)."""
        path = (
            f"/Destiny2/{membership_type:d}/Profile/{membership_id:d}/LinkedProfiles/?getAllMemberships=true"
        )
        return self._get(LINKED, "linked_profiles", path).value

    def _get(self, reader: Reader[T], endpoint: str, path: str, *, host: Host = "www") -> Reply[T]:
        return self._send(reader, endpoint, path, host=host)

    def _send(
        self,
        reader: Reader[T],
        endpoint: str,
        path: str,
        *,
        host: Host = "www",
        body: Mapping[str, Any] | None = None,
    ) -> Reply[T]:
        payload = None if body is None else msgspec.json.encode(body)
        with self._transport.exchange(host=host, endpoint=endpoint) as send:
            answer = send(path, payload)
            return Reply(value=reader.read(answer), body=answer.body)
