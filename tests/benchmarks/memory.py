"""What memory the crawl worker takes after many reports, its processes together."""

import psutil

from tests.benchmarks.figures import Figure
from tests.benchmarks.store import PROCESSES, crawled

REPORTS = 100_000
MB = 1 << 20


def worker_memory_mb(reports: int = REPORTS) -> Figure:
    with crawled(reports) as crawl:
        family = [crawl.worker, *crawl.worker.children(recursive=True)]
        shares = [_pss(process) for process in family]
    said = (
        f"PSS of the crawl worker after {reports:,} reports of the store's mix: the parent {shares[0]:.0f}"
        f" and its {PROCESSES} processes {', '.join(f'{share:.0f}' for share in shares[1:])}"
    )
    return Figure(sum(shares), "MB", said, "at most 200")


def _pss(process: psutil.Process) -> float:
    """Memory of its own, and its part of what it shares."""
    return float(process.memory_full_info().pss) / MB
