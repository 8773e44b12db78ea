"""Recorded profiles, each with its owner and the moment at which it was true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from rasputin.simulator.clock import seconds
from rasputin.simulator.recorded.moments import Told, in_order
from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.chums import Chums
from rasputin.simulator.recorded.reading.doubles import with_doubles
from rasputin.simulator.recorded.reading.folder import Folder, Json
from rasputin.simulator.recorded.reading.seals import read_seals


class Owner(NamedTuple):
    """Whose a reply is that does not say so, and when it was true."""

    kind: int
    membership_id: int
    moment: str


RKING = "profile/rking788-warmind-network"
GUESSR = "profile/Yoannmont-Destiny-2-guessr"
DASHBOARD = "profile/WorthyD-d2-clandashboard"

WITH_OWNER = (
    "profile/DIM/profile-2021-05-28.json.gz",
    "profile/chrispaskvan-destiny-ghost-api/profileCharactersResponse.json",
    f"{RKING}/GetActivities.json",
    f"{RKING}/GetProfile-dredgen.json.gz",
    f"{RKING}/GetProfile-nate.json",
    f"{RKING}/GetProfile-sept.json",
    f"{RKING}/GetProfile-unequippable.json",
    f"{RKING}/GetProfile.json",
)
FROM_TYPESCRIPT = (f"{DASHBOARD}/GetProfile_omega_2020-10.json", f"{DASHBOARD}/GetProfile_zoned_2020-10.json")
# GetProgressions shows the characters of GetProfile-sept; the inventories belong to the memberships of the
# same collection; the last two name nobody, so they get a number that nobody has.
OWNERS = {
    f"{RKING}/GetProgressions.json": Owner(1, 4444444444444444444, "2018-05-16T00:00:00Z"),
    f"{GUESSR}/fake_inventory_response.json": Owner(1, 12, "2025-01-01T00:00:00Z"),
    f"{GUESSR}/short_fake_inventory_response.json": Owner(1, 100, "2025-01-01T00:00:00Z"),
    "milestones/vivekhnz-today-in-destiny2/currentActivities.json": Owner(3, 2022, "2022-01-05T08:23:33Z"),
    "fragments/profile_private_progression_issue848.json": Owner(3, 848, "2019-01-01T00:00:00Z"),
}
BOT_PROFILE = "/Destiny2/254/Profile/444/?components="


class Recorded(NamedTuple):
    """Components by key, and the little that is known of their owner."""

    card: Json
    told: Told


def read_profiles(folder: Folder, bot: Bot, chums: Chums) -> tuple[dict[int, list[Told]], dict[int, Json]]:
    """Profiles in their order, and cards, by membership id."""
    profiles: defaultdict[int, list[Told]] = defaultdict(list)
    cards: dict[int, Json] = {}
    for recorded in _every(folder, bot, chums):
        membership_id = int(recorded.card["membershipId"])
        profiles[membership_id].append(recorded.told)
        cards[membership_id] = recorded.card
    return {membership_id: in_order(told) for membership_id, told in profiles.items()}, cards


def _every(folder: Folder, bot: Bot, chums: Chums) -> Iterator[Recorded]:
    for name, owner in OWNERS.items():
        card = {"membershipType": owner.kind, "membershipId": str(owner.membership_id)}
        yield Recorded(card, Told(seconds(owner.moment), folder.reply(name)))
    for card, told in read_seals(folder):
        yield Recorded(card, told)
    yield from map(_with_owner, chums.profiles)
    yield from map(_with_owner, bot.starting(BOT_PROFILE).values())
    for name in WITH_OWNER:
        yield _with_owner(folder.reply(name))
    for name in FROM_TYPESCRIPT:
        yield _with_owner(with_doubles(folder.reply(name)))


def _with_owner(profile: Json) -> Recorded:
    characters: list[Json] = list(profile["characters"]["data"].values())
    if "profile" in profile:
        data = profile["profile"]["data"]
        return Recorded(data["userInfo"], Told(seconds(data["dateLastPlayed"]), profile))
    card = {key: characters[0][key] for key in ("membershipType", "membershipId")}
    return Recorded(card, Told(max(seconds(one["dateLastPlayed"]) for one in characters), profile))
