"""`make bench`: measures, prints a table, and merges the figures into build/bench.json."""

import argparse
import sys
from collections.abc import Callable
from itertools import groupby
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue as Queue

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
from tests.benchmarks.figures import FILE, Figure, save, show

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
    keys = parser.parse_args().only.split(",")
    if unknown := [key for key in keys if key not in FIGURES]:
        sys.exit(f"There is no figure {', '.join(unknown)}. Figures: {', '.join(FIGURES)}.")
    figures: dict[str, Figure] = {}
    for module, group in groupby(keys, key=lambda key: FIGURES[key].__module__):
        figures |= _measure_apart(module, list(group))
    show(figures)
    print(f"written to {FILE}")
    if missing := [key for key in keys if key not in figures]:
        sys.exit(f"not measured: {', '.join(missing)}")


def _measure_apart(module: str, keys: list[str]) -> dict[str, Figure]:
    """In a process of its own, since each module has a database of its own; what fails is left out."""
    print(f"measuring {', '.join(keys)}", flush=True)
    context = get_context("spawn")
    queue: Queue[dict[str, Figure]] = context.SimpleQueue()
    process = context.Process(target=_measure, args=(keys, queue), name=module)
    process.start()
    process.join()
    return {} if queue.empty() else queue.get()


def _measure(keys: list[str], queue: Queue[dict[str, Figure]]) -> None:
    figures = {key: FIGURES[key]() for key in keys}
    save(figures)
    queue.put(figures)


if __name__ == "__main__":
    main()
