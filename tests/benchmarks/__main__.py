"""`make bench`: measures, prints a table, and merges the figures into build/bench.json."""

import argparse
import sys
from collections.abc import Callable

from tests.benchmarks import (
    budget,
    first_run,
    freshness,
    manifest,
    refresh,
    room,
    simulator,
    store,
)
from tests.benchmarks.figures import FILE, Figure, save, show

FIGURES: dict[str, Callable[[], Figure]] = {
    "store_reports_per_second": store.reports_per_second,
    "cpu_ms_per_report": store.cpu_ms_per_report,
    "bytes_per_report": room.bytes_per_report,
    "bytes_per_history_entry": room.bytes_per_history_entry,
    "budget_used_share": budget.used_share,
    "budget_overshoot_requests": budget.overshoot_requests,
    "refresh_start_seconds": refresh.start_seconds,
    "freshness_p95_seconds": freshness.p95_seconds,
    "requests_per_member_hour": freshness.requests_per_member_hour,
    "naive_requests_per_member_hour": freshness.naive_requests_per_member_hour,
    "reports_per_member_hour": freshness.reports_per_member_hour,
    "manifest_load_seconds": manifest.load_seconds,
    "manifest_memory_mb": manifest.memory_mb,
    "definition_lookup_ms": manifest.lookup_ms,
    "simulator_reports_per_second": simulator.reports_per_second,
    "first_run_seconds": first_run.first_run_seconds,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(FIGURES), help="keys, separated by commas")
    keys = parser.parse_args().only.split(",")
    if unknown := [key for key in keys if key not in FIGURES]:
        sys.exit(f"There is no figure {', '.join(unknown)}. Figures: {', '.join(FIGURES)}.")
    figures = {}
    for key in keys:
        print(f"measuring {key}", flush=True)
        figures[key] = FIGURES[key]()
        save({key: figures[key]})
    show(figures)
    print(f"written to {FILE}")


if __name__ == "__main__":
    main()
