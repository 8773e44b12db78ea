"""Definitions that were recorded by themselves."""

from __future__ import annotations

from rasputin.simulator.recorded.reading.folder import Folder, Json

_DASHBOARD = "profile/WorthyD-d2-clandashboard"
NODES = "DestinyPresentationNodeDefinition"
NAMES = {
    "manifest/index/EndGameGl-DotNetBungieAPI/DestinyChecklistDefinition_3373333905.json": (
        "DestinyChecklistDefinition"
    ),
    f"{_DASHBOARD}/seal_node_gilded_Conqueror.json": NODES,
    f"{_DASHBOARD}/seal_node_nongilded.json": NODES,
}

# By table and hash.
Single = dict[tuple[str, str], Json]


def read_definitions(folder: Folder) -> Single:
    definitions = [(table, folder.document(name)) for name, table in NAMES.items()]
    return {(table, str(definition["hash"])): definition for table, definition in definitions}
