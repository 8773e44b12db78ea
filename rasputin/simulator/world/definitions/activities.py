"""Activities and their types: everything that the world's instances and playlists are called by."""

from __future__ import annotations

from collections.abc import Iterator

from rasputin.simulator.world.catalogue import KINDS
from rasputin.simulator.world.definitions.modes import HASHES
from rasputin.simulator.world.definitions.places import NOWHERE, place_of
from rasputin.simulator.world.definitions.played import PLAYED, UNFILED, Played
from rasputin.simulator.world.definitions.shapes import (
    Json,
    classified,
    definition,
    display,
    icon,
    report_picture,
)
from rasputin.simulator.world.kind import Kind

# Played in the world: one that no manifest has, one that is classified, one without a name.
REMOVED = 249656167
SECRET = 68611399
NAMELESS = 4166562681

TYPES = {
    102866517: "Seasonal Arena",
    103143560: "Lost Sector",
    147238405: "Story",
    248695599: "Gambit",
    263019149: "Seasonal Arena",
    332181804: "Nightmare Hunt",
    400075666: "The Menagerie",
    575572995: "Nightfall",
    608898761: "Dungeon",
    838603889: "Forge Ignition",
    951708808: "Explore",
    964120289: "Rumble",
    1365291283: "The Crucible",
    1589650888: "Social",
    1686739444: "Story",
    2043403989: "Raid",
    2112637710: "Trials of Osiris",
    2175955486: "Survival",
    2371050408: "Iron Banner",
    2490937569: "Gambit",
    2884569138: "Strike",
    2889152536: "Strike",
    3497767639: "Explore",
    3517186939: "Mayhem",
    3652020199: "Vanguard Op",
    3956381302: "Control",
    4088006058: "The Crucible",
    4110605575: "Strike",
}
UNKNOWN_TYPE = 147238405


def activity_type_definitions() -> Iterator[Json]:
    for index, (number, name) in enumerate(TYPES.items()):
        yield definition(number, index, name, "", icon("type", number))


def activity_definitions() -> Iterator[Json]:
    kinds = _kinds()
    known = {played.hash: played for played in PLAYED}
    for index, (number, kind) in enumerate(kinds.items()):
        if number == SECRET:
            yield classified(number, index)
        elif number != REMOVED:
            yield _activity(known.get(number) or _unknown(number, kind, index), kind, index)


def _kinds() -> dict[int, Kind]:
    """What is played, each under the first kind that it is played as."""
    kinds: dict[int, Kind] = {}
    for kind in KINDS:
        for number in (*kind.references, *((kind.playlist,) if kind.playlist else ())):
            kinds.setdefault(number, kind)
    return kinds


def _unknown(number: int, kind: Kind, index: int) -> Played:
    return Played(number, f"{kind.name.replace('_', ' ').title()} {index}", "", UNKNOWN_TYPE, NOWHERE, "none")


def _activity(played: Played, kind: Kind, index: int) -> Json:
    name = f"{played.name}: {played.difficulty}" if played.difficulty else played.name
    name = "" if played.hash == NAMELESS else name
    return definition(
        played.hash,
        index,
        name,
        f"Played as {kind.name.replace('_', ' ')}.",
        icon("activity", played.hash),
        originalDisplayProperties=display(played.name, ""),
        selectionScreenDisplayProperties=display(played.difficulty, ""),
        releaseTime=0,
        activityLightLevel=0 if kind.versus else 750,
        destinationHash=played.destination,
        placeHash=place_of(played.destination),
        activityTypeHash=played.kind,
        tier=-1,
        pgcrImage=report_picture(played.picture),
        rewards=[],
        modifiers=[],
        isPlaylist=played.hash == kind.playlist,
        challenges=[],
        matchmaking=_matchmaking(kind),
        isPvP=kind.versus,
        **_modes(played.hash, kind),
    )


def _matchmaking(kind: Kind) -> Json:
    return {
        "isMatchmade": kind.matched,
        "minParty": 1,
        "maxParty": kind.party,
        "maxPlayers": max(kind.size, kind.party),
        "requiresGuardianOath": False,
    }


def _modes(number: int, kind: Kind) -> Json:
    if number in UNFILED or kind.mode not in HASHES:
        return {}
    return {
        "directActivityModeHash": HASHES[kind.mode],
        "directActivityModeType": kind.mode,
        "activityModeHashes": [HASHES[mode] for mode in kind.modes],
        "activityModeTypes": list(kind.modes),
    }
