"""All that was recorded, as it can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rasputin.simulator.recorded.moments import Told
from rasputin.simulator.recorded.reading.author import read_author
from rasputin.simulator.recorded.reading.bot import Bot
from rasputin.simulator.recorded.reading.chums import read_chums
from rasputin.simulator.recorded.reading.clans import Clans, read_clans
from rasputin.simulator.recorded.reading.definitions import Single, read_definitions
from rasputin.simulator.recorded.reading.errors import read_errors
from rasputin.simulator.recorded.reading.folder import Folder, Json
from rasputin.simulator.recorded.reading.game import State, read_state
from rasputin.simulator.recorded.reading.histories import Histories, read_histories
from rasputin.simulator.recorded.reading.identities import Identities, read_identities
from rasputin.simulator.recorded.reading.profiles import read_profiles
from rasputin.simulator.recorded.reading.releases import Release, read_releases
from rasputin.simulator.recorded.reading.reports import read_reports
from rasputin.simulator.recorded.reading.statistics import Sums, read_sums
from rasputin.simulator.replies.envelope import Reply


@dataclass(frozen=True, slots=True)
class Recordings:
    """`Response` parts by id. `cards` are of those who have profiles; `read` names the files behind all."""

    reports: dict[int, Json]
    clans: Clans
    profiles: dict[int, list[Told]]
    cards: dict[int, Json]
    identities: Identities
    histories: Histories
    sums: Sums
    state: State
    releases: list[Release]
    definitions: Single
    errors: dict[int, Reply]
    read: frozenset[str]


def read_recordings(path: Path) -> Recordings:
    folder = Folder(path)
    bot, chums = Bot(folder), read_chums(folder)
    author = read_author(folder, chums)
    profiles, cards = read_profiles(folder, bot, chums)
    return Recordings(
        reports=read_reports(folder, bot),
        clans=read_clans(folder, bot, chums),
        profiles=profiles,
        cards=cards,
        identities=read_identities(folder, bot),
        histories=read_histories(folder, bot, author),
        sums=read_sums(folder, bot, author),
        state=read_state(folder),
        releases=read_releases(folder, bot),
        definitions=read_definitions(folder),
        errors=read_errors(folder),
        read=frozenset(folder.read),
    )
