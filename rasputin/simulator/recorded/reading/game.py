"""Recorded settings, alerts and milestones."""

from __future__ import annotations

from dataclasses import dataclass

from rasputin.simulator.clock import seconds
from rasputin.simulator.recorded.moments import Told
from rasputin.simulator.recorded.reading.folder import Folder, Json

CORE = "destiny2-destiny2coresettings.json"
CORE_SETTINGS = {
    "2023-02-01T00:00:00Z": f"manifest/2023-02-01_d2-checklist/{CORE}",
    "2024-10-03T00:00:00Z": f"manifest/2024-10-03_228353.24.09.19.1730_d2-checklist_small-tables/{CORE}",
}
# The second is of the same months, by which the maintenance was over.
ALERTS = {
    "2018-12-04T13:48:36Z": "clan/richard4339-destiny2-php/getGlobalAlerts.json",
    "2018-12-05T00:00:00Z": "clan/richard4339-destiny2-php/getGlobalAlerts-NoAlerts.json",
}
MILESTONES = "manifest/2023-02-01_d2-checklist/fake-milestones.json"


@dataclass(frozen=True, slots=True)
class State:
    """Of the settings only the `destiny2CoreSettings` were recorded."""

    core_settings: list[Told]
    alerts: list[Told]
    milestones: Json


def read_state(folder: Folder) -> State:
    return State(
        core_settings=_by_moment(folder, CORE_SETTINGS),
        alerts=_by_moment(folder, ALERTS),
        milestones=folder.reply(MILESTONES),
    )


def _by_moment(folder: Folder, names: dict[str, str]) -> list[Told]:
    return [Told(seconds(moment), folder.reply(name)) for moment, name in names.items()]
