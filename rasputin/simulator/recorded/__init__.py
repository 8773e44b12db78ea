"""Answers made from recorded replies under their own ids, and from what those say about others."""

from __future__ import annotations

from rasputin.simulator.answers.game import NO_UPKEEP, Upkeep
from rasputin.simulator.recorded.accounts import Accounts
from rasputin.simulator.recorded.activities import RecordedActivities
from rasputin.simulator.recorded.clans import RecordedClans
from rasputin.simulator.recorded.game import RecordedGame
from rasputin.simulator.recorded.manifest import RecordedManifest
from rasputin.simulator.recorded.players import RecordedPlayers
from rasputin.simulator.recorded.recordings import Recordings
from rasputin.simulator.recorded.statistics import RecordedStatistics
from rasputin.simulator.serving.routes import Source


def recorded_source(recordings: Recordings, manifest: RecordedManifest, upkeep: Upkeep = NO_UPKEEP) -> Source:
    accounts = Accounts(recordings)
    return Source(
        players=RecordedPlayers(accounts, recordings.identities),
        activities=RecordedActivities(accounts, recordings.reports),
        clans=RecordedClans(recordings.clans, accounts),
        game=RecordedGame(recordings.state, upkeep),
        manifest=manifest,
        statistics=RecordedStatistics(accounts, recordings.sums),
    )
