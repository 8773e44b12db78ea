"""`make bench`: measures, prints a table, and merges the figures into build/bench.json."""

import argparse
import subprocess
import sys
from collections.abc import Callable
from itertools import groupby

from tests.benchmarks import (
    archive,
    budget,
    first_answers,
    first_run,
    freshness,
    manifest,
    memory,
    refresh,
    reprocess,
    room,
    simulator,
    store,
)
from tests.benchmarks.figures import FILE, Figure, save, saved, show

FIGURES: dict[str, Callable[[], Figure]] = {
    "store_reports_per_second": store.reports_per_second,
    "cpu_ms_per_report": store.cpu_ms_per_report,
    "archive_median_bytes": archive.median_bytes,
    "worker_memory_mb": memory.worker_memory_mb,
    "bytes_per_report": room.bytes_per_report,
    "bytes_per_history_entry": room.bytes_per_history_entry,
    "reprocess_reports_per_second": reprocess.reports_per_second,
    "budget_used_share": budget.used_share,
    "budget_overshoot_requests": budget.overshoot_requests,
    "refresh_start_seconds": refresh.start_seconds,
    "first_answers_seconds": first_answers.seconds,
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
    parser.add_argument("--here", action="store_true", help="in this process, without a table")
    asked = parser.parse_args()
    keys = asked.only.split(",")
    if unknown := [key for key in keys if key not in FIGURES]:
        sys.exit(f"There is no figure {', '.join(unknown)}. Figures: {', '.join(FIGURES)}.")
    if asked.here:
        save({key: FIGURES[key]() for key in keys})
    else:
        _measure_all(keys)


def _measure_all(keys: list[str]) -> None:
    """Each module's in a process of their own, since each has a database of its own."""
    failed = []
    for _, group in groupby(keys, key=lambda key: FIGURES[key].__module__):
        only = ",".join(group)
        print(f"measuring {only}", flush=True)
        if subprocess.run([sys.executable, "-m", "tests.benchmarks", "--here", "--only", only]).returncode:
            failed += only.split(",")
    show({key: figure for key, figure in saved().items() if key in keys and key not in failed})
    print(f"written to {FILE}")
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()
