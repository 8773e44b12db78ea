"""Figures: what is measured, printed as a table and merged into build/bench.json."""

import json
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "build" / "bench.json"


class Figure(NamedTuple):
    """A measured value; `wanted` says what it should be, and `measured` how it came about."""

    value: float
    unit: str
    measured: str
    wanted: str = ""


def save(figures: Mapping[str, Figure]) -> None:
    """Merges into the file: a key that was not run keeps its last value."""
    stamp = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "commit": _commit()}
    known = _known()
    known |= {key: {**figure._asdict(), **stamp} for key, figure in figures.items()}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")


def saved() -> dict[str, Figure]:
    """The last values of all that was ever measured here."""
    return {
        key: Figure(*(said[name] for name in Figure._fields))
        for key, said in _known().items()
        if set(Figure._fields) <= set(said)
    }


def _known() -> dict[str, dict[str, Any]]:
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def show(figures: Mapping[str, Figure]) -> None:
    table = Table("key", "value", "unit", "wanted", "what was measured")
    for key, figure in figures.items():
        table.add_row(key, f"{figure.value:,.2f}", figure.unit, figure.wanted, figure.measured)
    Console(width=160).print(table)


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"
