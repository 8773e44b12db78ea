"""Recorded reports and history rows, read as the client reads them."""

import json
from pathlib import Path
from typing import Any

from rasputin.bungie.readers import HISTORY, REPORT
from rasputin.bungie.types import HistoryActivity, PostGameReport
from rasputin.bungie.wire import Answer

REPORTS = (
    "pgcr/riven-pgcr-dataset-processor/empty-pgcr.json",
    "pgcr/riven-pgcr-processing-service/duo_flawless_pgcr.json",
    "pgcr/riven-pgcr-processing-service/duo_pgcr.json",
    "pgcr/riven-pgcr-processing-service/flawless_pgcr.json",
    "pgcr/riven-pgcr-processing-service/not_completed_pgcr.json",
    "pgcr/riven-pgcr-processing-service/pre_beyond_light_fresh_pgcr.json",
    "pgcr/riven-pgcr-processing-service/solo_flawless_pgcr.json",
    "pgcr/riven-pgcr-processing-service/trio_flawless_pgcr.json",
    "pgcr/riven-pgcr-processing-service/witch_queen_pgcr.json",
)
STRIPPED, SOLO, SWAPPED = REPORTS[0], REPORTS[6], REPORTS[5]

_HISTORIES = "activity_history/WorthyD-d2-clandashboard"


def said_by(folder: Path, name: str) -> Any:
    """What a recorded report says, as plain JSON."""
    document = json.loads((folder / name).read_bytes())
    return document.get("Response", document)


def body_of(said: Any) -> bytes:
    return json.dumps({"Response": said, "ErrorCode": 1}).encode()


def report_of(said: Any) -> PostGameReport:
    return REPORT.read(Answer(endpoint="test", status=200, headers={}, body=body_of(said)))


def history_said(folder: Path) -> list[Any]:
    """Every recorded history row, in the shape in which Bungie sends it."""
    complete = json.loads(
        (folder / _HISTORIES / "history_25_full-values_with_activity_defs_2020-02.json").read_bytes()
    )
    trimmed = json.loads((folder / _HISTORIES / "history_300_A_2020-08_trimmed-values.json").read_bytes())
    partial = json.loads((folder / "fragments/history_entry_rumble_2020_issue1363.json").read_bytes())
    return [*(row["playerActivity"] for row in complete), *trimmed, partial]


def history_of(rows: list[Any]) -> tuple[HistoryActivity, ...]:
    body = body_of({"activities": rows})
    return HISTORY.read(Answer(endpoint="test", status=200, headers={}, body=body)).activities
