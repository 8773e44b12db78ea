"""Recorded linked profiles, memberships and searches, by the ids and names in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rasputin.simulator.clock import seconds
from rasputin.simulator.recorded.moments import Told, in_order
from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.folder import Folder, Json

Name = tuple[str, int | None]

LINKED = (
    "profile/DIM/ace-accounts.json",
    "profile/DIM/linkedaccounts-2025-07-15.json",
    "profile/DIM/vidboi-accounts.json",
    "profile/rking788-warmind-network/LinkedProfiles.json",
    "fragments/linkedprofiles_private_issue1512.json",
)
MEMBERSHIPS = (
    "profile/Yoannmont-Destiny-2-guessr/short_fake_memberships_response.json",
    "profile/Yoannmont-Destiny-2-guessr/fake_memberships_response.json",
)
TWO_FOUND = "fragments/searchbyname_two_results_issue1556.json"
OVERRIDDEN_FOUND = "fragments/searchbyname_crosssave_overridden_issue1775.json"
NOBODY = "0"


@dataclass(frozen=True, slots=True)
class Identities:
    """`linked` and `memberships` by every id in them, `searches` by name and code."""

    linked: dict[int, list[Told]] = field(default_factory=dict)
    memberships: dict[int, Json] = field(default_factory=dict)
    searches: dict[Name, list[Json]] = field(default_factory=dict)


def read_identities(folder: Folder, bot: Bot) -> Identities:
    replies = [*map(folder.reply, MEMBERSHIPS), bot.reply("/User/GetMembershipsForCurrentUser/")]
    return Identities(
        linked=_linked(map(folder.reply, LINKED)),
        memberships=_memberships(replies),
        searches=_searches(folder),
    )


def cards_of_linked(reply: Json) -> Iterator[Json]:
    """The game's accounts first, then the site's."""
    yield from reply["profiles"]
    yield from (error["infoCard"] for error in reply["profilesWithErrors"])
    yield reply["bnetMembership"]


def cards_of_memberships(reply: Json) -> Iterator[Json]:
    yield from (card for card in reply["destinyMemberships"] if card["membershipId"] != NOBODY)
    if "bungieNetUser" in reply:
        yield {"membershipType": 254, "membershipId": reply["bungieNetUser"]["membershipId"]}


def name_of(card: Json) -> Name:
    return card.get("bungieGlobalDisplayName", "").casefold(), card.get("bungieGlobalDisplayNameCode")


def _memberships(replies: list[Json]) -> dict[int, Json]:
    """Where two have an id, it is that of the reply whose primary one it is."""
    every = {int(card["membershipId"]): reply for reply in replies for card in cards_of_memberships(reply)}
    return every | {int(reply["primaryMembershipId"]): reply for reply in replies}


def _linked(replies: Iterable[Json]) -> dict[int, list[Told]]:
    found: defaultdict[int, list[Told]] = defaultdict(list)
    for reply in replies:
        moment = max((seconds(profile["dateLastPlayed"]) for profile in reply["profiles"]), default=0.0)
        for card in cards_of_linked(reply):
            found[int(card["membershipId"])].append(Told(moment, reply))
    return {membership_id: in_order(told) for membership_id, told in found.items()}


def _searches(folder: Folder) -> dict[Name, list[Json]]:
    found = [folder.reply(TWO_FOUND), [folder.document(OVERRIDDEN_FOUND)["Response_item"]]]
    return {name_of(cards[0]): cards for cards in found}
